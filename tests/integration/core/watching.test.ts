import http from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { startFaultProxy } from '../../../faults/support/proxy.ts'
import { createApp } from '../../../src/app.ts'
import { connect, inTransaction, rows } from '../../../src/core/database.ts'
import { defineJob, handle, type Nothing } from '../../../src/core/jobs.ts'
import { runJobsOnce } from '../../../src/core/jobs/worker.ts'
import { createLog, type Log } from '../../../src/core/log.ts'
import type { Probe } from '../../../src/core/probe.ts'
import { watchStatements } from '../../../src/core/statements.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { queueMail } from '../../../src/features/mail/actions.ts'
import type { MailRow } from '../../../src/features/mail/types.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { useWorld } from '../../support/world.ts'

const token = 'kV3vX0p9mQeT7yZ1cB5nL8wRfJ2hUdSa'
const world = useWorld({ METRICS_TOKEN: token })

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The application once more, with some of its services changed. */
async function another(changed: Partial<Services> = {}): Promise<string> {
  const server = http.createServer(createApp({ ...world.services, ...changed })).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  ends.push(() => new Promise(resolve => server.close(resolve)))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

/** The application with a bad way to its database. */
async function behindProxy() {
  const { host, port } = world.connection
  const proxy = await startFaultProxy(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { port })
  const connection = { ...world.connection, host: '127.0.0.1', port: proxy.port }
  const services = createServices(world.services.config, connection, createLog('silent'))
  ends.push(() => proxy.close())
  ends.push(() => closeServices(services))
  return { proxy, url: await another(services) }
}

async function ready(url: string): Promise<{ code: number; status: string; because?: unknown }> {
  const answer = await fetch(`${url}/health/ready`)
  return { code: answer.status, ...((await answer.json()) as { status: string }) }
}

/** A mail in the outbox. */
async function aMail({ isBulk = false, ...more }: Partial<MailRow> = {}): Promise<void> {
  const idempotencyKey = `watched ${isBulk}`
  const mail = {
    kind: 'test',
    idempotencyKey,
    to: { name: '', address: 'a@example.org' },
    locale: 'cs',
    isBulk,
  } as const
  await inTransaction(world.db, trx => queueMail(trx, mail))
  // Queueing wakes the lanes; here nobody is to come.
  await world.db.raw('delete from graphile_worker._private_jobs')
  await world
    .db('mails')
    .where({ idempotencyKey })
    .update({ nextTryAt: now(), ...more })
}

const isReady = { code: 200, status: expect.stringMatching(/^(?:ready|degraded)$/) }

async function untilReady(url: string): Promise<void> {
  while ((await ready(url)).code !== 200) await new Promise(resolve => setTimeout(resolve, 100))
}

describe('/health/ready sends nobody here', () => {
  it('while the process stops, though it lives', async () => {
    const url = await another({ draining: true })
    expect(await ready(url)).toEqual({ code: 503, status: 'unavailable', because: 'draining' })
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  })

  it('while nothing comes from the database, and again when it does', async () => {
    const { proxy, url } = await behindProxy()
    expect(await ready(url)).toMatchObject(isReady)
    proxy.blackhole()
    // What is known is a second old at most.
    await new Promise(resolve => setTimeout(resolve, 1_100))
    expect(await ready(url)).toEqual({ code: 503, status: 'unavailable', because: 'database' })
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    expect(await metrics(url)).toContain('\npozvanka_database_up 0\n')
    await proxy.heal()
    await untilReady(url)
  }, 30_000)

  it('while the database refuses connections, and again when it does not', async () => {
    const { proxy, url } = await behindProxy()
    await proxy.refuse()
    expect(await ready(url)).toEqual({ code: 503, status: 'unavailable', because: 'database' })
    await proxy.heal()
    await untilReady(url)
    // A connection that stands is cut: the next question makes another.
    proxy.halfClose()
    await untilReady(url)
  }, 30_000)

  it('while the database is older than the application, but not when it is newer', async () => {
    const [last] = await world.db('knex_migrations').orderBy('id', 'desc').limit(1)
    await world.db('knex_migrations').where({ id: last.id }).update({ name: '29991231235959_of_a_later_version' })
    expect(await ready(await another())).toEqual({ code: 503, status: 'unavailable', because: 'migrations' })
    await world.db('knex_migrations').insert({ name: last.name, batch: last.batch })
    expect(await ready(await another())).toMatchObject(isReady)
    await world.db('knex_migrations').where({ name: last.name }).delete()
    await world.db('knex_migrations').where({ id: last.id }).update({ name: last.name })
  })
})

describe('/health/ready says that somebody should look', () => {
  const troubles = async (changed?: Partial<Services>) => {
    const { code, because } = await ready(await another(changed))
    // How full the disk is that the tests run on is not their matter.
    return { code, because: Array.isArray(because) ? because.filter(one => one !== 'disk') : [] }
  }
  const change = (sql: string) => world.db.raw(`update graphile_worker._private_jobs set ${sql}`)
  const job = () => world.db.raw(`select graphile_worker.add_job('test.waits', max_attempts => 2)`)
  afterEach(() => world.db.raw('delete from graphile_worker._private_jobs'))

  it('not when all is well', async () => {
    await aMail()
    await job()
    expect(await troubles()).toEqual({ code: 200, because: [] })
  })

  it('when a job waits too long, and when one was given up', async () => {
    await job()
    await change(`run_at = now() - interval '6 minutes'`)
    expect(await troubles()).toEqual({ code: 200, because: ['queue'] })
    await change('attempts = max_attempts')
    expect(await troubles()).toEqual({ code: 200, because: ['given-up-jobs'] })
  })

  it('when a mail somebody waits for does not go, but not when one to many does not', async () => {
    const long = { nextTryAt: addMinutes(now(), -6) }
    await aMail({ ...long, isBulk: true })
    expect(await troubles()).toEqual({ code: 200, because: [] })
    await aMail(long)
    expect(await troubles()).toEqual({ code: 200, because: ['mail'] })
  })

  it('when a mail is tried again and again', async () => {
    await aMail({ attempts: 4, tryingSince: addMinutes(now(), -31), nextTryAt: addMinutes(now(), 5) })
    expect(await troubles()).toEqual({ code: 200, because: ['mail'] })
  })

  it('when the database has no connections left, or hardly any', async () => {
    const close = async () => undefined
    const full = Object.assign(new Error('sorry, too many clients already'), { code: '53300' })
    expect(await troubles({ probe: { ask: () => Promise.reject(full), close } })).toMatchObject({
      because: ['connections'],
    })
    const nearly: Probe = {
      ask: async <Row extends object>() => [{ missing: 0, used: 91, most: 100 }] as unknown as Row[],
      close,
    }
    expect(await troubles({ probe: nearly })).toEqual({ code: 200, because: ['connections'] })
  })

  it('when the self-check found what must never be', async () => {
    const checked = (violations: number) =>
      world.db.raw(
        `insert into self_checks (started_at, finished_at, violations, found) values (now(), clock_timestamp(), ?, '[]')`,
        [violations],
      )
    await checked(2)
    expect(await troubles()).toEqual({ code: 200, because: ['self-check'] })
    await checked(0)
    expect(await troubles()).toEqual({ code: 200, because: [] })
  })

  it('when what is watched cannot be read, and answers all the same', async () => {
    const trx = await world.db.transaction()
    await trx.raw('lock table mails in access exclusive mode')
    expect(await troubles()).toEqual({ code: 200, because: ['details'] })
    await trx.rollback()
  }, 15_000)
})

async function metrics(url = world.url, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { headers })
  return answer.status === 200 ? answer.text() : String(answer.status)
}

