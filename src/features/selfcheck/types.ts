import type { Instant } from '../../core/time.ts'

/** The invariants that the database alone can show; README.md says what each of them means. */
export const invariants = ['I1', 'I2', 'I5', 'I6', 'I7', 'I8', 'I9', 'I11', 'I12', 'I15'] as const
export type Invariant = (typeof invariants)[number]

/** Something that must never be. It names rows by public references and carries nothing of people. */
export interface Violation {
  readonly invariant: Invariant
  readonly eventId: number | null
  /** What it is about, for example `registration 7kq2m9`. */
  readonly subject: string
  /** What is wrong with it, for whoever is called. */
  readonly problem: string
}

/** A row of `self_checks`: one look at everything. */
export interface SelfCheckRow {
  id: number
  startedAt: Instant
  finishedAt: Instant
  violations: number
  /** The first of them. */
  found: readonly Violation[]
}
