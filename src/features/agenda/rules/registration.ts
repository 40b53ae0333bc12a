import type { Instant } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'

/** Whether the pages of the programme offer to register; the exact state stands on the page it leads to. */
export function takesRegistrations(
  event: Pick<EventRow, 'cancelledAt' | 'archivedAt' | 'endsAt' | 'registrationOpensAt' | 'registrationClosesAt'>,
  at: Instant,
): boolean {
  const { cancelledAt, archivedAt, endsAt, registrationOpensAt, registrationClosesAt } = event
  if (cancelledAt !== null || archivedAt !== null || endsAt <= at) return false
  return (registrationOpensAt ?? at) <= at && (registrationClosesAt === null || registrationClosesAt > at)
}
