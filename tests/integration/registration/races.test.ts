import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { visitor } from '../../../src/core/actor.ts'
import { connect, type Database, inTransaction } from '../../../src/core/database.ts'
import { expireOffers } from '../../../src/features/registration/actions/expiry.ts'
import { acceptOffer } from '../../../src/features/registration/actions/offers.ts'
import { changeCapacities } from '../../../src/features/registration/actions/places.ts'
import { register, registerDelegation } from '../../../src/features/registration/actions/register.ts'
import { switchAttendance } from '../../../src/features/registration/actions/moves.ts'
import { changeSignUps } from '../../../src/features/registration/actions/sign-ups.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, findByEmail } from '../../factories/registration.ts'
import { createTestDatabase, dropTestDatabase, emptyTables } from '../../support/database.ts'

// Every limited thing of SEC-73 that registration has, asked for four times as often as there is of it, by two pools.
let address: Address
let db: Database
let second: Database
let eventId: number
let organisationId: number

beforeAll(async () => {
  address = await createTestDatabase()
  ;[db, second] = [connect(address), connect(address)]
})
afterAll(async () => {
  await Promise.all([db.destroy(), second.destroy()])
  await dropTestDatabase(address)
})
beforeEach(async () => {
  await emptyTables(db)
  const [organisation] = await db('organisations').insert({ slug: 'poradatel', name: { cs: 'Pořadatel' } }, ['id'])
  organisationId = organisation?.id ?? 0
  eventId = (await createPublished(db, { organisation: { id: organisationId }, mode: 'hybrid' })).id
})

/** The same for everybody at once, the pools in turns; how many got which answer. */
async function rush<Answer>(count: number, ask: (index: number, pool: Database) => Promise<Answer>) {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => ask(index, index % 2 ? db : second)))
  expect(await findDisagreements(db, eventId)).toEqual([])
  return answers
}

const countOf = (answers: readonly { readonly kind: string }[], kind: string) =>
  answers.filter(answer => answer.kind === kind).length

async function addQuota(values: { capacity: number; scope: 'event' | 'on_site' | 'online' | 'shared' }) {
  const [quota] = await db('quotas').insert({ eventId, reference: `Q${values.scope.toUpperCase()}`, ...values }, ['id'])
  return quota?.id ?? 0
}

async function addPart(capacity: number, hasWaitingList: boolean): Promise<number> {
  const [part] = await db('parts').insert(
    {
      eventId,
      reference: `PART${capacity}${hasWaitingList}`,
      kind: 'workshop',
      position: 1,
      title: { cs: 'Dílna' },
      hasWaitingList,
    },
    ['id'],
  )
  const partId = part?.id ?? 0
  await db('quotas').insert({ eventId, partId, reference: `QPART${partId}`, capacity })
  return partId
}

