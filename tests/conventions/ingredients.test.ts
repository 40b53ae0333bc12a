import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { rows } from '../../src/core/database.ts'
import { type Ingredient, madeOfWhat } from '../../src/core/http/caching.ts'
import { now, useClock } from '../../src/core/time.ts'
import { type Listening, listening } from '../support/listening.ts'
import { countingQueries } from '../support/queries.ts'
import { useDemonstration } from '../support/world.ts'
import { routesOf } from './route-table.ts'

const world = useDemonstration()
let server: Listening
let marked: readonly Ingredient[] | undefined
/** What every route is taken to have said, to see that the check finds what is missing. */
let pretended: readonly Ingredient[] | undefined

beforeEach(async () => {
  server = await listening((request, response) => {
    response.on('finish', () => (marked = pretended ?? madeOfWhat(response)))
    world.app(request, response)
  })
})
afterEach(async () => {
  pretended = undefined
  await server.close()
})

/** Which kind of content a table is, as its trigger counts it; `uncounted` without one. */
async function kindsOfTables(): Promise<readonly { readonly name: string; readonly kind: Ingredient | 'uncounted' }[]> {
  return rows(
    world.db,
    `select c.relname as name, coalesce(trim(trailing '\\000' from encode(t.tgargs, 'escape')), 'uncounted') as kind
     from pg_class c left join pg_trigger t on c.oid = t.tgrelid and t.tgfoid = 'note_change'::regproc
     where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'content_changes'`,
  )
}

/** What an answer that says nothing is taken to be made of, where it is for everybody. */
const everything: readonly Ingredient[] = ['content', 'places', 'people', 'minute']

/** What a drawing looked at besides what its route says it is made of; undefined where the route says nothing. */
async function unsaid(path: string): Promise<string[] | undefined> {
  // So that nothing is remembered from before.
  await rows(world.db, `insert into content_changes (kind) values ('content'), ('places'), ('people')`)
  const present = now()
  let isClockAsked = false
  useClock(() => {
    isClockAsked = true
    return present
  })
  marked = undefined
  const { booking } = world.services
  const heard = await countingQueries(booking, () => world.queries(() => server.ask(path)))
  const { statements, result: answer } = heard.result
  const isPublic = answer.status === 200 && answer.headers['cache-control']?.includes('public')
  const said: readonly Ingredient[] | undefined = marked ?? (isPublic ? everything : undefined)
  if (said === undefined) return undefined
  const words = new Set([...statements, ...heard.statements].flatMap(sql => sql.match(/[a-z_]+/g) ?? []))
  const isSaid = (kind: string) => said.some(one => one === kind)
  const tables = (await kindsOfTables()).filter(({ name, kind }) => words.has(name) && !isSaid(kind))
  const found = tables.map(({ name, kind }) => `${kind}: ${name}`)
  return isClockAsked && !said.includes('minute') ? [...found, 'minute'] : found
}

/** Addresses of what the demonstration shows to everybody, for the pattern of a route. */
async function addressesOf(pattern: string): Promise<string[]> {
  const path = pattern.replace(/(?<=\/(?:series|organisations)\/):name/, parameter =>
    pattern.includes('/series/') ? ':series' : `:organisation${parameter.slice(5)}`,
  )
  if (path.includes(':token')) {
    const people = await rows<{ reference: string; calendarTokenVersion: number }>(
      world.db,
      'select distinct on (status) reference, calendar_token_version from registrations order by status, id',
    )
    const tokenOf = ({ reference, calendarTokenVersion }: (typeof people)[number]) =>
      world.services.tokens.issue('calendar', reference, calendarTokenVersion)
    return people.map(person => path.replace(':token', tokenOf(person)))
  }
  const examples = await rows<Record<string, string | number | null>>(
    world.db,
    `select e.slug as event, s.reference as session, p.reference as speaker, t.slug as track,
       (select max(number) from agenda_releases r where r.event_id = e.id) as release,
       (select slug from event_series limit 1) as series, (select slug from projects limit 1) as project,
       (select slug from organisations limit 1) as organisation
     from events e
       left join lateral (select reference from agenda_sessions where event_id = e.id and kind = 'talk' limit 1) s on true
       left join lateral (select reference from speakers where event_id = e.id limit 1) p on true
       left join lateral (select slug from tracks where event_id = e.id limit 1) t on true
     where e.published_at is not null order by t.slug is null, p.reference is null, e.id limit 2`,
  )
  const kind = /\/(session|speaker|track)s\/:name/.exec(path)?.[1]
  const filled = examples.map(example =>
    path.replaceAll(/:([a-z]+)/g, (_, name: string) => String(example[name === 'name' ? (kind ?? name) : name] ?? '-')),
  )
  return [...new Set(filled)]
}

