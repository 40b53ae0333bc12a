import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import pg from 'pg'
import supertest from 'supertest'
import { describeSchema } from '../../../bin/schema/catalog.ts'
import { type Address, withDatabase } from '../../../bin/support/scratch-server.ts'
import { createApp, jobHandlers } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { rows } from '../../../src/core/database.ts'
import { runJobsOnce } from '../../../src/core/jobs/worker.ts'
import { createLog } from '../../../src/core/log.ts'
import { migrate } from '../../../src/core/migrations.ts'
import { projectRoot } from '../../../src/core/root.ts'
import { useClock } from '../../../src/core/time.ts'
import { findViolations } from '../../../src/features/selfcheck/queries/invariants.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { formOf, linkOf } from '../../factories/registration.ts'
import { createTestDatabase, dropTestDatabase } from '../../support/database.ts'
import { testServer } from '../../support/server.ts'

const fixture = join(projectRoot, 'tests/fixtures/first-release.sql.gz')
const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-upgrade-'))
/** Tables whose rows must all be there afterwards. */
const kept = ['registrations', 'mails', 'audit_entries', 'consents', 'events', 'agenda_sessions', 'speakers', 'users']
let address: Address
let services: Services
let app: Express
let before: Record<string, number>

// The installation of the first release, brought to the present as a start of this version does it.
beforeAll(async () => {
  // The fixture's registrations were made on this day.
  useClock(() => new Date('2026-11-23T09:00:00Z'))
  const { connection } = testServer()
  address = { ...connection, database: `upgrade_${randomBytes(6).toString('hex')}` }
  await withDatabase(connection, async db => db.raw('create database ??', [address.database]))
  await load(address)
  before = await counts()
  const applied = await migrate(address)
  expect(applied).toContain('20261122160000_registration_in_depth')
  const quiet = { NODE_ENV: 'test', PORT: '0', DEMO: 'off', JOBS: 'off', RATE_LIMITS: 'off', MAIL_RATES: 'off' }
  const config = loadConfig({ ...quiet, LOG_LEVEL: 'silent', DATA_DIR: dataDir })
  services = createServices(config, address, createLog(config.logLevel))
  app = createApp(services)
}, 60_000)
afterAll(async () => {
  useClock(undefined)
  await closeServices(services)
  await dropTestDatabase(address)
  rmSync(dataDir, { recursive: true, force: true })
})

async function load(connection: Address): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(gunzipSync(readFileSync(fixture)).toString('utf8'))
  } finally {
    await client.end()
  }
}

async function counts(): Promise<Record<string, number>> {
  const counted = kept.map(table => `select '${table}' as name, count(*) as rows from public.${table}`)
  const found = await withDatabase(address, db => rows<{ name: string; rows: number }>(db, counted.join(' union all ')))
  return Object.fromEntries(found.map(({ name, rows: count }) => [name, count]))
}

const get = (path: string) => supertest(app).get(path)
const find = async (email: string) => {
  const [registration] = await services.db('registrations').where({ email })
  if (registration === undefined) throw new Error(`${email} is gone`)
  return registration
}

describe('an installation of the first release', () => {
  it('has the schema of a new one', async () => {
    const fresh = await createTestDatabase()
    try {
      const wanted = sorted(await withDatabase(fresh, describeSchema))
      expect(sorted(await withDatabase(address, describeSchema))).toEqual(wanted)
    } finally {
      await dropTestDatabase(fresh)
    }
  })

  it('may meanwhile have been brought further by the release after this one', async () => {
    await rows(
      services.db,
      `insert into knex_migrations (name, batch, migration_time) values ('29990101000000_of_the_next_release', 99, now())`,
    )
    expect(await migrate(address)).toEqual([])
    await rows(services.db, `delete from knex_migrations where name like '2999%'`)
  })

  it('has lost no row, and breaks no invariant', async () => {
    expect(before['registrations']).toBe(136)
    expect(await counts()).toEqual(before)
    expect(await findViolations(services.db)).toEqual([])
  })

  it.each([
    '/cs',
    '/en/events/clusters-meet-regions-burgas',
    '/cs/events/clusters-meet-regions-burgas/agenda',
    '/cs/events/clusters-meet-regions-ukazka/registration',
    '/calendar/events/clusters-meet-regions-burgas.ics',
  ])('shows %s', async path => {
    expect((await get(path)).status).toBe(200)
  })

  it('lets its people in by the links they have, and its organisers by their passwords', async () => {
    const page = await get(linkOf(services, await find('petra@example.org')))
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Upgradová')])
    const browser = supertest.agent(app).set('Sec-Fetch-Site', 'same-origin')
    const account = { email: 'organizator@example.org', password: 'pozvanka-demo' }
    expect((await browser.post('/cs/sign-in').type('form').send(account)).status).toBe(303)
    const table = await browser.get('/cs/organiser/events/clusters-meet-regions-ukazka/registrations?q=upgradova')
    expect([table.status, table.text]).toEqual([200, expect.stringContaining('zuzana Upgradová')])
  })

  it('sends what waited to be sent, takes the next registration, and gives a place that becomes free to who waited', async () => {
    const [waiting] = await services.db('mails').where({ toAddress: 'zuzana@example.org' })
    expect(waiting).toMatchObject({ sentAt: null })
    const [category] = await services.db('categories').where({ id: (await find('petra@example.org')).categoryId })
    if (category === undefined) throw new Error('the category is gone')
    const answer = await supertest(app)
      .post('/cs/events/clusters-meet-regions-ukazka/registration')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send(formOf(category, 'later'))
    expect(answer.status).toBe(303)
    await runJobsOnce(services, jobHandlers(services))
    const open = await services.db('mails').where({ sentAt: null, failedAt: null, droppedAt: null })
    expect(open).toEqual([])
    expect(await findViolations(services.db)).toEqual([])
  })
})

/** Brackets and the order of lines differ with the program that wrote the text down; nothing else may. */
const sorted = (schema: string) => schema.replaceAll(/[()]/g, '').split('\n').toSorted()
