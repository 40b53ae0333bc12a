import { session, type Template } from './template.ts'

/** Half a day about a call for applications: what, who, how, and time for questions. */
export const infoDay: Template = {
  key: 'info-day',
  days: 1,
  tracks: [],
  satellites: [],
  sessions: [
    session(0, '09:00', 30, 'social', ['Registrace', 'Registration']),
    session(0, '09:30', 15, 'talk', ['Přivítání', 'Welcome']),
    session(0, '09:45', 45, 'talk', ['Představení výzvy', 'Introduction to the call']),
    session(0, '10:30', 30, 'talk', ['Kdo může žádat a o co', 'Who may apply, and for what']),
    session(0, '11:00', 20, 'break', ['Přestávka na kávu', 'Coffee break']),
    session(0, '11:20', 40, 'talk', ['Jak připravit žádost', 'How to prepare an application']),
    session(0, '12:00', 30, 'talk', ['Příklad úspěšného projektu', 'An example of a successful project']),
    session(0, '12:30', 30, 'panel', ['Dotazy a odpovědi', 'Questions and answers']),
    session(0, '13:00', 60, 'b2b', ['Individuální konzultace', 'Individual consultations']),
  ],
}
