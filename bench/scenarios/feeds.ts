import { createTokens } from '../../src/core/tokens.ts'
import { starSessions } from '../../src/features/plans/actions.ts'
import { createLargeProgramme, largeProgrammes } from '../../tests/factories/programme.ts'
import { createCategory, createRegistration } from '../../tests/factories/registration.ts'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import { fetchAnswer, followAnswers, touch } from '../support/answers-kept.ts'
import type { App } from '../support/app.ts'
import type { Load, Sample } from '../support/load.ts'
import { compare, figure, type Measurement, perSecond, throughput } from '../support/measurements.ts'
import { hostOf } from '../support/rush.ts'

const { slug, sessions } = largeProgrammes.fourDays
const feed = `/calendar/events/${slug}.ics`
const starred = 20
const secret = 'Zk3vT9pQ7xLm2RbW8sYd4HnJ6cFgA1uE'

/** The feed of somebody who starred twenty sessions. */
async function createPersonalFeed(app: App): Promise<string> {
  const { id } = await hostOf(app.db)
  const event = await createLargeProgramme(app.db, id, largeProgrammes.fourDays)
  const category = await createCategory(app.db, event)
  const { registration } = await createRegistration(app.db, category, 'jana')
  const some = await app.db('agendaSessions').where({ eventId: event.id }).limit(starred).select('reference')
  await starSessions(
    app.db,
    registration,
    some.map(({ reference }) => reference),
  )
  await app.db.raw('analyze')
  const token = createTokens(secret).issue('calendar', registration.reference, registration.calendarTokenVersion)
  return `/calendar/my/${token}.ics`
}

const countEntries = ({ body }: { readonly body: Buffer }) =>
  body.toString('latin1').split('\r\nBEGIN:VEVENT\r\n').length - 1

function read(bench: Bench, { url, processes }: Pick<App, 'url' | 'processes'>, path: string, how: Partial<Load> = {}) {
  const targets = [{ path, expect: [200] }]
  return bench.load({ url, of: { processes }, connections: 16, seconds: bench.seconds, targets, ...how })
}

/** The first reader after a change waits for the writing. */
async function writings(bench: Bench, app: App): Promise<Sample[]> {
  const written: Sample[] = []
  for (let turn = 0; turn < (bench.quick ? 3 : 12); turn++) {
    await touch(app.db, 'content')
    written.push(await read(bench, app, feed, { connections: 1, requests: 1 }))
  }
  return written.slice(bench.quick ? 1 : 2)
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ environment: { SESSION_SECRET: secret } })
  const personal = await createPersonalFeed(app)
  const baseline = await bench.startBaseline()
  const plain = { 'Accept-Encoding': 'identity' }
  const [whole, own] = [await fetchAnswer(app.url + feed, plain), await fetchAnswer(app.url + personal, plain)]
  const written = await writings(bench, app)
  const answers = followAnswers(baseline, app)
  const sendBytes = (path: string) => async () => {
    await answers.follow(path)
    return read(bench, baseline, path)
  }
  const samples = await interleave(bench, {
    feed: () => read(bench, app, feed),
    feedBytes: sendBytes(feed),
    personal: () => read(bench, app, personal),
    personalBytes: sendBytes(personal),
  })
  const changed = await answers.changed()
  const against = (ours: readonly Sample[], theirs: readonly Sample[]) => ({
    comparisons: [compare('Express, same bytes', perSecond(ours), perSecond(theirs), { atLeast: 0.6 })],
  })
  const entries = { whole: countEntries(whole), own: countEntries(own) }
  const held = await app.db('agendaSessions').whereNull('cancelledAt').select('id')
  const isWhole = entries.whole >= held.length && entries.own >= starred
  return [
    throughput('Express, bytes of the feed', samples.feedBytes, changed),
    throughput(`feed of ${sessions} sessions`, samples.feed, against(samples.feed, samples.feedBytes)),
    throughput('Express, bytes of the personal feed', samples.personalBytes),
    throughput(`personal feed of ${starred}`, samples.personal, against(samples.personal, samples.personalBytes)),
    figure(
      'feed after a change: written anew',
      'VEVENT/s',
      written.map(({ p50 }) => entries.whole / (p50 / 1_000)),
      {
        aim: { atLeast: 2_000 },
        failures: isWhole ? 0 : 1,
        note: `${entries.whole} entries, ${Math.round(whole.body.length / 1_000)} kB; with the reading of the database and the way to the reader; the personal feed has ${entries.own}`,
      },
    ),
  ]
}

const feeds: Scenario = {
  description: `Calendars that subscribers fetch: ${sessions} sessions of a congress, and twenty starred ones of one person.`,
  run,
}
export default feeds
