import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { loadConfig } from '../../../src/config.ts'
import { firstRow, inTransaction, rows } from '../../../src/core/database.ts'
import {
  atStart,
  defineJob,
  enqueue,
  enqueueAll,
  every,
  handle,
  type JobHandler,
  type Nothing,
} from '../../../src/core/jobs.ts'
import { type JobsOptions, type RunningJobs, runJobsOnce, startJobs } from '../../../src/core/jobs/worker.ts'
import { createLog } from '../../../src/core/log.ts'
import { migrate } from '../../../src/core/migrations.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { createTestDatabase, dropTestDatabase, emptyTables } from '../../support/database.ts'
import { withDatabase } from '../../../bin/support/scratch-server.ts'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { killChildren, startChild } from './children.ts'

const greeted = defineJob<{ name: string }>('test.greeted')
const stuck = defineJob<Nothing>('test.stuck')

let address: Address
let services: Services
const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-jobs-'))
const running: RunningJobs[] = []

beforeAll(async () => {
  address = await createTestDatabase()
  services = createServices(loadConfig({ DATA_DIR: dataDir }), address, createLog('silent'))
})
afterEach(async () => {
  killChildren()
  await Promise.all(running.splice(0).map(jobs => jobs.stop()))
  await emptyTables(services.db)
})
afterAll(async () => {
  await closeServices(services)
  await dropTestDatabase(address)
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(handlers: readonly JobHandler[], options: JobsOptions = {}): Promise<RunningJobs> {
  const jobs = await startJobs(services, handlers, { pollMs: 50, ...options })
  running.push(jobs)
  return jobs
}

async function until(fact: () => Promise<boolean> | boolean, milliseconds = 8_000): Promise<void> {
  for (const end = performance.now() + milliseconds; !(await fact()); ) {
    if (performance.now() > end) throw new Error('it never happened')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

const waiting = () =>
  rows<{ taskIdentifier: string; attempts: number; lastError: string | null; lockedBy: string | null }>(
    services.db,
    'select task_identifier, attempts, last_error, locked_by from graphile_worker.jobs order by id',
  )

function collect(): { names: string[]; handler: JobHandler } {
  const names: string[] = []
  const handler = handle(greeted, async ({ name }, { attempt }) => void names.push(`${name} ${attempt}`))
  return { names, handler }
}

describe('the queue', () => {
  it('keeps a job of a committed transaction and none of one that was rolled back', async () => {
    await inTransaction(services.db, trx => enqueue(trx, greeted, { name: 'committed' }))
    const undone = inTransaction(services.db, async trx => {
      await enqueue(trx, greeted, { name: 'undone' })
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    const { names, handler } = collect()
    await runJobsOnce(services, [handler])
    expect(names).toEqual(['committed 1'])
    expect(await waiting()).toEqual([])
  })

  it('runs a job for every feature that subscribed, and tries all again when one failed', async () => {
    await inTransaction(services.db, trx => enqueue(trx, greeted, { name: 'twice' }))
    const { names, handler } = collect()
    let broken = true
    const other = handle(greeted, async () => {
      if (broken) throw new Error('the printer is on fire')
    })
    await expect(runJobsOnce(services, [handler, other])).rejects.toThrow('the printer is on fire')
    expect(await waiting()).toMatchObject([{ attempts: 1, lastError: 'the printer is on fire', lockedBy: null }])
    broken = false
    await services.db.raw('update graphile_worker._private_jobs set run_at = now()')
    await runJobsOnce(services, [handler, other])
    expect(names).toEqual(['twice 1', 'twice 2'])
    expect(await waiting()).toEqual([])
  })

  it('runs what belongs to the start of a process at every start', async () => {
    let starts = 0
    const handlers = [handle(stuck, async () => void (starts += 1)), atStart(stuck), every(1440, stuck)]
    await start(handlers)
    await until(() => starts === 1)
    await start(handlers)
    await until(() => starts === 2)
    expect(await waiting()).toEqual([])
  })

  it('replaces a waiting job of the same key and waits for its time', async () => {
    await inTransaction(services.db, async trx => {
      await enqueue(trx, greeted, { name: 'first' }, { key: 'one' })
      await enqueue(trx, greeted, { name: 'second' }, { key: 'one' })
      const found = await firstRow<{ later: Date }>(trx, `select now() + interval '1 hour' as later`)
      if (found) await enqueue(trx, greeted, { name: 'later' }, { runAt: found.later })
    })
    const { names, handler } = collect()
    await runJobsOnce(services, [handler])
    expect(names).toEqual(['second 1'])
    expect(await waiting()).toHaveLength(1)
  })

  it('takes many in one statement, in order', async () => {
    await inTransaction(services.db, async trx => {
      await enqueueAll(trx, greeted, [])
      await enqueueAll(trx, greeted, [{ name: 'a' }, { name: 'b' }, { name: 'c\'"?' }])
    })
    const { names, handler } = collect()
    await runJobsOnce(services, [handler])
    expect(names).toEqual(['a 1', 'b 1', `c'"? 1`])
  })
})

describe('a worker', () => {
  it('takes a job at once, and finishes it before it stops', async () => {
    let finished = false
    let begun = false
    const slow = handle(greeted, async () => {
      begun = true
      await new Promise(resolve => setTimeout(resolve, 300))
      finished = true
    })
    const jobs = await start([slow])
    await inTransaction(services.db, trx => enqueue(trx, greeted, { name: 'slow' }))
    await until(() => begun, 1_000)
    await jobs.stop()
    running.length = 0
    expect(finished).toBe(true)
    expect(await waiting()).toEqual([])
    expect(await services.db('workerHeartbeats').count()).toEqual([{ count: 0 }])
  })

  it('leaves a job that does not end to others when it stops', async () => {
    let begun = false
    const jobs = await start([
      handle(stuck, () => {
        begun = true
        return new Promise(() => undefined)
      }),
    ])
    await inTransaction(services.db, trx => enqueue(trx, stuck, {}))
    await until(() => begun)
    running.length = 0
    await jobs.stop(100)
    expect(await waiting()).toMatchObject([{ lockedBy: null, attempts: 1 }])
  })

  it('gets the job of a worker that was killed, but not that of one that lives', async () => {
    await inTransaction(services.db, trx => enqueue(trx, stuck, {}))
    const child = startChild('tests/integration/core/hold-job.ts', [JSON.stringify(address), dataDir])
    await child.says(/took the job/)
    const attempts: number[] = []
    await start([handle(stuck, async (_, { attempt }) => void attempts.push(attempt))], {
      heartbeatMs: 100,
      deadAfterMs: 1_500,
    })
    await child.end('SIGKILL')
    expect(attempts).toEqual([])
    await until(() => attempts.length > 0, 20_000)
    expect(attempts).toEqual([2])
  }, 30_000)

  it('knows the jobs that come by the clock', async () => {
    expect(() => every(7, stuck)).toThrow('test.stuck: 7 minutes do not divide a day')
    await start([every(60, stuck), handle(stuck, async () => undefined)])
    const known = () => rows(services.db, 'select identifier from graphile_worker._private_known_crontabs')
    // The worker writes them down beside its start, not before it.
    await until(async () => (await known()).length > 0)
    expect(await known()).toEqual([{ identifier: 'test.stuck' }])
  })
})

describe('migrations', () => {
  it('are applied once by processes that start together, and again after one was killed with the lock in its hand', async () => {
    const database = `migrated_${process.pid}`
    const empty = { ...address, database }
    await withDatabase(address, db => db.raw('create database ??', [database]))
    try {
      const applied = await Promise.all([migrate(empty), migrate(empty)])
      const names = applied.flat()
      expect(names.length).toBeGreaterThan(0)
      expect(new Set(names).size).toBe(names.length)
      expect(names.filter(name => /\.(ts|js)$/.test(name))).toEqual([])
      await withDatabase(empty, db => db.raw('update knex_migrations_lock set is_locked = 1'))
      expect(await migrate(empty)).toEqual([])
    } finally {
      await dropTestDatabase(empty)
    }
  })
})
