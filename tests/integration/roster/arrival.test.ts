import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { recordArrival } from '../../../src/features/registration/actions/arrival.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let door: Agent
const base = '/cs/organiser/events/clusters-meet-regions/checkin'

beforeEach(async () => {
  const { organisation, doorStaff } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 3 })
  for (const who of ['p0', 'p1', 'p2', 'p3']) await createRegistration(world.db, category, who)
  door = await world.as(doorStaff)
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const find = (who: string) => findByEmail(world.db, event.id, `${who}@example.org`)
const press = async (who: string, part = '', fields: Record<string, string> = {}) =>
  door
    .post(`${base}/${(await find(who)).reference}${part}`)
    .type('form')
    .send(fields)
const audits = (fact: string) => world.db('auditEntries').where({ action: `registration.${fact}` })

describe('the door', () => {
  it('finds somebody, records the arrival once, says whom, and takes it back', async () => {
    const list = plain((await door.get(base)).text)
    expect(list).toContain('0 příchodů z 3')
    expect(list).not.toContain('p0@example.org')
    const found = plain((await door.get(`${base}?q=novakova+P1`)).text)
    expect(found).toContain('Nováková p1')
    expect(found).not.toContain('Nováková p2')
    const pressed = await press('p1')
    expect(pressed.status).toBe(303)
    const after = plain((await door.get(pressed.headers['location'] ?? '')).text)
    expect(after).toMatch(/Příchod zapsán v \d+\.\d\d: Jana Nováková p1/)
    expect(after).toContain('1 příchod z 3')
    await Promise.all([press('p1'), press('p1')])
    expect(await audits('arrived')).toHaveLength(1)
    const undone = await press('p1', '/undo')
    await press('p1', '/undo')
    expect(plain((await door.get(undone.headers['location'] ?? '')).text)).toContain(
      'Zápis vzat zpět: Jana Nováková p1',
    )
    expect((await find('p1')).arrivedAt).toBeNull()
    expect(await audits('arrival-undone')).toHaveLength(1)
  })

  it('records nobody without a place, and says so', async () => {
    const waiting = plain((await door.get(`${base}?q=p3`)).text)
    expect(waiting).toContain('Čeká, 1.')
    expect(waiting).not.toContain('Zapsat příchod<')
    const pressed = await press('p3')
    expect(plain((await door.get(pressed.headers['location'] ?? '')).text)).toContain('Bez místa')
    expect((await find('p3')).arrivedAt).toBeNull()
    const registration = await find('p0')
    await cancelRegistration(world.db, system, { registration, reason: 'self' })
    expect(await recordArrival(world.db, system, { registration })).toEqual({ kind: 'no-place' })
  })

  it('shows those who came and those who did not, keeps its place, and finds nobody by an address', async () => {
    await press('p0')
    const came = plain((await door.get(`${base}?show=yes`)).text)
    expect(came).toContain('Nováková p0')
    expect(came).not.toContain('Nováková p1')
    const missing = plain((await door.get(`${base}?show=no`)).text)
    expect(missing).not.toContain('Nováková p0')
    expect(missing).toContain('Ještě nepřišli 2')
    expect((await press('p1', '', { show: 'no' })).headers['location']).toContain('show=no')
    expect(plain((await door.get(`${base}?q=p0%40example.org`)).text)).toContain('Nikoho takového')
    expect((await door.get(`${base}?q=%00%27%3Cscript%3E&show=evil&after=x&just=NOBODY22`)).status).toBe(200)
  })

  it('is for the people of this event', async () => {
    const { stranger, organisation } = await world.people()
    const elsewhere = await createPublished(world.db, { organisation, slug: 'elsewhere' })
    const { reference } = await find('p0')
    const other = base.replace('clusters-meet-regions', elsewhere.slug)
    expect((await door.post(`${other}/${reference}`)).status).toBe(404)
    const nobody = await world.as(stranger)
    expect((await nobody.get(base)).status).toBe(404)
    expect((await nobody.post(`${base}/${reference}`)).status).toBe(404)
    expect((await find('p0')).arrivedAt).toBeNull()
  })

  it('asks the database as often for many as for few', async () => {
    const few = await world.queries(() => door.get(base))
    await world.db('quotas').update({ capacity: 100 })
    for (let i = 10; i < 30; i += 1) await createRegistration(world.db, category, `p${i}`)
    expect((await world.queries(() => door.get(base))).count).toBe(few.count)
  })
})

describe('an arrival', () => {
  it('is a filter, a column, a line of the file and of the history for organisers', async () => {
    world.at('2027-09-15T06:02:00Z')
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const table = '/cs/organiser/events/clusters-meet-regions/registrations'
    await recordArrival(world.db, system, { registration: await find('p0') })
    const { text } = await agent.get(`${table}?arrived=yes&columns=arrived`)
    expect(plain(text)).toContain('Příchod: zapsán')
    expect(plain(text)).toContain('15. 9. 9.02')
    expect(plain(text)).toContain('1 registrace')
    expect(plain((await agent.get(`${table}?arrived=no`)).text)).toContain('3 registrace')
    const exported = await agent
      .post(`${table}/exports`)
      .type('form')
      .send({ query: 'arrived=yes&columns=arrived', format: 'csv' })
    expect(exported.status).toBe(303)
    await world.runJobs()
    const chunks = await world.db('exportChunks')
    expect(Buffer.concat(chunks.map(({ content }) => content)).toString()).toContain('2027-09-15 09:02')
    const one = `${table}/${(await find('p0')).reference}`
    expect(plain((await agent.get(one)).text)).toContain('Zapsán příchod')
    await agent.post(`${one}/arrival/undo`)
    expect((await find('p0')).arrivedAt).toBeNull()
    await agent.post(`${one}/arrival`)
    expect((await find('p0')).arrivedAt).not.toBeNull()
  })

  it('is not handed over with the place', async () => {
    const registration = await find('p0')
    await recordArrival(world.db, system, { registration })
    const person = aRequest(category, 'heir')
    const outcome = await replacePerson(world.db, system, { registration, event, person })
    expect(outcome).toEqual({ kind: 'replaced' })
    expect((await find('heir')).arrivedAt).toBeNull()
  })
})
