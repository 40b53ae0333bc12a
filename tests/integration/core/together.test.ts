import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { connect, type Database, inTransaction, rows, type Transaction } from '../../../src/core/database.ts'
import { Busy } from '../../../src/core/errors.ts'
import { together } from '../../../src/core/together.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let pipelining: Database

beforeAll(() => {
  pipelining = connect(world.connection, { max: 1, pipelines: true })
})
afterAll(() => pipelining.destroy())

/** How many of the steps had begun when the first of them had its answer. */
async function begunAtFirstAnswer(db: Database): Promise<number> {
  let [begun, atFirst] = [0, 0]
  const step = async (trx: Transaction) => {
    begun++
    await rows(trx, 'select 1')
    atFirst ||= begun
  }
  await inTransaction(db, trx =>
    together(
      trx,
      () => step(trx),
      () => step(trx),
      () => step(trx),
    ),
  )
  return atFirst
}

describe('steps that need nothing of one another', () => {
  it('are sent at once where the pool pipelines, one after the other elsewhere', async () => {
    expect(await begunAtFirstAnswer(pipelining)).toBe(3)
    expect(await begunAtFirstAnswer(world.db)).toBe(1)
  })

  it('are executed in their order, and answered in it', async () => {
    const draw = (trx: Transaction) => rows<{ number: number }>(trx, "select nextval('queue_numbers') as number")
    const drawn = await inTransaction(pipelining, trx =>
      together(trx, ...Array.from({ length: 20 }, () => () => draw(trx))),
    )
    const numbers = drawn.flatMap(found => found.map(({ number }) => number))
    expect(numbers).toHaveLength(20)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  })

  it('fail with what went wrong first, and leave a connection that can be used', async () => {
    await world.db.transaction(async holder => {
      await holder.raw('select pg_advisory_xact_lock(42)')
      const tried = inTransaction(pipelining, async trx => {
        await rows(trx, "set local lock_timeout = '50ms'")
        const lock = () => rows(trx, 'select pg_advisory_xact_lock(42)')
        // Nested, so that its error comes up later than those that follow from it.
        return together(
          trx,
          () => together(trx, lock),
          () => rows(trx, 'select 1'),
          () => rows(trx, 'select 2'),
        )
      })
      await expect(tried).rejects.toBeInstanceOf(Busy)
    })
    expect(await rows(pipelining, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('tell the error itself, not that the transaction had failed by then', async () => {
    const tried = inTransaction(pipelining, trx =>
      together(
        trx,
        async () => {
          await rows(trx, 'select 1')
          await rows(trx, 'select 2')
        },
        () => rows(trx, 'select 1 / 0'),
      ),
    )
    await expect(tried).rejects.toMatchObject({ code: '22012' })
  })
})
