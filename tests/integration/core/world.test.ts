import { describe, expect, it } from '@jest/globals'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { now } from '../../../src/core/time.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const countUsers = async () => (await rows(world.db, 'select id from users')).length

describe('the world of the tests', () => {
  it('has four people, once a test', async () => {
    const people = await world.people()
    expect(await world.people()).toBe(people)
    expect(await countUsers()).toBe(4)
  })

  it('is empty again in the next test', async () => {
    expect(await countUsers()).toBe(0)
  })

  it('is emptied even of what may not be deleted', async () => {
    await world.db.raw(`insert into audit_entries (actor_kind, action) values ('system', 'test')`)
    await expect(world.db.raw('delete from audit_entries')).rejects.toThrow('append-only')
  })

  it('forgets the audit log, too', async () => {
    expect(await rows(world.db, 'select id from audit_entries')).toEqual([])
  })

  it('serves the application', async () => {
    const answer = await world.agent().get('/health/ready')
    expect(answer.status).toBe(200)
  })

  it('counts every statement, in transactions, too', async () => {
    const { result, count, statements } = await world.queries(async () =>
      inTransaction(world.db, async trx => rows<{ one: number }>(trx, 'select 1 as one')),
    )
    expect(result).toEqual([{ one: 1 }])
    expect(statements).toContain('select 1 as one')
    expect(count).toBe(3)
  })

  it('stops the clock until the test ends', () => {
    world.at('2023-09-13T09:00:00Z')
    expect(now().toISOString()).toBe('2023-09-13T09:00:00.000Z')
  })

  it('has a running clock again', () => {
    expect(now().getUTCFullYear()).toBeGreaterThan(2023)
  })

  it('runs jobs', async () => {
    await expect(world.runJobs()).resolves.toBeUndefined()
  })
})
