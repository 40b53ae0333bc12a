import {
  addDays,
  addMinutes,
  dateOf,
  datesBetween,
  type Instant,
  type LocalDate,
  type LocalDateTime,
  minutesBetween,
  toInstant,
  toLocal,
  type TimeZone,
} from '../../../core/time.ts'
import type { Occurrence, SessionProblem, SessionTimes, TypedTimes } from '../types/changes.ts'

/** When the event is, in its own zone: the frame of every session. */
export interface EventFrame {
  readonly timeZone: TimeZone
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
}

/** Nobody sits longer than a day; a longer span is a slip of the hand. */
const mostMinutes = 24 * 60

/** The days on which sessions may begin. */
export function daysOf(event: EventFrame): LocalDate[] {
  return datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal))
}

/**
 * What the typed times mean in the event's zone. Refused: a time that clocks skip, one they run through twice while
 * nobody said which, an end that is not after the start, more than a day, and a start outside the days of the event.
 */
export function decideTimes(
  event: EventFrame,
  typed: TypedTimes,
): { kind: 'times'; times: SessionTimes } | { kind: 'refused'; problems: SessionProblem[] } {
  const problems: SessionProblem[] = []
  const startsAt = meant('start', typed.startsLocal, event.timeZone, typed.startsOccurrence, problems)
  const endsAt = meant('end', typed.endsLocal, event.timeZone, typed.endsOccurrence, problems)
  if (!daysOf(event).includes(dateOf(typed.startsLocal))) problems.push({ kind: 'outside' })
  if (!startsAt || !endsAt) return { kind: 'refused', problems }
  if (endsAt <= startsAt) problems.push({ kind: 'end-before-start' })
  else if (minutesBetween(startsAt, endsAt) > mostMinutes) problems.push({ kind: 'too-long' })
  if (problems.length > 0) return { kind: 'refused', problems }
  return { kind: 'times', times: { startsLocal: typed.startsLocal, endsLocal: typed.endsLocal, startsAt, endsAt } }
}

function meant(
  field: 'start' | 'end',
  local: LocalDateTime,
  zone: TimeZone,
  occurrence: Occurrence | undefined,
  problems: SessionProblem[],
): Instant | undefined {
  const meaning = toInstant(local, zone, occurrence)
  if (meaning.kind === 'instant') return meaning.instant
  problems.push({ kind: meaning.kind === 'gap' ? 'gap' : 'twice', field })
  return undefined
}

/** The same times on the wall some days later, with their instants; a time that clocks skip moves to the first after it. */
export function shiftedTimes(
  times: Pick<TypedTimes, 'startsLocal' | 'endsLocal'>,
  days: number,
  zone: TimeZone,
): SessionTimes {
  const start = landing(shifted(times.startsLocal, days), zone)
  const end = landing(shifted(times.endsLocal, days), zone)
  if (end.instant <= start.instant) {
    // All of it fell into the gap: an hour after it is better than no session.
    const instant = addMinutes(start.instant, 60)
    return { startsLocal: start.local, endsLocal: toLocal(instant, zone), startsAt: start.instant, endsAt: instant }
  }
  return { startsLocal: start.local, endsLocal: end.local, startsAt: start.instant, endsAt: end.instant }
}

function shifted(local: LocalDateTime, days: number): LocalDateTime {
  return addDays(dateOf(local), days) + local.slice(10)
}

function landing(local: LocalDateTime, zone: TimeZone): { local: LocalDateTime; instant: Instant } {
  const meaning = toInstant(local, zone)
  if (meaning.kind === 'gap') return { local: meaning.nearest, instant: meaning.nearestInstant }
  return { local, instant: meaning.kind === 'instant' ? meaning.instant : meaning.earlier }
}

/** Which of the two a stored instant is, where the wall shows its time twice; else undefined. */
export function occurrenceOf(local: LocalDateTime, stored: Instant, zone: TimeZone): Occurrence | undefined {
  const meaning = toInstant(local, zone)
  if (meaning.kind !== 'overlap') return undefined
  return stored.getTime() === meaning.later.getTime() ? 'later' : 'earlier'
}
