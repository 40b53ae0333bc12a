import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import type { Load, Sample } from '../support/load.ts'
import { compare, figure, type Measurement, perSecond, throughput } from '../support/measurements.ts'
import {
  brokenPromises,
  countGranted,
  createRushEvent,
  limitsOn,
  warmUps,
  type RushEvent,
  registering,
} from '../support/rush.ts'

const connections = 64

function knock(bench: Bench, app: App, event: RushEvent, expect: readonly number[], until: Partial<Load> = {}) {
  const targets = [registering(event.path, event.category, expect)]
  return bench.load({
    url: app.url,
    of: app,
    connections,
    seconds: bench.seconds,
    ...countGranted,
    targets,
    ...until,
  })
}

/** An event whose one place is taken, and whether that is right. */
async function createFull(bench: Bench, app: App, slug: string, hasWaitingList: boolean) {
  const event = await createRushEvent(app.db, slug, { capacity: 1, hasWaitingList })
  const first = await knock(bench, app, event, [303], { connections: 1, requests: 1 })
  return { event, samples: [first] as Sample[] }
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ environment: limitsOn })
  const baseline = await bench.startBaseline()
  const open = { event: await createRushEvent(app.db, 'volno', { capacity: 1_000_000 }), samples: [] as Sample[] }
  const queue = await createFull(bench, app, 'fronta', true)
  const full = await createFull(bench, app, 'plno', false)
  const at =
    ({ event, samples }: typeof open, expect: readonly number[]) =>
    async () => {
      const sample = await knock(bench, app, event, expect)
      samples.push(sample)
      return sample
    }
  const parse = () =>
    bench.load({
      url: baseline.url,
      of: baseline,
      connections,
      seconds: bench.seconds,
      targets: [registering(baseline.registration, 'ABCDEFGH')],
    })
  const works = { express: parse, selling: at(open, [303]), waiting: at(queue, [303]), refused: at(full, [409]) }
  const { express, selling, waiting, refused } = await interleave(bench, works, warmUps)
  const line = (name: string, samples: readonly Sample[]) =>
    throughput(name, samples, {
      unit: 'per minute',
      comparisons: [
        compare('selling', perSecond(samples), perSecond(selling), { atLeast: 1 }),
        compare('Express, same POST', perSecond(samples), perSecond(express), { atLeast: 0.35 }),
      ],
    })
  const broken = await Promise.all(
    [open, queue, full].map(({ event, samples }) => brokenPromises(app.db, event, samples)),
  )
  return [
    throughput('selling', selling, { unit: 'per minute' }),
    line('joining the waiting list', waiting),
    line('refused: sold out, no waiting list', refused),
    figure('broken promises', 'count', [broken.reduce((sum, one) => sum + one, 0)], {
      failures: broken.reduce((sum, one) => sum + one, 0),
      note: 'places = capacity, counters = registrations, answers = rows, a mail for each, counted by SQL',
    }),
  ]
}

const soldOut: Scenario = {
  description: 'The same rush after the last place: joining the waiting list, and being refused by a whole page.',
  run,
}
export default soldOut
