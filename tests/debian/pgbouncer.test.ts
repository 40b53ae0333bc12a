import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { withDatabase } from '../../bin/support/scratch-server.ts'
import { inTransaction, rows, sessionSettings } from '../../src/core/database.ts'
import { createLog } from '../../src/core/log.ts'
import { createNotifications, notify } from '../../src/core/notifications.ts'
import { findDisagreements } from '../../src/features/registration/queries/offers.ts'
import { createOrganisation } from '../factories/accounts.ts'
import { createPublished } from '../factories/events.ts'
import { createCategory, formOf } from '../factories/registration.ts'
import { databaseUrl } from '../support/database-url.ts'
import { testServer } from '../support/server.ts'
import { type Application, eventually, startApplication } from './support/applications.ts'
import { type Pooler, startPgBouncer } from './support/pgbouncer.ts'

const lent = 4
const address = { ...testServer().connection, database: `pooled_${process.pid}` }

describe('two applications behind PgBouncer, whose connections are lent for one transaction', () => {
  let pooler: Pooler
  let applications: Application[]
  beforeAll(async () => {
    await withDatabase(testServer().connection, async db => db.raw('create database ??', [address.database]))
    pooler = await startPgBouncer(address, lent)
    const environment = { DATABASE_URL: pooler.url(address.database), DATABASE_DIRECT_URL: databaseUrl(address) }
    // Both start at once on an empty database.
    applications = await Promise.all([startApplication(environment), startApplication(environment)])
  })
  afterAll(async () => {
    for (const application of applications ?? []) await application.stop()
    await pooler?.stop()
    const connection = testServer().connection
    await withDatabase(connection, async db => db.raw('drop database if exists ?? with (force)', [address.database]))
  })
  const db = () => first().services.db
  const first = () => {
    const [application] = applications
    if (application === undefined) throw new Error('no application')
    return application
  }

  it('have the time limits on every connection that is lent', async () => {
    const names = Object.keys(sessionSettings)
    const asked = await Promise.all(
      applications.flatMap(({ services }) =>
        Array.from({ length: 10 }, async () => {
          // Each holds its connection for a moment, so that all that are lent are asked.
          const sql = `select array(select current_setting(name) from unnest(?::text[]) name) as found, pg_sleep(0.02)`
          return (await rows<{ found: string[] }>(services.db, sql, [names]))[0]?.found
        }),
      ),
    )
    expect(asked).toEqual(asked.map(() => ['3s', '30s', '1min', 'UTC']))
  })

  it('sell a hot event exactly, and every mail of it goes out', async () => {
    const organisation = await createOrganisation(db(), { slug: 'porad', name: 'Pořadatel' })
    const event = await createPublished(db(), { organisation, slug: 'narazovy-test' })
    const category = await createCategory(db(), event, { capacity: 40 })
    await first().runJobs({ pollMs: 200 })
    const answers = await Promise.all(
      Array.from({ length: 160 }, (_, index) =>
        post(applications[index % 2]?.url ?? '', formOf(category, `h${index}`)),
      ),
    )
    expect(answers.filter(answer => answer === 'place')).toHaveLength(40)
    expect(answers.filter(answer => answer === 'waiting')).toHaveLength(120)
    expect(await findDisagreements(db())).toEqual([])
    const sent = () =>
      rows<{ kind: string; sent: number }>(
        db(),
        `select kind, count(sent_at)::int as sent from mails where kind like 'registration%' group by kind order by kind`,
      )
    const all = await eventually(sent, kinds => kinds.reduce((sum, one) => sum + one.sent, 0) >= 160)
    expect(all).toEqual([
      { kind: 'registration-confirmed', sent: 40 },
      { kind: 'registration-waiting', sent: 120 },
    ])
  })

  it('needed no more connections of the server than the pooler lends', async () => {
    const admin = new pg.Client({ connectionString: pooler.url('pgbouncer') })
    await admin.connect()
    const { rows: pools } = await admin.query<Record<string, string>>('show pools')
    await admin.end()
    const pool = pools.find(({ database }) => database === address.database)
    const of = (name: string) => Number(pool?.[name])
    expect(of('sv_active') + of('sv_idle') + of('sv_used') + of('sv_tested') + of('sv_login')).toBeLessThanOrEqual(lent)
    expect(of('cl_active') + of('cl_waiting')).toBeGreaterThan(lent)
  })

  it('hear what the other commits; through the pooler nobody hears anything', async () => {
    const heard: unknown[] = []
    const lost: unknown[] = []
    const [here, there] = applications
    here?.services.notifications.subscribe('shared', notice => heard.push(notice))
    const throughPooler = createNotifications(pooler.url(address.database), createLog('silent'))
    throughPooler.subscribe('shared', notice => lost.push(notice))
    // The first may come before it listens.
    await eventually(async () => {
      if (there) await inTransaction(there.services.db, trx => notify(trx, 'shared', { number: 1 }))
      return heard.length > 0
    })
    expect(heard[0]).toEqual({ number: 1 })
    expect(lost).toEqual([])
    await throughPooler.close()
  })

  it('could not make settings for themselves: what one sets, another client finds on the connection', async () => {
    // The control. One connection only, so that it is the same.
    const narrow = await startPgBouncer(address, 1)
    const open = async () => {
      const client = new pg.Client({ connectionString: narrow.url(address.database) })
      await client.connect()
      return client
    }
    const [one, two] = [await open(), await open()]
    await one.query(`set lock_timeout = '1234ms'`)
    const { rows: found } = await two.query<{ lock_timeout: string }>('show lock_timeout')
    await Promise.all([one.end(), two.end()])
    await narrow.stop()
    expect(found).toEqual([{ lock_timeout: '1234ms' }])
  })

  it('go on by themselves after the pooler was killed', async () => {
    await pooler.kill()
    const status = async () => (await fetch(`${first().url}/cs/events/narazovy-test`)).status
    expect(await status()).toBeGreaterThanOrEqual(500)
    await pooler.again()
    await eventually(status, answer => answer === 200)
  })
})

/** Registers as a browser does; the state of the page that thanks, else the status. */
async function post(url: string, form: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${url}/cs/events/narazovy-test/registration`, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  const path = response.headers.get('location')
  return path === null ? String(response.status) : (new URL(path, url).searchParams.get('state') ?? path)
}
