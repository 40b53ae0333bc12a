/** A moment, the same for everybody; `timestamptz` in the database. Resolution: milliseconds. */
export type Instant = Date

let clock: (() => Instant) | undefined

/** What another clock showed, in milliseconds since 1970, at a moment of this process's monotonic clock. */
interface Sighting {
  readonly showed: number
  readonly moment: number
}

let sighting: Sighting | undefined

/**
 * The present moment: the only clock of the application. It is the database's, once that was seen (`followClock`): every
 * process then agrees on when a registration opens or a link expires, however wrong the clocks of their machines are.
 */
export function now(): Instant {
  if (clock) return clock()
  return new Date(sighting === undefined ? Date.now() : sighting.showed + performance.now() - sighting.moment)
}

/**
 * From now on the clock goes on from what another one showed, carried by the monotonic clock of the process, which
 * nobody can set. `undefined` goes back to the clock of the machine.
 */
export function followClock(seen: Sighting | undefined): void {
  sighting = seen
}

/** Milliseconds by which the clock of the application is ahead of the machine's. */
export function clockOffset(): number {
  return sighting === undefined ? 0 : sighting.showed + performance.now() - sighting.moment - Date.now()
}

/** Replaces the clock, in tests; `undefined` gives the real one back. */
export function useClock(replacement: (() => Instant) | undefined): void {
  clock = replacement
}

/**
 * Milliseconds between the clock of the machine and the one nobody can set: it changes when the clock is set, and while
 * the machine sleeps.
 */
export function machineDrift(): number {
  return Date.now() - performance.now()
}

/**
 * Does something as if it were another moment, then gives the clock back: demonstration data tells what happened
 * earlier. For a process that does nothing else meanwhile.
 */
export async function atMoment<Result>(moment: Instant, work: () => Promise<Result>): Promise<Result> {
  const before = clock
  clock = () => moment
  try {
    return await work()
  } finally {
    clock = before
  }
}

/** The instant that many milliseconds after 1970-01-01T00:00Z. */
export function instantFromMillis(milliseconds: number): Instant {
  return new Date(milliseconds)
}

/**
 * Reads an ISO 8601 date and time with `Z` or an offset; undefined when it is not one. A time without an offset is no
 * instant and is refused: reading it would depend on the zone of the server.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}

/** As `parseInstant`, for constants in the code; throws RangeError. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text)
  if (!parsed) throw new RangeError(`Not an instant: ${text}`)
  return parsed
}

/** The instant that many minutes later (earlier when negative). */
export function addMinutes(from: Instant, minutes: number): Instant {
  return new Date(from.getTime() + minutes * 60_000)
}

/** Whole minutes from one instant to another, rounded down. */
export function minutesBetween(from: Instant, to: Instant): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000)
}
