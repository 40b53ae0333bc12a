import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObject,
  Registry,
} from 'prom-client'

/** A number that was read where it is kept (a pool, a queue, a table), at the moment somebody asks. */
export interface Reading {
  /** Without the prefix; units last: `queue_oldest_seconds`. */
  readonly name: string
  readonly help: string
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

/** What this process counted, in a form that another process can add up. */
export type Counted = readonly MetricObject[]

/** Of the process: what is counted here and nowhere else. */
const counted = new Registry()
const prefix = 'pozvanka_'

/** Counts what happens in this process. Labels have few values: never a name, an address or anything people type. */
export function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Counter({ name: prefix + name, help, labelNames, registers: [counted] })
}

/** Seconds (or another size) of what happens in this process, in buckets. */
export function histogram<Label extends string>(
  name: string,
  help: string,
  { labels = [], buckets = seconds }: { labels?: readonly Label[]; buckets?: readonly number[] } = {},
) {
  return new Histogram({ name: prefix + name, help, labelNames: labels, buckets: [...buckets], registers: [counted] })
}

/**
 * Something of this process that is read whenever somebody asks; what has the same labels is added up, also
 * over the processes.
 */
export function gauge<Label extends string>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: () => Iterable<readonly [Record<Label, string>, number]>,
): void {
  const own = new Gauge({
    name: prefix + name,
    help,
    labelNames,
    registers: [counted],
    collect() {
      own.reset()
      for (const [labels, value] of read()) own.inc(labels, value)
    },
  })
}

gauge('processes', 'Processes of the application that told their numbers', [], () => [[{}, 1]])

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const

let isWatched = false

/** From now on the process counts itself, too: event loop, memory, garbage, processor. */
export function countProcess(): void {
  if (isWatched) return
  isWatched = true
  collectDefaultMetrics({ register: counted })
}

/** What this process has counted so far. */
export async function countedHere(): Promise<Counted> {
  return counted.getMetricsAsJSON()
}

/** Content type of `writeMetrics`. */
export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE

/**
 * The text that Prometheus reads.
 * @param parts what each process counted: sums of them, but the worst for delays
 * @param readings what was read once for all of them
 */
export async function writeMetrics(parts: readonly Counted[], readings: readonly Reading[]): Promise<string> {
  // With one process, adding up would only cost.
  const ours = parts.length === 0 ? counted : AggregatorRegistry.aggregate(parts.map(part => [...part]))
  return `${await ours.metrics()}\n${await gaugesOf(readings).metrics()}`
}

function gaugesOf(readings: readonly Reading[]): Registry {
  const registry = new Registry()
  const gauges = new Map<string, Gauge>()
  for (const { name, help, labels = {}, value } of readings) {
    const labelNames = Object.keys(labels)
    const known = gauges.get(name) ?? new Gauge({ name: prefix + name, help, labelNames, registers: [registry] })
    gauges.set(name, known)
    known.set({ ...labels }, value)
  }
  return registry
}