describe('limits under a rush', () => {
  it('of the whole event and of the way of coming hold over categories', async () => {
    const categories = [
      await createCategory(db, { id: eventId }, { capacity: 40, hasWaitingList: false }),
      await createCategory(db, { id: eventId }, { capacity: 40, hasWaitingList: false }),
    ]
    await addQuota({ scope: 'event', capacity: 12 })
    await addQuota({ scope: 'online', capacity: 5 })
    const answers = await rush(48, (index, pool) => {
      const category = categories[index % 3 === 0 ? 0 : 1] ?? { id: 0, eventId }
      return register(pool, visitor, aRequest(category, `g${index}`, { attendance: index % 2 ? 'online' : 'on_site' }))
    })
    expect([countOf(answers, 'place'), countOf(answers, 'full')]).toEqual([12, 36])
    const online = await db('registrations').where({ attendance: 'online', status: 'confirmed' })
    expect(online.length).toBeLessThanOrEqual(5)
  })

  it('of a part, of a part with a list, and of places that two parts share', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: null })
    const [closed, queued] = [await addPart(5, false), await addPart(6, true)]
    const shared = await addQuota({ scope: 'shared', capacity: 8 })
    await db('quotaMembers').insert([closed, queued].map(partId => ({ quotaId: shared, partId })))
    const answers = await rush(32, (index, pool) =>
      register(pool, visitor, aRequest(category, `g${index}`, { partIds: [index % 2 ? closed : queued] })),
    )
    const held = await db('signUps').where({ status: 'confirmed' })
    expect(held).toHaveLength(8)
    expect(held.filter(({ partId }) => partId === closed).length).toBeLessThanOrEqual(5)
    expect(held.filter(({ partId }) => partId === queued).length).toBeLessThanOrEqual(6)
    // Whoever wanted the part without a list and found it full has nothing at all: all or nothing.
    expect(await db('registrations')).toHaveLength(32 - countOf(answers, 'part-full'))
  })

  it('of one organisation in a category', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: null, mostPerOrganisation: 3 })
    const spellings = ['Ústecký kraj', ' ústecký KRAJ', 'USTECKY KRAJ ']
    const answers = await rush(12, (index, pool) =>
      register(pool, visitor, aRequest(category, `g${index}`, { organisation: spellings[index % 3] ?? '' })),
    )
    expect([countOf(answers, 'place'), countOf(answers, 'organisation-full')]).toEqual([3, 9])
  })

  it('of a code with places of its own: exactly its uses, and nobody else gets what it keeps', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: 10, hasWaitingList: false })
    const terms = { eventId, categoryId: category.id, mostUses: 4, reserves: true }
    await db('accessCodes').insert({ ...terms, reference: 'CODEREFS', code: 'KLASTR' })
    await db('quotas').where({ categoryId: category.id }).update({ taken: 4 })
    const answers = await rush(40, (index, pool) => {
      const code = index % 2 ? { code: ' klastr ' } : {}
      return register(pool, visitor, aRequest(category, `g${index}`, code))
    })
    expect([countOf(answers, 'place'), countOf(answers, 'code-used-up'), countOf(answers, 'full')]).toEqual([
      10, 16, 14,
    ])
    expect(await db('registrations').whereNotNull('accessCodeId')).toHaveLength(4)
  })

  it('of offers: taken once, and what is not taken in time falls to the next, once', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: 0 })
    await db('registrationSettings').insert({ eventId, promotion: 'offer' })
    await rush(12, (index, pool) => register(pool, visitor, aRequest(category, `g${index}`)))
    const [quota] = await db('quotas').where({ categoryId: category.id })
    await inTransaction(db, trx =>
      changeCapacities(trx, visitor, { eventId, capacities: new Map([[quota?.id ?? 0, 3]]) }),
    )
    const offered = await db('registrations').where({ status: 'offered' }).orderBy('queueNumber')
    expect(offered).toHaveLength(3)
    const [first, late] = offered as [RegistrationRow, RegistrationRow]
    await db('registrations')
      .where({ id: late.id })
      .update({ offerExpiresAt: new Date(Date.now() - 1_000) })
    const answers = await rush(12, async (index, pool) => {
      if (index % 3 === 0) return { kind: `ended ${await expireOffers(pool)}` }
      return acceptOffer(pool, visitor, { registration: index % 3 === 1 ? first : late })
    })
    expect(countOf(answers, 'accepted')).toBe(1)
    expect(countOf(answers, 'expired') + countOf(answers, 'ended 1')).toBe(1)
    const stand = await db('registrations').whereIn('status', ['confirmed', 'offered'])
    expect(stand).toHaveLength(3)
    expect(await db('mails').where({ kind: 'registration-offered' })).toHaveLength(4)
  })

  it('of the places one changes to: a part and the other way of coming', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: null })
    await addQuota({ scope: 'on_site', capacity: 40 })
    await addQuota({ scope: 'online', capacity: 5 })
    const part = await addPart(4, false)
    await rush(20, (index, pool) => register(pool, visitor, aRequest(category, `g${index}`, { attendance: 'on_site' })))
    const people = await db('registrations').orderBy('id')
    const moved = await rush(20, (index, pool) => {
      const registration = people[index] as RegistrationRow
      return switchAttendance(pool, visitor, { registration, attendance: 'online' })
    })
    expect([countOf(moved, 'switched'), countOf(moved, 'full')]).toEqual([5, 15])
    const joined = await rush(20, (index, pool) => {
      const registration = people[index] as RegistrationRow
      return changeSignUps(pool, visitor, { registration, partIds: [part] })
    })
    expect([countOf(joined, 'saved'), countOf(joined, 'part-full')]).toEqual([4, 16])
  })

  it('of the last places for delegations: everybody of one or nobody', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: 10, hasWaitingList: false })
    const answers = await rush(10, (index, pool) =>
      registerDelegation(pool, visitor, {
        delegation: {
          eventId,
          contactName: 'Kontakt',
          contactEmail: `kontakt${index}@example.org`,
          organisation: 'ICUK',
          locale: 'cs',
          waitsTogether: true,
          submissionDigest: `${index}`,
        },
        requests: Array.from({ length: 4 }, (_, person) => aRequest(category, `d${index}p${person}`)),
      }),
    )
    expect([countOf(answers, 'registered'), countOf(answers, 'refused')]).toEqual([2, 8])
    expect(await db('registrations')).toHaveLength(8)
    expect(await db('delegations')).toHaveLength(2)
  })

  it('waits as a unit: the three come when there is room for three, singles before them', async () => {
    const category = await createCategory(db, { id: eventId }, { capacity: 1 })
    await register(db, visitor, aRequest(category, 'prvni'))
    const delegation = {
      eventId,
      contactName: 'Kontakt',
      contactEmail: 'kontakt@example.org',
      organisation: 'ICUK',
      locale: 'cs' as const,
      waitsTogether: true,
      submissionDigest: 'x',
    }
    const requests = [1, 2, 3].map(person => aRequest(category, `clen${person}`))
    await registerDelegation(db, visitor, { delegation, requests })
    await register(db, visitor, aRequest(category, 'sam'))
    const [quota] = await db('quotas').where({ categoryId: category.id })
    const raise = async (capacity: number) => {
      const capacities = new Map([[quota?.id ?? 0, capacity]])
      await inTransaction(db, trx => changeCapacities(trx, visitor, { eventId, capacities }))
      return Promise.all(
        ['clen1', 'clen3', 'sam'].map(async who => (await findByEmail(db, eventId, `${who}@example.org`)).status),
      )
    }
    expect(await raise(2)).toEqual(['waiting', 'waiting', 'confirmed'])
    expect(await raise(4)).toEqual(['waiting', 'waiting', 'confirmed'])
    expect(await raise(5)).toEqual(['confirmed', 'confirmed', 'confirmed'])
    expect(await findDisagreements(db, eventId)).toEqual([])
  })
})
