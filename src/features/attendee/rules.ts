import type { Instant } from '../../core/time.ts'
import type { EventMode } from '../events/types.ts'
import type { ClosingReason, RegistrationMailKind, RegistrationRow, RegistrationStatus } from '../registration/types.ts'
import type { RegistrationSettingsRow } from '../registration/types/places.ts'

const standing = ['confirmed', 'offered', 'waiting', 'applied', 'unconfirmed'] as const
const every = [...standing, 'declined', 'cancelled'] as const

/** Which states of a registration a mail of each kind may still tell of; in others it is not sent any more. */
const sensible: Record<RegistrationMailKind, readonly RegistrationStatus[]> = {
  'registration-confirmed': ['confirmed'],
  'registration-promoted': ['confirmed'],
  'registration-waiting': ['waiting'],
  'registration-applied': ['applied'],
  'registration-declined': ['declined'],
  'registration-cancelled': ['cancelled'],
  'registration-exists': standing,
  'registration-link': standing,
  'registration-offered': ['offered'],
  'registration-offer-expired': ['cancelled', 'waiting'],
  'registration-address': ['unconfirmed'],
  'registration-parts': ['confirmed', 'offered', 'waiting', 'applied'],
  'registration-replaced': every,
  'registration-message': every,
  'registration-release-asked': ['confirmed', 'offered', 'waiting'],
  'event-cancelled': ['confirmed', 'offered', 'waiting', 'applied'],
  'event-reinstated': ['confirmed', 'offered', 'waiting', 'applied'],
  'event-moved': ['confirmed', 'offered', 'waiting', 'applied'],
}

/** What may still be said while the event is called off: nobody hears of a place at what will not be. */
const sensibleWhenOff: readonly RegistrationMailKind[] = [
  'event-cancelled',
  'registration-cancelled',
  'registration-declined',
  'registration-link',
  'registration-message',
]

/** Whether a mail that waited in the outbox still tells the truth. */
export function isSensible(kind: RegistrationMailKind, status: RegistrationStatus, isEventCancelled: boolean): boolean {
  const fitsEvent = isEventCancelled ? sensibleWhenOff.includes(kind) : kind !== 'event-cancelled'
  return sensible[kind].includes(status) && fitsEvent
}

/** Whether somebody takes part from afar: nobody shows a ticket at a door then. */
export function isOnline(
  event: { readonly mode: EventMode },
  { attendance }: Pick<RegistrationRow, 'attendance'>,
): boolean {
  return event.mode === 'online' || (event.mode === 'hybrid' && attendance === 'online')
}

/** What the page says of joining online: the link, from when it will be there (null: not known), or nothing at all. */
export type Joining =
  | { readonly kind: 'none' }
  | { readonly kind: 'later'; readonly from: Instant | null }
  | { readonly kind: 'open'; readonly url: string }

/**
 * Who may see the link of the meeting, and when: those with a confirmed place who take part online, from the moment
 * the organiser set to the end of the event.
 */
export function joiningOf(
  event: { readonly mode: EventMode; readonly cancelledAt: Instant | null; readonly endsAt: Instant },
  registration: Pick<RegistrationRow, 'status' | 'attendance'>,
  { joinUrl, joinFrom }: Pick<RegistrationSettingsRow, 'joinUrl' | 'joinFrom'>,
  now: Instant,
): Joining {
  const isWelcome = registration.status === 'confirmed' && isOnline(event, registration)
  if (!isWelcome || event.cancelledAt !== null || now >= event.endsAt) return { kind: 'none' }
  if (joinFrom !== null && now < joinFrom) return { kind: 'later', from: joinFrom }
  return joinUrl === '' ? { kind: 'later', from: null } : { kind: 'open', url: joinUrl }
}

/**
 * Whether somebody may hand the place to a colleague: who has one, was offered one or waits for it. An application is
 * about the person, and so is a place that somebody was approved for.
 */
export function mayReplace(registration: Pick<RegistrationRow, 'status' | 'appliedAt'>): boolean {
  const { status, appliedAt } = registration
  return appliedAt === null && (status === 'confirmed' || status === 'offered' || status === 'waiting')
}

/** Why a registration ended, as messages choose by it: they know no hyphens. */
export function reasonWord(reason: ClosingReason | null): string {
  return reason === null ? 'self' : reason.replaceAll('-', '_')
}
