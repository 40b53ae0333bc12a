/** A moment, the same for everybody; `timestamptz` in the database. Resolution: milliseconds. */
export type Instant = Date

let clock: (() => Instant) | undefined

/** The present moment: the only clock of the application. */
export function now(): Instant {
  return clock ? clock() : new Date()
}

/** Replaces the clock, in tests; `undefined` gives the real one back. */
export function useClock(replacement: (() => Instant) | undefined): void {
  clock = replacement
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
