import { session, type Template } from './template.ts'

/** The conference that closes a funded project: a day, from what was promised to what remains. */
export const finalConference: Template = {
  key: 'final-conference',
  days: 1,
  tracks: [
    { key: 'results', name: { cs: 'Výsledky projektu', en: 'Results of the project' } },
    { key: 'practice', name: { cs: 'Zkušenosti z praxe', en: 'Experience' } },
  ],
  satellites: [],
  sessions: [
    session(0, '08:30', 30, 'social', ['Registrace a káva', 'Registration and coffee']),
    session(0, '09:00', 20, 'talk', ['Zahájení a úvodní slovo', 'Opening and welcome']),
    session(0, '09:20', 40, 'keynote', ['Co projekt přinesl kraji', 'What the project brought to the region'], {
      track: 'results',
    }),
    session(0, '10:00', 45, 'talk', ['Hlavní výsledky projektu', 'Main results of the project'], { track: 'results' }),
    session(0, '10:45', 20, 'break', ['Přestávka na kávu', 'Coffee break']),
    session(0, '11:05', 55, 'panel', ['Zkušenosti partnerů', 'Experience of the partners'], { track: 'practice' }),
    session(0, '12:00', 60, 'break', ['Oběd', 'Lunch']),
    session(0, '13:00', 30, 'talk', ['Příklady dobré praxe', 'Examples of good practice'], { track: 'practice' }),
    session(0, '13:30', 60, 'panel', ['Jak dál po konci projektu', 'What follows after the project'], {
      track: 'practice',
    }),
    session(0, '14:30', 15, 'talk', ['Shrnutí a závěr', 'Summary and closing']),
    session(0, '14:45', 75, 'social', ['Neformální setkání s občerstvením', 'Networking with refreshments']),
  ],
}
