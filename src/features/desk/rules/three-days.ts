import { session, type Template } from './template.ts'

/** An international conference of clusters and regions: plenary, parallel sessions, meetings, visits, satellites. */
export const threeDays: Template = {
  key: 'three-days',
  days: 3,
  tracks: [
    { key: 'digital', name: { cs: 'Digitalizace', en: 'Digitalisation' } },
    { key: 'green', name: { cs: 'Zelená transformace', en: 'Green transition' } },
    { key: 'cooperation', name: { cs: 'Mezinárodní spolupráce', en: 'International cooperation' } },
  ],
  satellites: [
    {
      key: 'partners',
      day: 0,
      start: '09:00',
      minutes: 180,
      title: { cs: 'Setkání partnerů projektu', en: 'Meeting of the project partners' },
    },
    {
      key: 'training',
      day: 2,
      start: '13:30',
      minutes: 120,
      title: { cs: 'Školení pro manažery klastrů', en: 'Training for cluster managers' },
    },
  ],
  sessions: [
    session(0, '09:00', 180, 'workshop', ['Setkání partnerů projektu', 'Meeting of the project partners'], {
      satellite: 'partners',
    }),
    session(0, '12:00', 60, 'social', ['Registrace a oběd', 'Registration and lunch']),
    session(0, '13:00', 30, 'talk', ['Zahájení konference', 'Opening of the conference']),
    session(0, '13:30', 45, 'keynote', ['Regiony a klastry v Evropě', 'Regions and clusters in Europe'], {
      track: 'cooperation',
    }),
    session(0, '14:15', 75, 'panel', ['Politika klastrů: kam dál', 'Cluster policy: the next steps'], {
      track: 'cooperation',
    }),
    session(0, '15:30', 30, 'break', ['Přestávka na kávu', 'Coffee break']),
    session(0, '16:00', 90, 'talk', ['Představení klastrů', 'Clusters introduce themselves']),
    session(0, '19:00', 180, 'social', ['Společná večeře', 'Conference dinner']),
    session(1, '08:30', 30, 'social', ['Registrace', 'Registration']),
    session(1, '09:00', 45, 'keynote', ['Průmysl po transformaci', 'Industry after the transition'], {
      track: 'green',
    }),
    session(1, '09:45', 75, 'panel', ['Digitální nástroje pro malé firmy', 'Digital tools for small firms'], {
      track: 'digital',
    }),
    session(1, '09:45', 75, 'panel', ['Voda, energie a odpad', 'Water, energy and waste'], { track: 'green' }),
    session(1, '11:00', 30, 'break', ['Přestávka na kávu', 'Coffee break']),
    session(1, '11:30', 60, 'workshop', ['Dílna: data v praxi', 'Workshop: data in practice'], { track: 'digital' }),
    session(1, '11:30', 60, 'workshop', ['Dílna: společné projekty', 'Workshop: joint projects'], {
      track: 'cooperation',
    }),
    session(1, '12:30', 60, 'break', ['Oběd', 'Lunch']),
    session(1, '13:30', 180, 'b2b', ['B2B setkání', 'B2B meetings']),
    session(1, '16:30', 30, 'talk', ['Shrnutí dne', 'Summary of the day']),
    session(1, '18:30', 150, 'social', ['Večer s krajem', 'Evening with the region']),
    session(2, '09:00', 150, 'social', ['Exkurze do firem', 'Company visits']),
    session(2, '11:30', 60, 'panel', ['Závěry a další spolupráce', 'Conclusions and further cooperation'], {
      track: 'cooperation',
    }),
    session(2, '12:30', 60, 'break', ['Oběd na rozloučenou', 'Farewell lunch']),
    session(2, '13:30', 120, 'workshop', ['Školení pro manažery klastrů', 'Training for cluster managers'], {
      satellite: 'training',
    }),
  ],
}
