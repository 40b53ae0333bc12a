import type { Sample } from './load.ts'

/** The middle of several rounds, and how far they lay apart. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export type Unit = 'per second' | 'per minute' | 'ms' | 's' | 'MB' | 'kB' | 'rows/s' | 'VEVENT/s' | 'count'

/** What a ratio should reach. Missing it is told in the table; it fails nothing, for machines are noisy. */
export type Aim = { readonly atLeast: number } | { readonly atMost: number }

/** The same work of somebody else in the same rounds. */
export interface Comparison {
  /** What it is compared with: “Express, same POST”, “1,000 registrations”. */
  readonly name: string
  /** Our value by theirs, round by round. */
  readonly ratio: Spread
  readonly aim?: Aim
}

/** Milliseconds of processor time for each request. */
export interface CpuPerRequest {
  readonly server: number
  readonly database: number
  readonly generator: number
}

/** One line of the table. */
export interface Measurement {
  readonly name: string
  readonly unit: Unit
  readonly value: Spread
  /** What the value itself should reach, in its unit. */
  readonly aim?: Aim
  readonly comparisons: readonly Comparison[]
  /** Medians of the rounds, in milliseconds. */
  readonly latency?: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly cpu?: CpuPerRequest
  readonly requests: number
  /** Answers that were not what the scenario expects, and checks that did not hold. One makes the run fail. */
  readonly failures: number
  /** What the figure needs said beside it. */
  readonly note?: string
}

/** Further facts of a measurement. */
export interface More {
  readonly aim?: Aim
  readonly comparisons?: readonly Comparison[]
  readonly note?: string
  /** Failed checks besides the answers. */
  readonly failures?: number
  /** Where it was measured otherwise than by a load. */
  readonly cpu?: CpuPerRequest
}

/** The middle value, the least and the most. Throws on an empty list. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) throw new Error('no rounds')
  const half = sorted.length / 2
  const middle = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return { median: ((middle[0] ?? least) + (middle[1] ?? least)) / 2, least, most }
}

/** Our values by theirs, round by round. */
export function compare(name: string, ours: readonly number[], theirs: readonly number[], aim?: Aim): Comparison {
  const ratios = ours.flatMap((value, round) => {
    const other = theirs[round]
    return other === undefined || other === 0 ? [] : [value / other]
  })
  return { name, ratio: spread(ratios), ...(aim && { aim }) }
}

/** How many requests were answered a second in each round. */
export const perSecond = (samples: readonly Sample[]): number[] => samples.map(sample => sample.perSecond)

/** The median answer of each round, in milliseconds. */
export const medianMs = (samples: readonly Sample[]): number[] => samples.map(sample => sample.p50)

/** A throughput: answers a second, or a minute. */
export function throughput(
  name: string,
  samples: readonly Sample[],
  more: More & { readonly unit?: 'per second' | 'per minute' } = {},
): Measurement {
  const { unit = 'per second', ...rest } = more
  const factor = unit === 'per minute' ? 60 : 1
  return ofSamples(name, unit, spread(perSecond(samples).map(value => value * factor)), samples, rest)
}

/** How long one request waits: the median answer of each round. */
export function answerTime(name: string, samples: readonly Sample[], more: More = {}): Measurement {
  return ofSamples(name, 'ms', spread(medianMs(samples)), samples, more)
}

/** A figure that is no stretch of load: seconds of a start, megabytes of memory, rows a second. One value a round. */
export function figure(
  name: string,
  unit: Unit,
  values: readonly number[],
  { failures = 0, comparisons = [], ...more }: More & { readonly requests?: number } = {},
): Measurement {
  return { name, unit, value: spread(values), requests: values.length, comparisons, failures, ...more }
}

function ofSamples(
  name: string,
  unit: Unit,
  value: Spread,
  samples: readonly Sample[],
  { failures = 0, comparisons = [], ...more }: More,
): Measurement {
  const sum = (pick: (sample: Sample) => number) => samples.reduce((total, sample) => total + pick(sample), 0)
  const middle = (pick: (sample: Sample) => number) => spread(samples.map(pick)).median
  const requests = sum(sample => sample.requests)
  const latency = { p50: middle(one => one.p50), p95: middle(one => one.p95), p99: middle(one => one.p99) }
  const each = (pick: (sample: Sample) => number) => (sum(pick) * 1_000) / Math.max(1, requests)
  const hasCpu = samples.every(({ cpu }) => cpu.server !== undefined)
  const cpu = {
    server: each(one => one.cpu.server ?? 0),
    database: each(one => one.cpu.database ?? 0),
    generator: each(one => one.cpu.generator),
  }
  const wrong = failures + sum(sample => sample.failures)
  return { name, unit, value, comparisons, latency, ...(hasCpu && { cpu }), requests, failures: wrong, ...more }
}
