import type { Instant } from '../../core/time.ts'
import type { EventWindow } from './types/places.ts'
import type { RegistrationStatus } from './types.ts'

/** Whether a registration can still be given up: it stands, and the event is not over. */
export function mayCancel(status: RegistrationStatus, event: Pick<EventWindow, 'endsAt'>, now: Instant): boolean {
  return isActive(status) && now < event.endsAt
}

/** Whether the answers can still be changed by the person: as `mayCancel`, and the event takes place. */
export function mayChange(
  status: RegistrationStatus,
  event: Pick<EventWindow, 'endsAt' | 'cancelledAt'>,
  now: Instant,
): boolean {
  return mayCancel(status, event, now) && event.cancelledAt === null
}

/** True while a registration holds, awaits or asks for a place. */
export function isActive(status: RegistrationStatus): boolean {
  return status !== 'cancelled' && status !== 'declined'
}
