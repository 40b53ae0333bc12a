import { session, type Template } from './template.ts'

/** Two days on the road: where the bus leaves, whom one visits, what one takes home. */
export const studyTrip: Template = {
  key: 'study-trip',
  days: 2,
  tracks: [
    { key: 'visits', name: { cs: 'Návštěvy', en: 'Visits' } },
    { key: 'on-the-way', name: { cs: 'Cestou', en: 'On the way' } },
  ],
  satellites: [],
  sessions: [
    session(0, '07:30', 30, 'social', ['Sraz a odjezd', 'Meeting point and departure'], { track: 'on-the-way' }),
    session(0, '08:00', 120, 'break', ['Cesta', 'Journey'], { track: 'on-the-way' }),
    session(0, '10:00', 30, 'talk', ['Přivítání u hostitele', 'Welcome by the host'], { track: 'visits' }),
    session(0, '10:30', 90, 'workshop', ['Prohlídka první firmy', 'First company visit'], { track: 'visits' }),
    session(0, '12:00', 60, 'break', ['Oběd', 'Lunch']),
    session(0, '13:00', 120, 'workshop', ['Prohlídka výzkumného centra', 'Visit to the research centre'], {
      track: 'visits',
    }),
    session(0, '15:30', 60, 'panel', ['Diskuse s hostiteli', 'Discussion with the hosts'], { track: 'visits' }),
    session(0, '17:00', 60, 'social', ['Ubytování', 'Check-in at the hotel'], { track: 'on-the-way' }),
    session(0, '19:00', 150, 'social', ['Společná večeře', 'Dinner together']),
    session(1, '09:00', 90, 'workshop', ['Prohlídka druhé firmy', 'Second company visit'], { track: 'visits' }),
    session(1, '10:45', 75, 'talk', ['Jak to dělají jinde', 'How others do it'], { track: 'visits' }),
    session(1, '12:00', 60, 'break', ['Oběd', 'Lunch']),
    session(1, '13:00', 45, 'panel', ['Co si odvážíme domů', 'What we take home']),
    session(1, '14:00', 150, 'break', ['Cesta zpět', 'Journey home'], { track: 'on-the-way' }),
  ],
}
