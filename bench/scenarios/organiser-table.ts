import { system } from '../../src/core/actor.ts'
import { only, rows } from '../../src/core/database.ts'
import { copyEvent } from '../../src/features/desk/actions.ts'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import { growEvent } from '../../tests/factories/growth.ts'
import type { Sample } from '../support/load.ts'
import { answerTime, compare, type Measurement, medianMs, spread } from '../support/measurements.ts'
import { signIn } from '../support/signing-in.ts'

const source = 'clusters-meet-regions-ukazka'

/** An event with its people, and the addresses of what an organiser looks at. */
interface Grown {
  readonly size: number
  readonly looks: Readonly<Record<string, string>>
}

/** The same event three times, with the same form, categories and parts. */
async function createEvents(app: App, sizes: readonly number[], cookie: string): Promise<Grown[]> {
  const from = only(await app.db('events').where({ slug: source }))
  const grown: Grown[] = []
  for (const size of sizes) {
    const slug = `rust-${size}`
    const copy = { from, slug, title: { cs: `Akce o ${size}` }, startsOn: from.startsLocal.slice(0, 10) }
    const outcome = await copyEvent(app.db, system, { ...copy, withSatellites: false })
    if (outcome.kind !== 'copied') throw new Error(outcome.kind)
    await growEvent(app.db, slug, size)
    grown.push({ size, looks: await looksAt(app, outcome.event, cookie) })
  }
  return grown
}

/** References of a category, the option of a question, and a part of the event. */
async function namesOf({ db }: App, eventId: number) {
  const found = await rows<{ category: string; answer: string; part: string }>(
    db,
    `select (select min(reference) from categories where event_id = :eventId) as category,
       (select q.reference || '.' || o.reference from question_options o join questions q on q.id = o.question_id
        where q.event_id = :eventId order by q.position, o.position limit 1) as answer,
       (select min(reference) from parts where event_id = :eventId) as part`,
    { eventId },
  )
  return only(found)
}

async function looksAt(
  app: App,
  { id, slug }: { readonly id: number; readonly slug: string },
  cookie: string,
): Promise<Grown['looks']> {
  const { category, answer, part } = await namesOf(app, id)
  const overview = `/cs/organiser/events/${slug}`
  const table = `${overview}/registrations`
  const backwards = await (
    await fetch(`${app.url}${table}?sort=name&direction=descending`, { headers: { cookie } })
  ).text()
  const references = [...backwards.matchAll(/registrations\/([0-9A-Z]{6,16})"/g)].map(([, reference]) => reference)
  const one = references[40]
  if (one === undefined) throw new Error('the table shows nobody')
  return {
    'first page': table,
    'by name': `${table}?sort=name`,
    'by name, last page': `${table}?sort=name&after=${one}`,
    'by organisation': `${table}?sort=organisation`,
    'by state': `${table}?sort=status`,
    'who waits, in their order': `${table}?status=waiting&sort=status`,
    'one category, by name': `${table}?category=${category}&sort=name`,
    'a tag, by organisation': `${table}?tag=VIP&sort=organisation`,
    'an answer': `${table}?answer=${answer}`,
    'who takes part in a part': `${table}?part=${part}`,
    'a piece of a name, frequent': `${table}?q=novak`,
    'a piece of a name and of an organisation': `${table}?q=novak+univerz`,
    'a piece of an address, rare': `${table}?q=load77%40`,
    'the door': `${overview}/checkin`,
    'one registration': `${table}/${one}`,
    overview,
  }
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ demo: true })
  const sizes = bench.quick ? ([100, 300, 1_000] as const) : ([1_000, 10_000, 100_000] as const)
  const cookie = await signIn(app)
  const events = await createEvents(app, sizes, cookie)
  const works = events.flatMap(({ size, looks }) =>
    Object.entries(looks).map(([name, path]) => {
      const targets = [{ path, headers: { cookie }, expect: [200] }]
      const look = () => bench.load({ url: app.url, of: app, connections: 1, requests: bench.quick ? 2 : 8, targets })
      return [`${name}/${size}`, look] as const
    }),
  )
  const samples = await interleave(bench, Object.fromEntries(works))
  const at = (name: string, size: number): readonly Sample[] => samples[`${name}/${size}`] ?? []
  const [small, middle, large] = sizes
  return Object.keys(events[0]?.looks ?? {}).map(name =>
    answerTime(`${name}, of ${large.toLocaleString('en')}`, at(name, large), {
      comparisons: [
        compare(`of ${small.toLocaleString('en')}`, medianMs(at(name, large)), medianMs(at(name, small)), {
          atMost: 1.5,
        }),
      ],
      note: `${inMs(at(name, small))} of ${small.toLocaleString('en')}, ${inMs(at(name, middle))} of ${middle.toLocaleString('en')}`,
    }),
  )
}

function inMs(samples: readonly Sample[]): string {
  return `${spread(medianMs(samples)).median.toFixed(1)} ms`
}

const organiserTable: Scenario = {
  description:
    'The table of registrations, its search, filters and orders, and the overview: what one organiser waits for at an event of 100,000 and at one of 1,000 (where the table and the overview also look for pairs that are perhaps one person, which they leave to a page of its own above 5,000).',
  run,
}
export default organiserTable
