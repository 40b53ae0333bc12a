import { setTimeout as sleep } from 'node:timers/promises'
import { createLargeProgramme, firstDay, largeProgrammes } from '../../tests/factories/programme.ts'
import { createCategory } from '../../tests/factories/registration.ts'
import type { Bench, Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import type { Target } from '../support/load.ts'
import { figure, type Measurement, spread } from '../support/measurements.ts'
import { hostOf, registering } from '../support/rush.ts'
import { signIn } from '../support/signing-in.ts'

/** Requests a second of the mixed load: what a busy day has, and far from what the application can. */
const rate = 60

async function starts(bench: Bench): Promise<{ app: App; measurements: Measurement[] }> {
  const cold: number[] = []
  const warm: number[] = []
  let app = await bench.startApp({ demo: true, withJobs: true })
  cold.push(app.startMs)
  for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
    const { dataDir } = app
    await app.stop({ keepData: true })
    app = await bench.startApp({ dataDir, demo: true, withJobs: true })
    warm.push(app.startMs)
  }
  const inSeconds = (values: readonly number[]) => values.map(value => value / 1_000)
  const note = 'an empty folder: PostgreSQL is set up, migrated and filled with the demonstration events'
  return {
    app,
    measurements: [
      figure('cold start', 's', inSeconds(cold), { note }),
      figure('warm start, the same folder', 's', inSeconds(warm)),
    ],
  }
}

/** What visitors, attendees and an organiser do at the same time. */
async function mixedLoad(app: App): Promise<Target[]> {
  const { twoDays } = largeProgrammes
  const event = await createLargeProgramme(app.db, (await hostOf(app.db)).id, twoDays)
  const category = await createCategory(app.db, event, { capacity: 10_000_000 })
  const page = `/cs/events/${event.slug}`
  const headers = { cookie: await signIn(app) }
  const mine = '/cs/organiser/events/clusters-meet-regions-ukazka'
  const read = (path: string): Target => ({ path, expect: [200] })
  const organise = (path: string): Target => ({ path, headers, expect: [200] })
  return [
    read('/cs/'),
    read(page),
    read(`${page}/agenda?day=${firstDay}`),
    read(`${page}/registration`),
    registering(`${page}/registration`, category.reference),
    read(`/calendar/events/${event.slug}.ics`),
    read(`${page}/agenda?q=spolupraci`),
    organise(mine),
    organise(`${mine}/registrations`),
    organise(`${mine}/registrations?q=novak`),
    read(`${page}/speakers`),
    registering(`${page}/registration`, category.reference),
  ]
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const { app, measurements } = await starts(bench)
  await sleep(bench.quick ? 200 : 5_000)
  const idle = app.memory() ?? 0
  const targets = await mixedLoad(app)
  const total = bench.minutes * 60
  const slice = Math.max(1, Math.min(10, total / 12))
  const memory: number[] = []
  let requests = 0
  let failures = 0
  for (let spent = 0; spent < total; spent += slice) {
    const sample = await bench.load({ url: app.url, of: app, connections: 16, rate, seconds: slice, targets })
    requests += sample.requests
    failures += sample.failures
    memory.push(app.memory() ?? 0)
  }
  const quarter = Math.max(1, Math.floor(memory.length / 4))
  const [second, last] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)]
  const growth = spread(last).median / spread(second.length > 0 ? second : last).median
  const ratio = { median: growth, least: growth, most: growth }
  const load = `${rate} requests a second for ${bench.minutes.toLocaleString('en', { maximumFractionDigits: 1 })} minutes, ${requests.toLocaleString('en')} in all`
  return [
    ...measurements,
    figure('memory, idle', 'MB', [idle], { note: 'resident, web server and jobs in one process, without PostgreSQL' }),
    figure('memory in the second quarter of a mixed load', 'MB', second.length > 0 ? second : last, { note: load }),
    figure('memory in its last quarter', 'MB', last, {
      failures,
      comparisons: [{ name: 'second quarter', ratio, aim: { atMost: 1.1 } }],
      note: 'pages, agenda, searches, feeds, registrations with their mails, the organiser’s table; no growth is the aim',
    }),
  ]
}

const startAndMemory: Scenario = {
  description:
    'How long a start takes, what memory the application holds idle, and whether a mixed load makes it grow (minutes; an hour with --hour).',
  run,
}
export default startAndMemory
