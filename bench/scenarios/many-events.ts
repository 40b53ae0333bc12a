import { availableParallelism } from 'node:os'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import type { Sample } from '../support/load.ts'
import { compare, figure, type Measurement, perSecond, throughput } from '../support/measurements.ts'
import {
  brokenPromises,
  countGranted,
  createRushEvent,
  hostOf,
  warmUps,
  limitsOn,
  type RushEvent,
  registering,
} from '../support/rush.ts'

const count = 20
const cores = availableParallelism()

/** An application with events whose registration is open. */
async function open(bench: Bench, processes: number) {
  const app = await bench.startApp({ processes, environment: limitsOn })
  await hostOf(app.db)
  const slugs = Array.from({ length: count }, (_, index) => `udalost-${index + 1}`)
  const events = await Promise.all(slugs.map(slug => createRushEvent(app.db, slug, { capacity: 100_000 })))
  return { app, events }
}

function sell(bench: Bench, { app, events }: { app: App; events: readonly RushEvent[] }): Promise<Sample> {
  return bench.load({
    url: app.url,
    of: app,
    connections: 64,
    seconds: bench.seconds,
    ...countGranted,
    targets: events.map(({ path, category }) => registering(path, category)),
  })
}

/** What there would be if the generator's share of the cores were the application's. */
function generatorCountedOut({ perSecond: measured, seconds, cpu }: Sample): number {
  const share = cpu.generator / (seconds * cores)
  return measured / Math.max(0.1, 1 - share)
}

/** All events together, by what they were answered in all rounds that the database saw. */
async function brokenIn({ app, events }: { app: App; events: readonly RushEvent[] }): Promise<number> {
  // Answers are not counted by event here: registration-rush does. Each event's places and counters are.
  const broken = await Promise.all(events.map(event => brokenPromises(app.db, event)))
  return broken.reduce((sum, one) => sum + one, 0)
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const single = await open(bench, 1)
  const double = await open(bench, 2)
  const works = { one: () => sell(bench, single), two: () => sell(bench, double) }
  const { one, two } = await interleave(bench, works, warmUps)
  const [oneOut, twoOut] = [one.map(generatorCountedOut), two.map(generatorCountedOut)]
  const server = (samples: readonly Sample[]) =>
    samples.map(({ cpu, requests }) => (1_000 * (cpu.server ?? 0)) / Math.max(1, requests))
  return [
    throughput(`${count} events at once, 1 process`, one, { unit: 'per minute', failures: await brokenIn(single) }),
    throughput(`${count} events at once, 2 processes`, two, {
      unit: 'per minute',
      failures: await brokenIn(double),
      comparisons: [
        compare('1 process', perSecond(two), perSecond(one)),
        compare('1 process, generator counted out', twoOut, oneOut, { atLeast: 1.6 }),
      ],
      note: `PostgreSQL and the generator share the ${cores} cores with the processes; counted out is only the generator`,
    }),
    figure('processor time of the server for each, 2 processes', 'ms', server(two), {
      comparisons: [compare('1 process', server(two), server(one))],
      note: 'what a second process adds to each registration: near 1, more cores mean more registrations',
    }),
  ]
}

const manyEvents: Scenario = {
  description: 'Twenty events open at once, in one process and in two.',
  run,
}
export default manyEvents
