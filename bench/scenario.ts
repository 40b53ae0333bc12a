import type { App, AppOptions } from './support/app.ts'
import type { Baseline } from './support/baselines.ts'
import type { Load, Sample } from './support/load.ts'
import type { Measurement } from './support/measurements.ts'

/** A question to the performance of the application; `bench/scenarios/<name>.ts` exports one as default. */
export interface Scenario {
  /** What is measured and why, in one sentence; it stands above the table. */
  readonly description: string
  run(bench: Bench): Promise<readonly Measurement[]>
}

/** What a scenario works with. The frame stops what it leaves running. */
export interface Bench {
  /** `--quick`: prove that the scenario works rather than measure. */
  readonly quick: boolean
  /** Measured rounds; `interleave` adds one before them that is thrown away, unless there is only one. */
  readonly rounds: number
  /** How long one stretch of load lasts, in seconds. */
  readonly seconds: number
  /** How long a scenario may watch something grow, in minutes: 2, 60 with `--hour`, a few seconds with `--quick`. */
  readonly minutes: number
  /** Starts the built application on a database of its own. */
  startApp(options?: AppOptions): Promise<App>
  /** Starts a bare Express that answers what the application is compared with. */
  startBaseline(): Promise<Baseline>
  /** Sends requests from a process of its own and says how they were answered. */
  load(load: Load): Promise<Sample>
  /** One line for whoever waits. */
  say(text: string): void
}

/**
 * Does the works in turn, round after round, so that a slow minute of the machine falls on all of them: rounds that
 * warm up and are thrown away, then `bench.rounds`, each beginning with another work. A single round (`--quick`) goes
 * without them.
 * @param warmUps so many rounds are thrown away; more where a process goes on getting faster as its code is compiled
 * @returns for each work what it returned, in the order of the rounds, so that ratios can be taken round by round
 */
export async function interleave<Name extends string, Result>(
  bench: Pick<Bench, 'rounds'>,
  works: Readonly<Record<Name, (round: number) => Promise<Result>>>,
  warmUps = 1,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(works) as Name[]
  const results = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, Result[]>
  for (let round = bench.rounds > 1 ? 1 - warmUps : 1; round <= bench.rounds; round++) {
    const turned = names
      .map((_, index) => names[(index + warmUps + round) % names.length])
      .filter(name => name !== undefined)
    for (const name of turned) {
      const result = await works[name](round)
      if (round > 0) results[name].push(result)
    }
  }
  return results
}