/** A request with a Host header that fetch would not send. */
function askAs(host: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${world.url}/metrics`, { headers: { host, ...headers } }, answer => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.on('error', reject)
  })
}

describe('/metrics', () => {
  it('is for this machine, and for whoever has the token', async () => {
    expect(await metrics()).toContain('pozvanka_')
    for (const name of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP'])
      expect(await metrics(world.url, { [name]: '127.0.0.1' })).toBe('404')
    expect(await askAs('akce.example.org')).toBe(404)
    expect(await askAs('akce.example.org', { 'X-Forwarded-For': '192.0.2.1', Authorization: `Bearer ${token}` })).toBe(
      200,
    )
    for (const wrong of ['Bearer x', `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`])
      expect(await metrics(world.url, { Authorization: wrong })).toBe('404')
  })

  it('is what Prometheus reads: every number described once, none twice', async () => {
    const lines = (await metrics()).trim().split('\n')
    const described = lines.filter(line => line.startsWith('# TYPE ')).map(line => line.split(' ')[2])
    expect(new Set(described).size).toBe(described.length)
    const series = lines
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => line.slice(0, line.lastIndexOf(' ')))
    expect(new Set(series).size).toBe(series.length)
    expect(series.filter(one => !/^[a-z_]+(?:\{(?:[a-z_]+="[^"]*",?)+\})?$/i.test(one))).toEqual([])
    expect(described).toEqual(expect.arrayContaining(told))
  })

  it('counts requests by the pattern of their route, never by what people typed', async () => {
    const agent = world.agent()
    await agent.get('/cs/events/no-such-event')
    await agent.get('/cs/r/ABCDEFGH23456789secret')
    for (const path of ['/one', '/two', '/cs/three']) await agent.get(path)
    const text = await metrics()
    expect(text).toContain('{method="GET",route="/{lang}/events/:event",status="404"} 1\n')
    expect(text).toMatch(/pozvanka_http_requests_total\{method="GET",route="none",status="404"\} [3-9]/)
    expect(text).not.toMatch(/ABCDEFGH|no-such-event|three/)
  })

  it('shows the queue, the outbox and the pools', async () => {
    await aMail({ isBulk: true })
    await world.db.raw(`select graphile_worker.add_job('test.waits')`)
    const text = await metrics(await another())
    await world.db.raw('delete from graphile_worker._private_jobs')
    expect(text).toContain('pozvanka_queue_jobs{job="test.waits",state="waiting"} 1\n')
    expect(text).toContain('pozvanka_outbox_mails{lane="bulk",state="queued"} 1\n')
    expect(text).toMatch(/pozvanka_pool_connections\{pool="booking",state="(?:used|free)"\} \d/)
    expect(text).toContain('pozvanka_database_up 1\n')
    expect(text).toContain('pozvanka_silent_processes 0\n')
  })
})

const told = [
  'pozvanka_http_requests_total',
  'pozvanka_http_request_seconds',
  'pozvanka_http_requests_running',
  'pozvanka_statement_seconds',
  'pozvanka_pool_connections',
  'pozvanka_pool_waiting',
  'pozvanka_outbox_mails',
  'pozvanka_outbox_oldest_seconds',
  'pozvanka_database_connections',
  'pozvanka_clock_offset_seconds',
  'pozvanka_processes',
]

describe('the log', () => {
  function keepingLines(): { log: Log; lines: () => Record<string, unknown>[] } {
    const written: string[] = []
    const log = createLog('info', { write: (line: string) => void written.push(line) })
    return { log, lines: () => written.map(line => JSON.parse(line) as Record<string, unknown>) }
  }

  it('gives every line of a request its name, which the visitor sees, too', async () => {
    const { log, lines } = keepingLines()
    const db = watchStatements(connect(world.connection), 'test', log)
    await db.destroy()
    const url = await another({ log, db })
    const answer = await fetch(`${url}/cs/events/broken`)
    expect(answer.status).toBe(500)
    const requestId = answer.headers.get('x-request-id')
    expect(await answer.text()).toContain(requestId)
    while (lines().length < 2) await new Promise(resolve => setTimeout(resolve, 10))
    expect(lines().map(({ msg }) => msg)).toEqual(['request failed', 'request'])
    expect(lines().map(line => line['requestId'])).toEqual([requestId, requestId])
  })

  it('names the job', async () => {
    const { log, lines } = keepingLines()
    const speaks = defineJob<Nothing>('test.speaks')
    await world.db.raw(`select graphile_worker.add_job('test.speaks')`)
    await runJobsOnce({ ...world.services, log }, [
      handle(speaks, async (_, { services }) => services.log.info('hello')),
    ])
    expect(lines().filter(({ msg }) => msg === 'hello')).toEqual([
      expect.objectContaining({ job: 'test.speaks', jobId: expect.anything() }),
    ])
  })

  it('tells of a slow statement without what it was asked with', async () => {
    const { log, lines } = keepingLines()
    const db = watchStatements(connect(world.connection), 'test', log)
    ends.push(() => db.destroy())
    await rows(db, `select pg_sleep(1.05), ?::text as name`, ['Jana Nováková'])
    await rows(db, `select ?::text as name`, ['Jana Nováková'])
    expect(lines()).toEqual([
      expect.objectContaining({
        msg: 'slow statement',
        pool: 'test',
        statement: expect.stringMatching(/^select pg_sleep/),
      }),
    ])
    expect(JSON.stringify(lines())).not.toContain('Nováková')
  })
})
