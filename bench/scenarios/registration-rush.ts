import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import type { Baseline } from '../support/baselines.ts'
import type { Load, Sample } from '../support/load.ts'
import { compare, figure, type Measurement, perSecond, spread, throughput } from '../support/measurements.ts'
import {
  brokenPromises,
  countGranted,
  countPlaces,
  createRushEvent,
  limitsOn,
  registering,
  warmUps,
} from '../support/rush.ts'

const connections = 64
/** What pretix says of itself in its scaling guide; see docs/performance.md. */
const publishedPeerPerMinute = 500

/** One stretch of a rush on an event of its own; `broken` counts what did not hold afterwards. */
interface Stretch extends Sample {
  readonly broken: number
}

async function sell(bench: Bench, app: App, slug: string, how: Partial<Load> = {}): Promise<Stretch> {
  const event = await createRushEvent(app.db, slug, { capacity: 100_000 })
  const sample = await bench.load({
    url: app.url,
    of: app,
    connections,
    seconds: bench.seconds,
    ...countGranted,
    targets: [registering(event.path, event.category)],
    ...how,
  })
  return { ...sample, broken: await brokenPromises(app.db, event, [sample]) }
}

const brokenIn = (stretches: readonly Stretch[]) => stretches.reduce((sum, { broken }) => sum + broken, 0)

function parse(bench: Bench, baseline: Baseline): Promise<Sample> {
  const targets = [registering(baseline.registration, 'ABCDEFGH')]
  return bench.load({ url: baseline.url, of: baseline, connections, seconds: bench.seconds, targets })
}

/** Fewer places than people: exactly the places are sold, and everybody else is told so. */
async function sellOut(bench: Bench, app: App): Promise<Measurement> {
  const capacity = bench.quick ? 200 : 3_000
  const event = await createRushEvent(app.db, 'posledni-misto', { capacity, hasWaitingList: false })
  const sample = await bench.load({
    url: app.url,
    connections,
    requests: capacity * 1.2,
    ...countGranted,
    targets: [registering(event.path, event.category, [303, 409])],
  })
  const { confirmed } = await countPlaces(app.db, event)
  const failures = (await brokenPromises(app.db, event, [sample])) + (confirmed === capacity ? 0 : 1) + sample.failures
  return figure('places sold where a fifth more people came', 'count', [confirmed], {
    failures,
    note: `of ${capacity} places, to ${capacity * 1.2} people at ${connections} connections; ${sample.counts['409'] ?? 0} were refused`,
  })
}

/**
 * The same where the process that serves also sends the mails. By itself and last: mails go on being sent when a
 * stretch is over, and would disturb whatever is measured then.
 */
async function sellAndSend(bench: Bench, selling: readonly Stretch[]): Promise<Measurement> {
  const app = await bench.startApp({ environment: limitsOn, withJobs: true })
  const stretches: Stretch[] = []
  for (let round = 0; round <= bench.rounds; round++) stretches.push(await sell(bench, app, `s-postou-${round}`))
  await app.stop()
  const measured = stretches.slice(1)
  return throughput('registrations, mails sent by the same process', measured, {
    unit: 'per minute',
    failures: brokenIn(stretches),
    comparisons: [compare('jobs elsewhere', perSecond(measured), perSecond(selling))],
  })
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ environment: limitsOn })
  const baseline = await bench.startBaseline()
  const fresh = await sell(bench, app, 'hned-po-startu')
  const works = {
    express: async () => ({ ...(await parse(bench, baseline)), broken: 0 }),
    selling: (round: number) => sell(bench, app, `naval-${warmUps + round}`),
  }
  const { express, selling } = await interleave<'express' | 'selling', Stretch>(bench, works, warmUps)
  const single = await sell(bench, app, 'po-jednom', { connections: 1 })
  const offered = await sell(bench, app, 'nabidnuto', { rate: 20_000 / 60, seconds: bench.seconds * 2 })
  const perMinute = perSecond(selling).map(value => value * 60)
  const slowest = selling.map(({ p99 }) => p99)
  return [
    throughput('Express, same POST, no database', express, { unit: 'per minute' }),
    throughput('registrations, one event', selling, {
      unit: 'per minute',
      aim: { atLeast: 20_000 },
      failures: brokenIn(selling),
      comparisons: [
        compare('Express, same POST', perSecond(selling), perSecond(express), { atLeast: 0.35 }),
        compare(
          '500 a minute (published)',
          perMinute,
          perMinute.map(() => publishedPeerPerMinute),
        ),
      ],
    }),
    throughput('in the first seconds after a start', [fresh], {
      unit: 'per minute',
      failures: fresh.broken,
      comparisons: [compare('warm', [fresh.perSecond], [spread(perSecond(selling)).median])],
    }),
    figure('their 99th percentile', 'ms', slowest, { aim: { atMost: 500 } }),
    throughput('registrations, one after the other', [single], {
      unit: 'per minute',
      failures: single.broken,
      comparisons: [compare(`${connections} connections`, [single.perSecond], [spread(perSecond(selling)).median])],
    }),
    throughput('20,000 a minute offered (open loop)', [offered], { unit: 'per minute', failures: offered.broken }),
    await sellOut(bench, app),
    await sellAndSend(bench, selling),
  ]
}

const registrationRush: Scenario = {
  description:
    'One event opens: the form is posted, validated, written with its mail, committed, answered by 303; limits on, each request from another address.',
  run,
}
export default registrationRush
