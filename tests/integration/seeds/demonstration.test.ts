import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { seedDemonstration } from '../../../seeds/demonstration.ts'
import { loadConfig } from '../../../src/config.ts'
import { type Database, rows } from '../../../src/core/database.ts'
import { createLog } from '../../../src/core/log.ts'
import { now } from '../../../src/core/time.ts'
import { isPassword } from '../../../src/core/passwords.ts'
import { findUserByEmail } from '../../../src/features/accounts/queries.ts'
import { listClashes } from '../../../src/features/agenda/queries.ts'
import { findPublicity } from '../../../src/features/directory/queries.ts'
import { phaseOf } from '../../../src/features/events/rules.ts'
import { findDisagreements, listCategories } from '../../../src/features/registration/queries/offers.ts'
import { findViolations } from '../../../src/features/selfcheck/queries/invariants.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { createTestDatabase, dropTestDatabase } from '../../support/database.ts'

// Loaded once and only read: a world would empty it after each test.
let services: Services
let db: Database
let statements = 0
let address: Address

beforeAll(async () => {
  address = await createTestDatabase()
  const config = loadConfig({ NODE_ENV: 'test', DEMO: 'off', JOBS: 'off', LOG_LEVEL: 'silent', DATA_DIR: '/tmp' })
  services = createServices(config, address, createLog(config.logLevel))
  db = services.db
  db.on('query', () => void statements++)
  await seedDemonstration(services)
}, 60_000)

afterAll(async () => {
  await closeServices(services)
  await dropTestDatabase(address)
})

const past = [
  'twinning-technologicky-transfer',
  'clusters-meet-regions-burgas',
  'digitour-burgas',
  'ict-greening-up-burgas',
  'clusters-cord-usti',
  'clusters-cord-it',
  'clusters-cord-de',
  'clusters-cord-pl',
  'clusters-cord-at',
  'clusters-cord-sk',
  'clusters-cord-si',
  'clusters-cord-benchmarking-milano',
]
const open = [
  'technologicky-transfer-ukazka',
  'clusters-meet-regions-ukazka',
  'digitour-burgas-ukazka',
  'ict-greening-up-burgas-ukazka',
]
const projects = [
  'inovacni-prostredi-ii',
  'chemclust',
  'clusters-cord',
  'ecos4in',
  'sie',
  'pure-cosmos',
  'digitour',
  'ict-greening-up',
  'clusters-meet-regions',
]

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

/** An e-mail address, a Czech prefix, or nine digits as a telephone number is written. */
const suspect = /[\w.+-]*@[\w-]+(?:\.[\w-]+)+|\+\d{3}[ \u00A0]?\d{3}|\b\d{3}[ \u00A0]?\d{3}[ \u00A0]?\d{3}\b/g

/** Every column that may hold words. */
async function columnsOfTexts(): Promise<Column[]> {
  return rows<Column>(
    db,
    `select table_name as "table", column_name as "column", coalesce(domain_name, data_type) as type
     from information_schema.columns
     where table_schema = 'public' and table_name not like 'knex%'
       and coalesce(domain_name, data_type) in ('text', 'jsonb', 'localised_text')`,
  )
}

