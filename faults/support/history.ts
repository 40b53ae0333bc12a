/** What an attempt brought. `unknown`: no answer came, so it may have happened or not. */
export type Outcome = 'place' | 'waiting' | 'full' | 'closed' | 'invalid' | 'busy' | 'failed' | 'refused' | 'unknown'

/** One attempt of one person to register. */
export interface Attempt {
  readonly email: string
  readonly node: string
  /** Milliseconds since the stage began. */
  readonly asked: number
  readonly answered: number
  readonly outcome: Outcome
  readonly status: number | undefined
  /** Of the answer, where it matters (`503`: with Retry-After?). */
  readonly retryAfter: string | undefined
}

/** All that virtual users asked and what they were answered, in the order of the answers. */
export interface History {
  readonly attempts: readonly Attempt[]
  add(attempt: Attempt): void
  /** How often each outcome came. */
  counts(): Readonly<Partial<Record<Outcome, number>>>
  /** The outcome that each person ended with: the last one that was an answer, else `unknown`. */
  final(): ReadonlyMap<string, Outcome>
  /** The 95th percentile of the times to an answer, in milliseconds. */
  p95(): number
}

/** What tells somebody where they stand: they stop asking. */
export const answers: ReadonlySet<Outcome> = new Set(['place', 'waiting', 'full', 'closed', 'invalid'])

/** An empty history. */
export function newHistory(): History {
  const attempts: Attempt[] = []
  return {
    attempts,
    add: attempt => void attempts.push(attempt),
    counts() {
      const counts: Partial<Record<Outcome, number>> = {}
      for (const { outcome } of attempts) counts[outcome] = (counts[outcome] ?? 0) + 1
      return counts
    },
    final() {
      const last = new Map<string, Outcome>()
      for (const { email, outcome } of attempts) {
        if (answers.has(outcome)) last.set(email, outcome)
        else if (!last.has(email)) last.set(email, 'unknown')
      }
      return last
    },
    p95() {
      const times = attempts.filter(({ outcome }) => answers.has(outcome)).map(one => one.answered - one.asked)
      times.sort((a, b) => a - b)
      return times[Math.floor(times.length * 0.95)] ?? 0
    },
  }
}
