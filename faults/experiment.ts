import type { Stage, StagePlan } from './support/stage.ts'

/** One experiment of `npm run faults`: `faults/experiments/eNN-name.ts` exports it as default. */
export interface Experiment {
  /** `e01`; docs/faults.md tells of each. */
  readonly id: string
  /** What goes wrong, in a few words: the first column of the table. */
  readonly title: string
  /** What must hold, in a few words. */
  readonly holds: string
  /** Part of the short run (`--short`, at most 90 s together): small enough, and worth it at every change. */
  readonly isShort?: boolean
  /** A sentence why this machine cannot run it (no libfaketime, not root); undefined: it can. Told loudly. */
  readonly missing?: () => string | undefined
  /** What the stage has besides the usual two servers, worker, database and mail server. */
  readonly stage?: StagePlan
  /**
   * Plays it. What it counts, breaks and finds it tells the stage; the invariants are checked afterwards by the runner.
   * @throws Error when it could not be played, which is a failure too
   */
  run(stage: Stage): Promise<void>
}
