import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { connect, type Database, inTransaction, insertRows, mostTries, rows } from '../../../src/core/database.ts'
import { Busy } from '../../../src/core/errors.ts'
import { createThrottle } from '../../../src/core/throttle.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let second: Database

beforeAll(() => {
  second = connect(world.connection)
})
afterAll(() => second.destroy())

/** Two transactions that each hold what the other wants: PostgreSQL ends one of them (40P01). */
async function embrace(tries: number): Promise<PromiseSettledResult<number>[]> {
  await rows(world.db, `insert into throttles (key, points) values ('a', 0), ('b', 0)`)
  let met = 0
  let begin = () => undefined as void
  const both = new Promise<void>(resolve => {
    begin = resolve
  })
  const take = (db: Database, first: string, then: string) =>
    inTransaction(
      db,
      async trx => {
        await trx.raw('update throttles set points = points + 1 where key = ?', [first])
        if (++met === 2) begin()
        await both
        await trx.raw('update throttles set points = points + 1 where key = ?', [then])
        return met
      },
      { tries },
    )
  return Promise.allSettled([take(world.db, 'a', 'b'), take(second, 'b', 'a')])
}

const pointsOf = async () =>
  (await rows<{ points: number }>(world.db, 'select points from throttles order by key')).map(({ points }) => points)

describe('a transaction that PostgreSQL breaks off', () => {
  it('is begun anew where it bears that, and both are written once', async () => {
    const ended = await embrace(mostTries)
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await pointsOf()).toEqual([2, 2])
  }, 30_000)

  it('is lost without that: one of the two is told to come back', async () => {
    const ended = await embrace(1)
    const [lost] = ended.flatMap(end => (end.status === 'rejected' ? [end.reason as unknown] : []))
    expect(lost).toBeInstanceOf(Busy)
    expect(await pointsOf()).toEqual([1, 1])
  }, 30_000)

  it('is given up after three more tries', async () => {
    let tries = 0
    const broken = async () => {
      tries++
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    }
    await expect(inTransaction(world.db, broken, { tries: mostTries })).rejects.toBeInstanceOf(Busy)
    expect(tries).toBe(4)
  })

  it('is not begun anew for any other reason', async () => {
    let tries = 0
    const broken = async () => {
      tries++
      throw Object.assign(new Error('lock timeout'), { code: '55P03' })
    }
    await expect(inTransaction(world.db, broken, { tries: mostTries })).rejects.toBeInstanceOf(Busy)
    expect(tries).toBe(1)
  })
})

describe('attempts that come together', () => {
  const limit = { name: 'rush', attempts: 100, seconds: 60, isOff: false }

  it('are let through as often as the limit says, across processes, whatever their keys', async () => {
    const throttles = [createThrottle(world.db, limit), createThrottle(second, limit)]
    const takes = Array.from({ length: 600 }, async (_, index) =>
      throttles[index % 2]?.take(index % 3 ? 'hall' : `one${index}`),
    )
    const answers = await Promise.all(takes)
    expect(answers.filter((_, index) => index % 3 === 0)).not.toContain(false)
    expect(answers.filter((isLet, index) => isLet && index % 3 !== 0)).toHaveLength(100)
    expect(await throttles[0]?.take('hall')).toBe(false)
  })

  it('that were honest are given back, and all are forgotten', async () => {
    const throttle = createThrottle(world.db, { ...limit, name: 'few', attempts: 1 })
    expect(await throttle.take('somebody')).toBe(true)
    await throttle.giveBack('somebody')
    expect(await throttle.take('somebody')).toBe(true)
    expect(await throttle.take('somebody')).toBe(false)
    await throttle.reset('somebody')
    expect(await throttle.take('somebody')).toBe(true)
  })

  it('count anew when their time is over', async () => {
    const throttle = createThrottle(world.db, { ...limit, name: 'short', attempts: 1 })
    expect(await throttle.take('somebody')).toBe(true)
    await rows(world.db, 'update throttles set expire = 1')
    expect(await throttle.take('somebody')).toBe(true)
    expect(await throttle.take('somebody')).toBe(false)
  })
})

describe('rows inserted as one value', () => {
  it('keep their order, their instants, their JSON and every letter', async () => {
    const at = new Date('2026-10-25T00:30:00.123Z')
    const details = { words: 'Žluťoučký \\ "kůň" \'; --', nested: [1, null, { a: true }] }
    const entries = Array.from({ length: 300 }, (_, index) => ({
      actorKind: 'system' as const,
      actorUserId: null,
      organisationId: null,
      eventId: null,
      subjectKind: null,
      subjectId: null,
      at,
      action: `test.${index}`,
      details,
    }))
    const inserted = await inTransaction(world.db, trx =>
      insertRows<'auditEntries', { id: number; action: string }>(trx, 'auditEntries', entries, 'returning id, action'),
    )
    expect(inserted.toSorted((a, b) => a.id - b.id).map(({ action }) => action)).toEqual(
      entries.map(({ action }) => action),
    )
    expect(await world.db('auditEntries').where({ action: 'test.7' }).first()).toMatchObject({ at, details })
  })

  it('are none when there are none', async () => {
    expect(await inTransaction(world.db, trx => insertRows(trx, 'auditEntries', []))).toEqual([])
  })
})