/** Every pattern of Czech pages and feeds whose answers say what they are made of. */
const withMarks = [
  '/calendar/events/:event.ics',
  '/calendar/events/:event/overview.ics',
  '/calendar/events/:event/sessions/:name.ics',
  '/calendar/events/:event/speakers/:name.ics',
  '/calendar/events/:event/tracks/:name.ics',
  '/calendar/my/:token.ics',
  '/calendar/organisations/:name.ics',
  '/calendar/series/:name.ics',
  '/cs/',
  '/cs/events.atom',
  '/cs/events/:event',
  '/cs/events/:event/agenda',
  '/cs/events/:event/agenda.pdf',
  '/cs/events/:event/agenda/now',
  '/cs/events/:event/agenda/print',
  '/cs/events/:event/agenda/releases',
  '/cs/events/:event/agenda/releases/:release',
  '/cs/events/:event/changes.atom',
  '/cs/events/:event/embed/agenda',
  '/cs/events/:event/embed/registration',
  '/cs/events/:event/sessions/:session',
  '/cs/events/:event/sessions/:session/feedback',
  '/cs/events/:event/sessions/:session/share.png',
  '/cs/events/:event/share.png',
  '/cs/events/:event/speakers',
  '/cs/events/:event/speakers.pdf',
  '/cs/events/:event/speakers/:speaker',
  '/cs/organisations',
  '/cs/organisations/:organisation',
  '/cs/projects',
  '/cs/projects/:project',
  '/cs/series/:series',
]

describe('what a route says its answer is made of', () => {
  it('names every kind of content that was looked at, and the clock', async () => {
    const open = routesOf(world.app.router).filter(
      ({ methods, guard }) => methods === 'get' && ['anyone', 'onPublicEvent', 'onCalendarToken'].includes(guard ?? ''),
    )
    const patterns = [...new Set(open.map(({ path }) => path))].filter(path => !/^\/(?:en|calendar\/en)\//.test(path))
    const checked = new Set<string>()
    const problems: string[] = []
    for (const pattern of patterns) {
      for (const path of await addressesOf(pattern)) {
        const found = await unsaid(path)
        if (found && marked) checked.add(pattern)
        problems.push(...(found ?? []).map(what => `${path} is also made of ${what}`))
      }
    }
    expect(problems).toEqual([])
    expect([...checked].sort()).toEqual(withMarks)
  }, 60_000)

  it('is found wanting when it says too little', async () => {
    const [event] = await addressesOf('/cs/events/:event')
    const [own] = await addressesOf('/calendar/my/:token.ics')
    pretended = []
    expect(await unsaid('/cs/privacy')).toEqual([])
    expect(await unsaid(String(event))).toEqual(expect.arrayContaining(['content: events', 'places: quotas', 'minute']))
    expect(await unsaid(String(own))).toEqual(expect.arrayContaining(['people: registrations']))
    pretended = ['content', 'places', 'people']
    expect(await unsaid(String(event))).toEqual(['minute'])
  }, 60_000)
})