describe('the demonstration', () => {
  it('loads in few statements and has every event, public, each with a released agenda', async () => {
    // Some 6,700; a start waits for them. Time is for the bench (start-and-memory): it also tells what else a machine does.
    expect(statements).toBeLessThan(9_000)
    const events = await db('events').orderBy('id')
    expect(events.map(({ slug }) => slug).sort()).toEqual([...past, ...open].sort())
    expect(
      events
        .filter(event => phaseOf(event) === 'published')
        .map(({ slug }) => slug)
        .sort(),
    ).toEqual(['clusters-meet-regions-burgas', 'digitour-burgas', 'ict-greening-up-burgas', ...open].sort())
    expect(events.filter(event => phaseOf(event) === 'draft')).toEqual([])
    const released = await rows<{ slug: string; number: number }>(
      db,
      `select e.slug, max(r.number) as number from events e join agenda_releases r on r.event_id = e.id group by e.slug`,
    )
    expect(released).toHaveLength(past.length + open.length)
    expect(released.find(({ slug }) => slug === 'clusters-meet-regions-burgas')?.number).toBe(3)
  })

  it('tells the days of the documents', async () => {
    const day = async (slug: string) => {
      const event = await db('events').where({ slug }).first()
      return [event?.startsLocal.slice(0, 10), event?.timeZone, event?.edition]
    }
    expect(await day('twinning-technologicky-transfer')).toEqual(['2022-03-30', 'Europe/Prague', null])
    expect(await day('clusters-meet-regions-burgas')).toEqual(['2023-09-13', 'Europe/Sofia', 9])
    expect(await day('digitour-burgas')).toEqual(['2023-09-13', 'Europe/Sofia', null])
    expect(await day('clusters-cord-benchmarking-milano')).toEqual(['2011-10-24', 'Europe/Rome', 8])
  })

  it('has the projects with their funders, and no EU emblem beside Norway', async () => {
    const found = await db('projects').orderBy('id')
    expect(found.map(({ slug }) => slug).sort()).toEqual(projects.toSorted())
    const chemclust = found.find(({ slug }) => slug === 'chemclust')
    expect([chemclust?.budgetCents, chemclust?.euContributionCents, chemclust?.startsOn, chemclust?.endsOn]).toEqual([
      176_240_000,
      123_195_000,
      '2010-01-01',
      '2012-12-31',
    ])
    const partners = await db('projectPartners').where({ projectId: chemclust?.id ?? 0 })
    expect(partners).toHaveLength(10)
    const emblems = await Promise.all(
      found.map(async ({ id, slug }) => {
        const [strip] = await findPublicity(db, id, 'cs')
        return `${slug} ${strip?.emblem === true}`
      }),
    )
    expect(emblems.sort()).toEqual(projects.map(slug => `${slug} ${slug !== 'ict-greening-up'}`).sort())
  })

  it('says everything in both languages', async () => {
    const found: string[] = []
    for (const { table, column, type } of await columnsOfTexts()) {
      if (type !== 'localised_text') continue
      const halves = await rows<{ text: object }>(
        db,
        `select ?? as text from ?? where ?? <> '{}' and (coalesce(??->>'cs', '') = '') <> (coalesce(??->>'en', '') = '')`,
        [column, table, column, column, column],
      )
      found.push(...halves.map(({ text }) => `${table}.${column}: ${JSON.stringify(text)}`))
    }
    expect(found).toEqual([])
    const [missing] = await rows<{ events: number }>(
      db,
      `select count(*)::int as events from events where summary = '{}' or description = '{}' or kind_of_invitation = '{}'`,
    )
    expect(missing?.events).toBe(0)
  })

  it('would see an address or a telephone number', () => {
    const found = (words: string) => words.match(suspect)
    expect(found('tel: +420 475 286 117')).not.toBeNull()
    expect(found('475 286 117')).not.toBeNull()
    expect(found('mail nekdo@ujep.cz')).toEqual(['nekdo@ujep.cz'])
    expect(found('rozpočet 1 762 400 €, PSČ 400 96, 2022–2023')).toBeNull()
  })

  it('holds no address but those of example.org, and no telephone number', async () => {
    const found: string[] = []
    for (const { table, column } of await columnsOfTexts()) {
      // Attachments are files in base64, in which any digits may follow one another.
      const files = table === 'mails' && column === 'content' ? " - 'attachments'" : ''
      const texts = await rows<{ text: string | null }>(db, `select (??${files})::text as text from ??`, [
        column,
        table,
      ])
      const suspects = texts.flatMap(({ text }) => (text ?? '').match(suspect) ?? [])
      const strangers = suspects.filter(one => !one.endsWith('@example.org'))
      found.push(...strangers.map(one => `${table}.${column}: ${one}`))
    }
    expect(found).toEqual([])
  })

  it('has agendas in which nothing clashes', async () => {
    for (const { id, slug } of await db('events')) {
      expect([slug, await listClashes(db, id)]).toEqual([slug, []])
    }
  })

  it('breaks none of the invariants that the self-check looks for', async () => {
    expect(await findViolations(db)).toEqual([])
  })

  it('has counters that tell what its rows tell', async () => {
    expect(await findDisagreements(db)).toEqual([])
    const places = async (slug: string) => {
      const event = await db('events').where({ slug }).first()
      const categories = await listCategories(db, event?.id ?? 0)
      return categories.map(({ taken, capacity, waiting }) => [taken, capacity, waiting])
    }
    expect(await places('technologicky-transfer-ukazka')).toEqual([[31, 40, 0]])
    expect(await places('clusters-meet-regions-ukazka')).toEqual([
      [19, 60, 0],
      [15, 50, 0],
      [12, 40, 0],
      [12, 12, 4],
      [8, 18, 0],
      [8, 15, 0],
    ])
    const counted = await rows<{ status: string; people: number }>(
      db,
      `select status, count(*)::int as people from registrations r join events e on e.id = r.event_id
       where e.slug = 'clusters-meet-regions-ukazka' group by status order by status`,
    )
    expect(counted).toEqual([
      { status: 'applied', people: 5 },
      { status: 'cancelled', people: 4 },
      { status: 'confirmed', people: 62 },
      { status: 'declined', people: 1 },
      { status: 'offered', people: 1 },
      { status: 'waiting', people: 4 },
    ])
    const people = async (status: 'confirmed' | 'waiting') => (await db('signUps').where({ status })).length
    expect(await people('confirmed')).toBeGreaterThan(100)
    expect(await people('waiting')).toBeGreaterThan(5)
    expect(await db('delegations')).toHaveLength(1)
    const invitations = (await db('invitations').orderBy('id')).map(({ answer }) => answer)
    expect(invitations).toEqual(['yes', 'yes', 'no', null, null, null])
  })

  it('spreads the registrations over the last five weeks', async () => {
    const [span] = await rows<{ days: number; weeks: number; future: number }>(
      db,
      `select count(distinct created_at::date)::int as days, count(distinct date_trunc('week', created_at))::int as weeks,
         count(*) filter (where created_at > :at)::int as future from registrations where created_at > :at::timestamptz - interval '36 days'`,
      { at: now() },
    )
    expect(span?.future).toBe(0)
    expect(span?.days).toBeGreaterThan(20)
    expect(span?.weeks).toBeGreaterThanOrEqual(5)
  })

  it('opens two events on Wednesdays to come', async () => {
    for (const [slug, least, most] of [
      ['technologicky-transfer-ukazka', 57, 64],
      ['clusters-meet-regions-ukazka', 87, 94],
    ] as const) {
      const event = await db('events').where({ slug }).first()
      const ahead = ((event?.startsAt.getTime() ?? 0) - now().getTime()) / 86_400_000
      expect([slug, ahead > least - 1 && ahead < most, event?.isDemonstration]).toEqual([slug, true, true])
      expect(new Date(`${event?.startsLocal ?? ''}Z`).getUTCDay()).toBe(3)
    }
  })

  it('gives its people the roles they are said to have', async () => {
    const roles = await rows<{ email: string; roles: string }>(
      db,
      `select u.email, string_agg(distinct r.role, ', ') as roles from users u
       join organisation_roles r on r.user_id = u.id group by u.email order by u.email`,
    )
    expect(roles).toEqual([
      { email: 'cizi@example.org', roles: 'organiser' },
      { email: 'organizator@example.org', roles: 'owner' },
      { email: 'zapis@example.org', roles: 'door_staff' },
    ])
    const [strange] = await rows<{ events: number }>(
      db,
      `select count(*)::int as events from events e join organisation_roles r using (organisation_id)
       join users u on u.id = r.user_id where u.email = 'cizi@example.org'`,
    )
    expect(strange?.events).toBe(0)
    expect(
      await isPassword((await findUserByEmail(db, 'organizator@example.org'))?.passwordHash, 'pozvanka-demo'),
    ).toBe(true)
  })

  it('leaves no mail waiting: all lie in the demo inbox with the times at which they were caused', async () => {
    const [mails] = await rows<{ all: number; sent: number; late: number; tries: number }>(
      db,
      `select count(*)::int as all, count(sent_at)::int as sent, max(attempts) as tries,
         count(*) filter (where sent_at - created_at > interval '1 hour')::int as late from mails`,
    )
    expect(mails?.all).toBeGreaterThan(120)
    expect(mails).toEqual({ all: mails?.all, sent: mails?.all, late: 0, tries: 1 })
  })

  it('is loaded once', async () => {
    const count = async () =>
      (await Promise.all([db('events'), db('registrations'), db('auditEntries')])).map(found => found.length)
    const before = await count()
    await seedDemonstration(services)
    expect(await count()).toEqual(before)
  })
})
