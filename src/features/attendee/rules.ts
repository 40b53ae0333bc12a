import type { Instant } from '../../core/time.ts'
import type { RegistrationMailKind, RegistrationStatus } from '../registration/types.ts'

/** Days after the end of the event for which private links live (SEC-32). */
export const linkDays = 30

/** Whether the private link of a registration is past its time. */
export function isLinkExpired(event: { readonly endsAt: Instant }, now: Instant): boolean {
  return now.getTime() > event.endsAt.getTime() + linkDays * 86_400_000
}

/** Which states of a registration a mail of each kind may still tell of; in others it is not sent any more. */
const sensible: Record<RegistrationMailKind, readonly RegistrationStatus[]> = {
  'registration-confirmed': ['confirmed'],
  'registration-promoted': ['confirmed'],
  'registration-waiting': ['waiting'],
  'registration-applied': ['applied'],
  'registration-declined': ['declined'],
  'registration-cancelled': ['cancelled'],
  'registration-exists': ['confirmed', 'waiting', 'applied'],
  'registration-link': ['confirmed', 'waiting', 'applied'],
  'event-cancelled': ['confirmed', 'waiting', 'applied'],
  'event-reinstated': ['confirmed', 'waiting', 'applied'],
}

/** What may still be said while the event is called off: nobody hears of a place at what will not be. */
const sensibleWhenOff: readonly RegistrationMailKind[] = [
  'event-cancelled',
  'registration-cancelled',
  'registration-declined',
  'registration-link',
]

/** Whether a mail that waited in the outbox still tells the truth. */
export function isSensible(kind: RegistrationMailKind, status: RegistrationStatus, isEventCancelled: boolean): boolean {
  const fitsEvent = isEventCancelled ? sensibleWhenOff.includes(kind) : kind !== 'event-cancelled'
  return sensible[kind].includes(status) && fitsEvent
}
