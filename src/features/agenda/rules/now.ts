/** A session as far as the clock goes; times in milliseconds, half-open. */
export interface Timed {
  readonly start: number
  readonly end: number
}

/** What begins within that time of the first thing that is next, is next as well. */
const together = 45 * 60_000
/** With thirty rooms a screen full is enough; the programme has the rest. */
const mostNext = 60

/** What is running at a moment, and what begins next: the first beginning after it, and what follows within 45 minutes. */
export function nowAndNext<One extends Timed>(
  sessions: readonly One[],
  at: number,
): { readonly running: readonly One[]; readonly next: readonly One[] } {
  const ahead = sessions.filter(({ start }) => start > at).toSorted((a, b) => a.start - b.start)
  const first = ahead[0]?.start ?? 0
  return {
    running: sessions.filter(({ start, end }) => start <= at && at < end),
    next: ahead.filter(({ start }) => start < first + together).slice(0, mostNext),
  }
}
