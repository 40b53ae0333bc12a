import type { PersonContent } from '../people.ts'

/** A delegation of one organisation: who writes for it, and who comes. Nobody of these exists. */
export const delegation: { readonly contact: PersonContent; readonly people: readonly PersonContent[] } = {
  contact: ['Květa', 'Olšinová', 'CZ', 'Regionální rozvojová agentura (příklad)'],
  people: [
    ['Oldřich', 'Javor', 'CZ', 'Regionální rozvojová agentura (příklad)', { titleBefore: 'Ing.' }],
    ['Blažena', 'Kalinová', 'CZ', 'Regionální rozvojová agentura (příklad)', { dietary: 'vegetarian' }],
    ['Záviš', 'Trnka', 'CZ', 'Regionální rozvojová agentura (příklad)'],
  ],
}

/** Those invited in person, and what they answered. */
export const invited: readonly (readonly [answer: 'yes' | 'no' | undefined, person: PersonContent])[] = [
  ['yes', ['Ivana', 'Bezinková', 'SK', 'Ministerstvo (príklad)', { titleBefore: 'Mgr.' }]],
  ['yes', ['Leopold', 'Rosskastanie', 'AT', 'Clusterland Beispiel']],
  ['no', ['Signe', 'Bøgelund', 'DK', 'Klyngeeksempel']],
  [undefined, ['Cvetana', 'Akacieva', 'BG', 'Regionální rada (příklad)']],
  [undefined, ['Hynek', 'Modřínek', 'CZ', 'Hospodářská komora (příklad)', { titleBefore: 'Ing.' }]],
  [undefined, ['Fabrizio', 'Faggi', 'IT', 'Distretto di esempio']],
]
