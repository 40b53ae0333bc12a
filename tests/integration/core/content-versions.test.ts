import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createContentVersions, rememberWhile, type Versions } from '../../../src/core/content-versions.ts'
import { connect, type Database, inTransaction, rows } from '../../../src/core/database.ts'
import { createStage } from '../../factories/agenda.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { countingQueries } from '../../support/queries.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const pools: Database[] = []

beforeEach(() => world.at('2026-10-01T10:00:00Z'))
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.destroy()
})

/** Another process: a pool of its own. */
function another() {
  const pool = connect(world.connection, { max: 4 })
  pools.push(pool)
  return { pool, versions: createContentVersions(pool) }
}

async function anEvent() {
  const { organisation } = await world.people()
  return (await createStage(world.db, organisation.id)).event
}

const differ = (one: Versions, other: Versions) =>
  (['content', 'places', 'people'] as const).filter(kind => one[kind] !== other[kind])

describe('the versions of the content', () => {
  it('differ in every process once a change is committed, and not before', async () => {
    const event = await anEvent()
    const processes = [another(), another()]
    const read = async () => Promise.all(processes.map(({ versions }) => versions.read()))
    const [before] = await read()
    await inTransaction(world.db, async trx => {
      await trx('events')
        .where({ id: event.id })
        .update({ city: { cs: 'Most' } })
      expect((await read()).map(now => differ(before as Versions, now))).toEqual([[], []])
    })
    const [after, same] = await read()
    expect(differ(before as Versions, after as Versions)).toEqual(['content'])
    expect(after).toEqual(same)
    await inTransaction(world.db, async trx => {
      await trx('events')
        .where({ id: event.id })
        .update({ city: { cs: 'Louny' } })
      throw new Error('taken back')
    }).catch(() => undefined)
    expect((await read())[0]).toEqual(after)
  })

  it('tell places and people from what organisers write', async () => {
    const event = await anEvent()
    const category = await createCategory(world.db, event)
    const { versions } = another()
    const before = await versions.read()
    const { registration } = await createRegistration(world.db, category, 'jana')
    const registered = await versions.read()
    expect(differ(before, registered)).toEqual(['places', 'people'])
    await world.db('registrations').where({ id: registration.id }).update({ calendarTokenVersion: 2 })
    expect(differ(registered, await versions.read())).toEqual(['people'])
  })

  it('never go back, whoever adds up their rows while others write', async () => {
    const event = await anEvent()
    const [one, other] = [another(), another()]
    await rows(
      world.db,
      `insert into content_changes (kind, transaction, changes)
      select 'content', ('1' || lpad(n::text, 8, '0'))::xid8, 1 from generate_series(1, 1200) n`,
    )
    const start = await one.versions.read()
    const sumOf = ({ content }: Versions) => Number(content.split('@')[0])
    const seen = [sumOf(start)]
    const writing = (async () => {
      for (let number = 0; number < 40; number++)
        await world
          .db('events')
          .where({ id: event.id })
          .update({ city: { cs: 'Most' } })
    })()
    for (let number = 0; number < 60; number++) {
      const [mine, theirs] = await Promise.all([one.versions.read(), other.versions.read()])
      seen.push(Math.min(sumOf(mine), sumOf(theirs)))
    }
    await writing
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    const [left] = await rows<{ count: number }>(world.db, 'select count(*)::int from content_changes')
    expect(left?.count).toBeLessThan(500)
    expect(sumOf(await one.versions.read())).toBeGreaterThanOrEqual(sumOf(start))
  })

  it('are read once for all who ask at once, and again for who asks while that runs', async () => {
    const { pool, versions } = another()
    await versions.read()
    const { count } = await countingQueries(pool, async () => {
      for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 200 }, () => versions.read()))
    })
    expect(count).toBeLessThanOrEqual(12)
    const event = await anEvent()
    const running = versions.read()
    await world
      .db('events')
      .where({ id: event.id })
      .update({ city: { cs: 'Bílina' } })
    const asked = versions.read()
    await running
    const exact = await another().versions.read()
    expect(await asked).toEqual(exact)
  })

  it('are refused while they cannot be read, and read again afterwards', async () => {
    const pool = connect(world.connection, { max: 1 })
    let isBroken = true
    const fragile = new Proxy(pool, {
      get(target, name) {
        if (isBroken && name === 'raw') return async () => Promise.reject(new Error('no database'))
        return Reflect.get(target, name)
      },
    })
    pools.push(pool)
    const versions = createContentVersions(fragile)
    const answers = await Promise.allSettled([versions.read(), versions.read(), versions.read()])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    isBroken = false
    expect(await versions.read()).toEqual(await another().versions.read())
  })
})

describe('what is remembered while its kinds stay', () => {
  const at = (content: number, places = 1): Versions => ({ content: `${content}`, places: `${places}`, people: '1' })

  it('is made once, for several at once too, and anew after a change of one of its kinds', async () => {
    const remember = rememberWhile<number>(['content'], 2)
    let made = 0
    const make = async () => ++made
    expect(await Promise.all([remember(at(1), 'a', make), remember(at(1), 'a', make)])).toEqual([1, 1])
    expect(await remember(at(1, 7), 'a', make)).toBe(1)
    expect(await remember(at(2), 'a', make)).toBe(2)
    expect([await remember(at(2), 'b', make), await remember(at(2), 'c', make)]).toEqual([3, 4])
    // Two at most: the one not asked for the longest time has gone.
    expect([await remember(at(2), 'c', make), await remember(at(2), 'b', make)]).toEqual([4, 3])
    expect(await remember(at(2), 'a', make)).toBe(5)
  })

  it('is not what failed', async () => {
    const remember = rememberWhile<string>(['content'], 2)
    await expect(remember(at(1), 'a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await remember(at(1), 'a', async () => 'yes')).toBe('yes')
  })
})
