import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { createApp } from '../../../src/app.ts'
import { system, visitor } from '../../../src/core/actor.ts'
import type { ContentVersions } from '../../../src/core/content-versions.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { instant } from '../../../src/core/time.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { commitClaims } from '../../../src/features/registration/actions/claims.ts'
import { changeCapacities } from '../../../src/features/registration/actions/places.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { setWholePlaces } from '../../../src/features/registration/actions/whole-places.ts'
import { lockLedger, type RulesMemory, rememberRules } from '../../../src/features/registration/queries/ledger.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

// What a registration stands on is remembered by each process; whatever one process changes, every other must know at
// the very next form.
const world = useWorld()
let second: Services
let event: EventRow
let category: CategoryRow

beforeAll(() => {
  second = createServices(world.services.config, world.connection, world.services.log)
})
afterAll(() => closeServices(second))
beforeEach(async () => {
  event = await createPublished(world.db, { organisation: (await world.people()).organisation, slug: 'pamet' })
  category = await createCategory(world.db, event, { hasWaitingList: false })
})

function browser(services: Services) {
  const app = createApp(services)
  let sent = 0
  return {
    post: () =>
      supertest(app)
        .post('/cs/events/pamet/registration')
        .set('Sec-Fetch-Site', 'same-origin')
        .type('form')
        .send(formOf(category, `host${++sent}-${Math.random().toString(36).slice(2)}`)),
  }
}

/** As they are when somebody looks first, ever after: what the product must not do. */
function frozen(real: ContentVersions): ContentVersions {
  let first: ReturnType<ContentVersions['read']> | undefined
  return { read: () => (first ??= real.read()) }
}

const close = () =>
  world
    .db('categories')
    .where({ id: category.id })
    .update({ closesAt: instant('2020-01-01T00:00:00Z') })

describe('what the form stands on', () => {
  it('is known anew in another process as soon as it was changed here', async () => {
    const there = browser(second)
    expect((await there.post()).status).toBe(303)
    await close()
    expect((await there.post()).status).toBe(409)
    await world.db('categories').where({ id: category.id }).update({ closesAt: null })
    expect((await there.post()).status).toBe(303)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect((await there.post()).status).toBe(404)
  })

  it('needs the versions for that: without them a draft goes on being read', async () => {
    const there = browser({ ...second, versions: frozen(second.versions) })
    expect((await there.post()).status).toBe(303)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect((await there.post()).status).toBe(303)
  })

  it('says no only after a look at the places that are left now', async () => {
    const there = browser(second)
    await createCategory(world.db, event, { title: 'Později', opensAt: instant('2099-01-01T00:00:00Z') })
    await inTransaction(world.db, trx => changeCapacities(trx, system, capacity(1)))
    expect((await there.post()).status).toBe(303)
    // Full, and another category opens later: nobody can register now.
    expect((await there.post()).status).toBe(409)
    await inTransaction(world.db, trx => changeCapacities(trx, system, capacity(2)))
    expect((await there.post()).status).toBe(303)
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

const quotaIds = new Map<number, number>()
beforeEach(async () => {
  const quota = await world.db('quotas').where({ categoryId: category.id }).first()
  quotaIds.set(category.id, quota?.id ?? 0)
})
const capacity = (places: number) => ({
  eventId: event.id,
  capacities: new Map([[quotaIds.get(category.id) ?? 0, places]]),
})

/** Rules as somebody remembers them who never asks whether they are still right. */
function neverAsking(): RulesMemory {
  const real = rememberRules()
  return (_versions, _key, make) => real({ content: '', places: '', people: '' }, 'always', make)
}

async function claimWith(rules: RulesMemory, who: string) {
  const claims = [{ request: aRequest(category, who), rule: 'public' as const }]
  const [answer] = await inTransaction(second.booking, trx => commitClaims(trx, visitor, event.id, claims, { rules }))
  return answer?.admission.kind
}

describe('the rules that the engine remembers', () => {
  it('are those of the moment of the decision', async () => {
    const rules = rememberRules()
    expect(await claimWith(rules, 'prvni')).toBe('place')
    await close()
    expect(await claimWith(rules, 'druhy')).toBe('closed')
  })

  it('need their question for that: without it a closed category gives places', async () => {
    const rules = neverAsking()
    expect(await claimWith(rules, 'prvni')).toBe('place')
    await close()
    expect(await claimWith(rules, 'druhy')).toBe('place')
  })

  it('hold a limit that was made while somebody waited for the lock', async () => {
    expect((await register(second.booking, visitor, aRequest(category, 'prvni'))).kind).toBe('place')
    const waiting = await inTransaction(world.db, async trx => {
      await lockLedger(trx, event.id)
      const answer = register(second.booking, visitor, aRequest(category, 'druhy'))
      await new Promise(resolve => setTimeout(resolve, 200))
      const capacities = { event: 1, on_site: null, online: null }
      expect(await setWholePlaces(trx, system, { event, capacities })).toMatchObject({ kind: 'saved' })
      return { answer }
    })
    expect((await waiting.answer).kind).toBe('full')
    expect(await findDisagreements(world.db)).toEqual([])
  })
})
