import { createLargeProgramme, firstDay, largeProgrammes } from '../../tests/factories/programme.ts'
import { createCategory } from '../../tests/factories/registration.ts'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import { followAnswers, touch } from '../support/answers-kept.ts'
import type { App } from '../support/app.ts'
import type { Load, Sample } from '../support/load.ts'
import { compare, figure, type Measurement, perSecond, throughput } from '../support/measurements.ts'
import { hostOf } from '../support/rush.ts'

const connections = 32
const { slug, sessions } = largeProgrammes.twoDays
const paths = {
  event: `/cs/events/${slug}`,
  day: `/cs/events/${slug}/agenda?day=${firstDay}`,
  form: `/cs/events/${slug}/registration`,
} as const

/** One who has been here before: a cookie means that nothing is answered from memory. */
const known = { cookie: 'seen=1' } as const

function read(bench: Bench, app: Pick<App, 'url' | 'processes'>, path: string, how: Partial<Load> = {}) {
  const targets = [{ path, expect: [200] }]
  return bench.load({ url: app.url, of: app, connections, seconds: bench.seconds, targets, ...how })
}

/** Milliseconds of the first draw after a change, one reader, again and again. */
async function firstDraws(bench: Bench, app: App, path: string): Promise<Sample[]> {
  const draws: Sample[] = []
  for (let draw = 0; draw < (bench.quick ? 3 : 12); draw++) {
    await touch(app.db, 'content')
    draws.push(await read(bench, app, path, { connections: 1, requests: 1 }))
  }
  // The first ones warm up the code.
  return draws.slice(bench.quick ? 1 : 2)
}

/** The form while others take places: fifty commits a second, as a rush in batches makes. */
async function whilePlacesGo(bench: Bench, app: App): Promise<Sample> {
  let last: Promise<void> = Promise.resolve()
  const timer = setInterval(() => void (last = last.then(() => touch(app.db, 'places'))), 20)
  try {
    return await read(bench, app, paths.form)
  } finally {
    clearInterval(timer)
    await last
  }
}

async function prepare(bench: Bench): Promise<App> {
  const app = await bench.startApp()
  const host = await hostOf(app.db)
  const event = await createLargeProgramme(app.db, host.id, largeProgrammes.twoDays)
  await createCategory(app.db, event, { capacity: 500 })
  await app.db.raw('analyze')
  return app
}

/** The style sheet that the page names. */
async function styleSheet(app: App): Promise<string> {
  const page = await (await fetch(app.url + paths.event)).text()
  const path = /<link rel="stylesheet" href="([^"]+)"/.exec(page)?.[1]
  if (path === undefined) throw new Error('the page has no style sheet')
  return new URL(path, app.url).pathname
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await prepare(bench)
  const baseline = await bench.startBaseline()
  const style = await styleSheet(app)
  const first = { event: await firstDraws(bench, app, paths.event), day: await firstDraws(bench, app, paths.day) }
  const answers = followAnswers(baseline, app)
  const sendBytes = (path: string) => async () => {
    await answers.follow(path)
    return read(bench, baseline, path)
  }
  const samples = await interleave(bench, {
    event: () => read(bench, app, paths.event),
    eventBytes: sendBytes(paths.event),
    day: () => read(bench, app, paths.day),
    dayBytes: sendBytes(paths.day),
    knownEvent: () =>
      read(bench, app, paths.event, { targets: [{ path: paths.event, headers: known, expect: [200] }] }),
    form: () => whilePlacesGo(bench, app),
    style: () => read(bench, app, style),
    styleBytes: sendBytes(style),
  })
  const changed = await answers.changed()
  const against = (ours: readonly Sample[], theirs: readonly Sample[], atLeast?: number) => ({
    comparisons: [
      compare(
        'Express, same bytes',
        perSecond(ours),
        perSecond(theirs),
        atLeast === undefined ? undefined : { atLeast },
      ),
    ],
  })
  const drawn = (name: string, draws: readonly Sample[]) =>
    figure(
      name,
      'ms',
      draws.map(({ p50 }) => p50),
      { failures: draws.reduce((sum, { failures }) => sum + failures, 0) },
    )
  return [
    throughput('Express, bytes of the event page', samples.eventBytes, changed),
    throughput('event page', samples.event, against(samples.event, samples.eventBytes, 0.6)),
    throughput('Express, bytes of the day', samples.dayBytes),
    throughput(`agenda, a day of ${sessions} sessions`, samples.day, against(samples.day, samples.dayBytes, 0.6)),
    drawn('event page, first draw after a change', first.event),
    drawn('agenda day, first draw after a change', first.day),
    throughput('event page, drawn each time (a reader with a cookie)', samples.knownEvent),
    throughput('registration form, 50 commits of places a second', samples.form),
    throughput('style sheet', samples.style, against(samples.style, samples.styleBytes)),
  ]
}

const pages: Scenario = {
  description: `Anonymous readers of a conference of ${sessions} sessions: its page and a day of its agenda, kept and drawn anew.`,
  run,
}
export default pages
