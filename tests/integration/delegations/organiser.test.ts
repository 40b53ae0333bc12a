import { beforeEach, describe, expect, it } from '@jest/globals'
import { only } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createDelegation } from '../../factories/delegations.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const owner = async () => world.as((await world.people()).owner)

describe('delegations on the desk', () => {
  it('are listed with how many of their people have a place', async () => {
    expect((await (await owner()).get(`${base}/delegations`)).text).toContain('Zatím žádná delegace')
    await createDelegation(world.db, event, category, ['jan', 'eva', 'ota'])
    const { text } = await (await owner()).get(`${base}/delegations`)
    expect(text).toContain('Klastr nanotechnologií')
    expect(text).toContain(`<p class="crumbs"><a href="${base}/registrations">`)
    expect(text.replaceAll('\u00a0', ' ')).toContain('2 z 3')
    expect(text.replaceAll('\u00a0', ' ')).toContain('čeká 1')
  })

  it('cost the same number of statements for one and for many', async () => {
    await createDelegation(world.db, event, category, ['jan'])
    const agent = await owner()
    const one = await world.queries(() => agent.get(`${base}/delegations`))
    for (let n = 0; n < 12; n++)
      await createDelegation(world.db, event, category, [`a${n}`, `b${n}`], { contactEmail: `k${n}@example.org` })
    const many = await world.queries(() => agent.get(`${base}/delegations`))
    expect(many.count).toBe(one.count)
  })

  it('each have a page, and their contact gets the link again', async () => {
    const { delegation } = await createDelegation(world.db, event, category, ['jan', 'eva', 'ota'])
    const agent = await owner()
    const page = await agent.get(`${base}/delegations/${delegation.reference}`)
    expect(page.text).toContain('kontakt@example.org')
    expect(page.text).toContain('jan@example.org')
    const resent = await agent.post(`${base}/delegations/${delegation.reference}/resend`)
    expect(resent.headers['location']).toBe(`${base}/delegations/${delegation.reference}`)
    expect(await world.db('mails').where({ kind: 'delegation-registered' })).toHaveLength(2)
  })

  it('are those of this event alone', async () => {
    const { organisation, stranger } = await world.people()
    const other = await createDraft(world.db, { organisation, slug: 'jina-akce' })
    const { delegation } = await createDelegation(world.db, event, category, ['jan'])
    const foreign = `/cs/organiser/events/${other.slug}/delegations/${delegation.reference}`
    expect((await (await owner()).get(foreign)).status).toBe(404)
    const agent = await world.as(stranger)
    expect((await agent.get(`${base}/delegations`)).status).toBe(404)
    expect((await agent.get(`${base}/delegations/${delegation.reference}`)).status).toBe(404)
  })
})

describe('an organiser who replaces somebody', () => {
  const form = (who: string, more: Record<string, string> = {}) => ({
    titleBefore: 'Ing.',
    givenName: 'Nová',
    familyName: 'Osoba',
    titleAfter: '',
    email: `${who}@example.org`,
    organisation: 'UJEP',
    country: 'CZ',
    locale: 'en',
    version: '0',
    ...more,
  })

  it('keeps the place', async () => {
    const { registration } = await createRegistration(world.db, category, 'stara')
    await createRegistration(world.db, category, 'dalsi')
    const path = `${base}/registrations/${registration.reference}`
    const agent = await owner()
    expect((await agent.get(`${path}/replace`)).status).toBe(200)
    const wrong = await agent.post(`${path}/replace`).type('form').send(form('dalsi'))
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('href="#email"')
    const answer = await agent.post(`${path}/replace`).type('form').send(form('nova'))
    expect([answer.status, answer.headers['location']]).toEqual([303, path])
    const after = only(await world.db('registrations').where({ id: registration.id }))
    expect([after.email, after.status, after.locale, after.organisation]).toEqual([
      'nova@example.org',
      'confirmed',
      'en',
      'UJEP',
    ])
    expect((await agent.post(`${path}/replace`).type('form').send(form('jina'))).status).toBe(409)
  })

  it('may be no stranger and no door staff', async () => {
    const { registration } = await createRegistration(world.db, category, 'stara')
    const { stranger, doorStaff } = await world.people()
    const path = `${base}/registrations/${registration.reference}/replace`
    expect((await (await world.as(stranger)).post(path).type('form').send(form('nova'))).status).toBe(404)
    expect((await (await world.as(doorStaff)).post(path).type('form').send(form('nova'))).status).toBe(403)
    expect(await world.db('registrations').where({ email: 'nova@example.org' })).toEqual([])
  })
})
