import type { PlaceholderName } from '../mail/rules/wording.ts'

/** The mails that an organiser may word, in the order in which people get them. */
export const wordedKinds = {
  registration: [
    'registration-confirmed',
    'registration-waiting',
    'registration-applied',
    'registration-address',
    'registration-promoted',
    'registration-offered',
    'registration-offer-expired',
    'registration-declined',
    'registration-parts',
    'registration-replaced',
    'registration-cancelled',
    'registration-exists',
    'registration-link',
  ],
  event: ['plan-changed', 'event-moved', 'event-cancelled', 'event-reinstated'],
  calendar: ['calendar-request', 'calendar-cancel', 'registration-release-asked'],
} as const

export type WordedGroup = keyof typeof wordedKinds
export type WordedKind = (typeof wordedKinds)[WordedGroup][number]

/** The kind that a part of an address names. */
export function wordedKind(text: string): WordedKind | undefined {
  return Object.values(wordedKinds)
    .flat()
    .find(kind => kind === text)
}

const everywhere: readonly PlaceholderName[] = [
  'event',
  'dates',
  'when',
  'place',
  'organisers',
  'category',
  'reference',
  'given_name',
  'family_name',
  'organisation',
  'event_link',
]

/** Small mails that some programs show nothing of but the entry. */
const forCalendars: readonly WordedKind[] = ['calendar-request', 'calendar-cancel']

/** Mails that go to somebody who has no registration any more: there is no link to it. */
const withoutLink: readonly WordedKind[] = [
  'registration-declined',
  'registration-cancelled',
  'registration-offer-expired',
  'event-cancelled',
  'calendar-cancel',
]

const also: { readonly [Kind in WordedKind]?: readonly PlaceholderName[] } = {
  'registration-waiting': ['position'],
  'registration-offered': ['deadline'],
}

/** What may stand between braces in the mails of a kind. */
export function placeholdersFor(kind: WordedKind): PlaceholderName[] {
  const link: readonly PlaceholderName[] = withoutLink.includes(kind) ? [] : ['link']
  const agenda: readonly PlaceholderName[] = forCalendars.includes(kind) ? [] : ['agenda_link']
  return [...everywhere, ...agenda, ...link, ...(also[kind] ?? [])]
}

/** The states of a registration of which a mail usually tells: those come first where a preview is chosen. */
const usual: { readonly [Kind in WordedKind]?: string } = {
  'registration-waiting': 'waiting',
  'registration-applied': 'applied',
  'registration-address': 'unconfirmed',
  'registration-offered': 'offered',
  'registration-offer-expired': 'cancelled',
  'registration-declined': 'declined',
  'registration-cancelled': 'cancelled',
  'calendar-cancel': 'cancelled',
}

/** Registrations for a preview, those first whose state the mail tells of; otherwise as they came, the latest first. */
export function inOrderFor<Some extends { readonly status: string }>(kind: WordedKind, all: readonly Some[]): Some[] {
  const fitting = usual[kind] ?? 'confirmed'
  const fits = (one: Some) => (one.status === fitting ? 0 : 1)
  return all.toSorted((a, b) => fits(a) - fits(b))
}
