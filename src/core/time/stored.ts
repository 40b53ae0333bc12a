import type { Instant } from './clock.ts'
import type { LocalDateTime } from './local.ts'
import { type TimeZone, toInstant, toLocal } from './zones.ts'

/** A span as it is stored: what was promised on the wall, and the instants derived from it then. */
export interface StoredSpan {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/**
 * The instant of a wall time that is stored with one already. The one stored holds while it still reads so; after a
 * change of the zone, or of the tables of zones, the wall time wins (docs/time-zones.md).
 */
export function instantOf(local: LocalDateTime, stored: Instant, zone: TimeZone): Instant {
  if (toLocal(stored, zone) === local) return stored
  const meaning = toInstant(local, zone)
  if (meaning.kind === 'instant') return meaning.instant
  return meaning.kind === 'gap' ? meaning.nearestInstant : meaning.earlier
}

/**
 * The same span with the instants that its wall times mean today. Where clocks skip all of it, the stored ones hold
 * until somebody sets others.
 */
export function realigned<Span extends StoredSpan>(span: Span, zone: TimeZone): Span {
  const startsAt = instantOf(span.startsLocal, span.startsAt, zone)
  const endsAt = instantOf(span.endsLocal, span.endsAt, zone)
  return endsAt > startsAt ? { ...span, startsAt, endsAt } : span
}

/** Whether two spans stand for the same time; what the wall says may differ. */
export function isSameTime(one: StoredSpan, other: StoredSpan): boolean {
  return one.startsAt.getTime() === other.startsAt.getTime() && one.endsAt.getTime() === other.endsAt.getTime()
}
