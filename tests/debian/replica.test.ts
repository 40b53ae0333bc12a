import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Address } from '../../bin/support/scratch-server.ts'
import { connect, type Database, only, rows } from '../../src/core/database.ts'
import { ensureDatabase } from '../../src/core/embedded-postgres.ts'
import { createFollower } from '../../src/core/follower.ts'
import { createLog } from '../../src/core/log.ts'
import { writeExport } from '../../src/features/roster/actions/export-files.ts'
import { createOrganisation, createUser } from '../factories/accounts.ts'
import { createPublished } from '../factories/events.ts'
import { createCategory, createRegistration } from '../factories/registration.ts'
import { databaseUrl } from '../support/database-url.ts'
import { countingQueries } from '../support/queries.ts'
import { type Application, eventually, startApplication } from './support/applications.ts'
import { type Pair, startPair } from './support/standby.ts'

describe('an application with a server that follows its database', () => {
  let pair: Pair
  let there: Address
  let application: Application
  /** The standby itself, without asking whether it has everything. */
  let behind: Database
  beforeAll(async () => {
    pair = await startPair()
    const here = await ensureDatabase(pair.primary.connection, 'pozvanka')
    there = { ...pair.standby.connection, database: 'pozvanka' }
    application = await startApplication({ DATABASE_URL: databaseUrl(here), DATABASE_REPLICA_URL: databaseUrl(there) })
    behind = connect(there, { max: 2 })
    await db().raw('create table notes (number int primary key)')
  })
  afterAll(async () => {
    await behind?.destroy()
    await application?.stop()
    await pair?.remove()
  })
  const db = () => application.services.db
  const follower = () => application.services.follower
  const isStandby = async (from: Database) =>
    only(await rows<{ standby: boolean }>(from, 'select pg_is_in_recovery() as standby')).standby
  const newest = async (from: Database) =>
    only(await rows<{ number: number }>(from, 'select coalesce(max(number), 0) as number from notes')).number
  const write = (number: number) => rows(db(), 'insert into notes values (?)', [number])
  const isReadFrom = () => follower().read(isStandby)

  it('reads there, and never misses what it has just written', async () => {
    await eventually(isReadFrom)
    for (let number = 1; number <= 40; number += 1) {
      await write(number)
      expect(await follower().read(newest)).toBe(number)
    }
    expect(await isReadFrom()).toBe(true)
  })

  it('writes the file of an export out of what the follower has', async () => {
    const organisation = await createOrganisation(db(), { slug: 'porad', name: 'Pořadatel' })
    const event = await createPublished(db(), { organisation, slug: 'akce' })
    const category = await createCategory(db(), event)
    for (const who of ['jana', 'petr', 'eva']) await createRegistration(db(), category, who)
    const user = await createUser(db(), { email: 'o@example.org', name: 'Olga' })
    const expiresAt = new Date(Date.now() + 3_600_000)
    const query = { address: '', counts: {} }
    const [made] = await db()('exportRuns')
      .insert({
        eventId: event.id,
        reference: 'EXPORT',
        userId: user.id,
        format: 'csv',
        locale: 'cs',
        query,
        total: 3,
        expiresAt,
      })
      .returning('id')
    const pool = follower().db
    if (pool === undefined) throw new Error('no follower')
    const { count } = await countingQueries(pool, () => follower().read(from => writeExport(db(), made?.id ?? 0, from)))
    expect(count).toBeGreaterThan(4)
    const [chunk] = await db()('exportChunks')
    expect(chunk?.content.toString()).toMatch(/^(?=[^]*Nováková eva)(?=[^]*Nováková jana)[^]*Nováková petr/)
  })

  it('reads from the database itself while the follower is behind, and from the follower again when it is not', async () => {
    await behind.raw('select pg_wal_replay_pause()')
    await eventually(
      async () => only(await rows<{ state: string }>(behind, 'select pg_get_wal_replay_pause_state() as state')).state,
      state => state === 'paused',
    )
    await write(100)
    // The control: who does not ask reads the past.
    expect(await newest(behind)).toBe(40)
    expect(await follower().read(newest)).toBe(100)
    expect(await isReadFrom()).toBe(false)
    await behind.raw('select pg_wal_replay_resume()')
    await eventually(isReadFrom)
    expect(await follower().read(newest)).toBe(100)
  })

  it('reads once more, from the database, when the follower ends a reading midway', async () => {
    const places: boolean[] = []
    const found = await follower().read(async from => {
      places.push(await isStandby(from))
      if (places.length === 1) await from.raw('select pg_terminate_backend(pg_backend_pid())')
      return newest(from)
    })
    expect([found, places]).toEqual([100, [true, false]])
    await eventually(isReadFrom)
    await expect(follower().read(async from => from.raw('select 1 / 0'))).rejects.toMatchObject({ code: '22012' })
  })

  it('serves on when the follower is gone', async () => {
    await pair.standby.stop()
    expect(await follower().read(newest)).toBe(100)
    expect((await fetch(`${application.url}/cs/events/akce/agenda.pdf`)).status).toBe(404)
    expect((await fetch(`${application.url}/cs/events/akce`)).status).toBe(200)
    await pair.standbyAgain()
    await eventually(isReadFrom)
  })

  it('reads nothing from a server that follows no more, nor from another one', async () => {
    await behind.raw('select pg_promote(true)')
    await write(200)
    expect(await newest(behind)).toBe(100)
    expect(await follower().read(newest)).toBe(200)
    const stranger = createFollower(behind, db(), createLog('silent'))
    expect(await stranger.read(newest)).toBe(100)
  })
})
