import { setTimeout as sleep } from 'node:timers/promises'
import { createLargeProgramme, largeProgrammes } from '../../tests/factories/programme.ts'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import { fetchAnswer } from '../support/answers-kept.ts'
import type { App } from '../support/app.ts'
import { compare, type Measurement, perSecond, throughput } from '../support/measurements.ts'
import { hostOf } from '../support/rush.ts'

const { slug } = largeProgrammes.twoDays
const paths = { page: `/cs/events/${slug}`, feed: `/calendar/events/${slug}.ics` } as const

/** Who has it already asks whether it changed. */
async function ask(bench: Bench, app: App, path: string) {
  // A compressed answer may come after the first plain one, and has an ETag of its own.
  await fetchAnswer(app.url + path)
  await sleep(1_500)
  const { etag } = (await fetchAnswer(app.url + path)).headers
  if (etag === undefined) throw new Error(`${path} has no ETag`)
  const targets = [{ path, headers: { 'If-None-Match': etag }, expect: [304] }]
  return () => bench.load({ url: app.url, of: app, connections: 32, seconds: bench.seconds, targets })
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp()
  const { id } = await hostOf(app.db)
  await createLargeProgramme(app.db, id, largeProgrammes.twoDays)
  await app.db.raw('analyze')
  const baseline = await bench.startBaseline()
  const nothing = () =>
    bench.load({
      url: baseline.url,
      of: baseline,
      connections: 32,
      seconds: bench.seconds,
      targets: [{ path: baseline.nothing, expect: [204] }],
    })
  const works = { nothing, page: await ask(bench, app, paths.page), feed: await ask(bench, app, paths.feed) }
  const samples = await interleave(bench, works)
  const against = (ours: readonly number[]) => ({
    comparisons: [compare('Express, 204', ours, perSecond(samples.nothing), { atLeast: 0.6 })],
  })
  return [
    throughput('Express, 204', samples.nothing),
    throughput('event page, 304', samples.page, against(perSecond(samples.page))),
    throughput('event feed, 304', samples.feed, against(perSecond(samples.feed))),
  ]
}

const conditional: Scenario = {
  description: 'Whoever has the page or the feed asks whether it changed (If-None-Match), and it did not.',
  run,
}
export default conditional
