/** What an experiment counts and finds. */
export interface Tally {
  /** So many things were asked of the product; attempts to register count themselves. */
  step(count?: number): void
  /** So many faults were injected: `stage.fault('kill -9')`. */
  fault(what: string, count?: number): void
  /** Something the product must not do, besides the invariants: fails the experiment. */
  violation(what: string): void
  /** Fails the experiment with this sentence unless it holds. */
  expect(holds: boolean, what: string): void
  /** A control: the same without the guard must break, or the experiment shows nothing. */
  control(what: string, broke: boolean): void
  /** A sentence for the report. */
  note(what: string): void
  /** Milliseconds until the product was well again; the largest goes into the table. */
  recovery(milliseconds: number): number
  readonly found: Found
}

/** What was counted and found so far. */
export interface Found {
  steps: number
  recoveryMs: number | undefined
  readonly faults: Map<string, number>
  readonly violations: string[]
  readonly controls: string[]
  readonly notes: string[]
}

/** Nothing counted yet. */
export function newTally(): Tally {
  const found: Found = {
    steps: 0,
    recoveryMs: undefined,
    faults: new Map(),
    violations: [],
    controls: [],
    notes: [],
  }
  return {
    found,
    step: (count = 1) => void (found.steps += count),
    fault: (what, count = 1) => void found.faults.set(what, (found.faults.get(what) ?? 0) + count),
    violation: what => void found.violations.push(what),
    expect: (holds, what) => void (holds || found.violations.push(what)),
    control(what, broke) {
      found.controls.push(`${what}: ${broke ? 'broken, as it must be' : 'held'}`)
      if (!broke) found.violations.push(`the control "${what}" broke nothing, so this experiment shows nothing`)
    },
    note: what => void found.notes.push(what),
    recovery(milliseconds) {
      found.recoveryMs = Math.max(found.recoveryMs ?? 0, milliseconds)
      return milliseconds
    },
  }
}
