import {
  addMinutes,
  type Instant,
  type LocalDateTime,
  shiftDays,
  type TimeZone,
  toInstant,
  toLocal,
} from '../../../core/time.ts'
import type { PartRow } from '../types/places.ts'

/** When a part is: as the wall shows it and as instants. */
export interface PartTimes {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** Whether these are other times than the part has. */
export function isMoved(part: Pick<PartRow, 'startsAt' | 'endsAt'>, times: PartTimes | null): boolean {
  return part.startsAt?.getTime() !== times?.startsAt.getTime() || part.endsAt?.getTime() !== times?.endsAt.getTime()
}

/** The times of a part, or null where they are not known. */
export function timesOf({ startsLocal, endsLocal, startsAt, endsAt }: PartRow): PartTimes | null {
  if (startsLocal === null || endsLocal === null || startsAt === null || endsAt === null) return null
  return { startsLocal, endsLocal, startsAt, endsAt }
}

/** The same moment some days later on the wall of another zone; one that clocks skip moves to the first after it. */
export function shiftedMoment(moment: Instant, from: TimeZone, to: TimeZone, days: number): Instant {
  return landing(shiftDays(toLocal(moment, from), days), to).instant
}

/** The same times on the wall some days later, in another zone. */
export function shiftedPartTimes(times: PartTimes, to: TimeZone, days: number): PartTimes {
  const start = landing(shiftDays(times.startsLocal, days), to)
  const end = landing(shiftDays(times.endsLocal, days), to)
  // All of it fell into the hour that clocks skip: an hour after it is better than no part.
  const endsAt = end.instant > start.instant ? end.instant : addMinutes(start.instant, 60)
  return { startsLocal: start.local, endsLocal: toLocal(endsAt, to), startsAt: start.instant, endsAt }
}

function landing(local: LocalDateTime, zone: TimeZone): { local: LocalDateTime; instant: Instant } {
  const meaning = toInstant(local, zone, 'earlier')
  if (meaning.kind === 'gap') return { local: meaning.nearest, instant: meaning.nearestInstant }
  return { local, instant: meaning.kind === 'overlap' ? meaning.earlier : meaning.instant }
}
