import { text } from './types.ts'

/** A message of the organisers to guests from afar. */
export const airport = {
  subject: text('Doprava z letiště: {event}', 'From the airport: {event}'),
  body: text(
    'Dobrý den,\n\nz letiště Burgas jede do centra autobus číslo 15, cesta trvá asi půl hodiny. Zastavuje kousek od místa konání.\n\nKdy přijet, poradí {agenda_link}.\n\nTěšíme se na vás,\n{organisers}',
    'Hello,\n\nbus number 15 goes from Burgas airport to the centre, it takes about half an hour. It stops a few steps from the venue.\n\nTo decide when to arrive, see the {agenda_link}.\n\nWe look forward to seeing you,\n{organisers}',
  ),
} as const
