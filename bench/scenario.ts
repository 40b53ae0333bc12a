/** What a scenario gets: a running, seeded application of its own. */
export interface BenchContext {
  /** Where the application listens, without a slash at the end. */
  readonly url: string
  /** Where its embedded database is, for scenarios that fill it themselves. */
  readonly dataDir: string
  /** `--quick`: prove that the scenario works rather than measure. */
  readonly quick: boolean
}

/** One line of the table; times in milliseconds. */
export interface Measurement {
  readonly name: string
  readonly requests: number
  /** Answers that were not what the scenario expects. */
  readonly failures: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** A question to the performance of the application; `bench/scenarios/<name>.ts` exports one as default. */
export interface Scenario {
  /** What is measured and why, in one sentence. */
  readonly description: string
  /** Variables for the application besides the defaults of the harness. */
  readonly environment?: Readonly<Record<string, string>>
  run(context: BenchContext): Promise<readonly Measurement[]>
}

/** How hard `measure` works. */
export interface Load {
  readonly name: string
  /** Requests under way at the same time. */
  readonly connections: number
  readonly requests: number
  /** Makes one request; false when the answer is not the expected one. `index` counts from 0. */
  readonly request: (index: number) => Promise<boolean>
}

/** Keeps `connections` requests under way until all are answered, and says how long they took. */
export async function measure({ name, connections, requests, request }: Load): Promise<Measurement> {
  const times: number[] = []
  let next = 0
  let failures = 0
  const began = performance.now()
  const lane = async () => {
    for (let index = next++; index < requests; index = next++) {
      const sent = performance.now()
      const isRight = await request(index).catch(() => false)
      times.push(performance.now() - sent)
      if (!isRight) failures += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const perSecond = requests / ((performance.now() - began) / 1_000)
  times.sort((a, b) => a - b)
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0
  return { name, requests, failures, perSecond, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }
}
