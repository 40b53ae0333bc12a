import { describe, expect, it } from '@jest/globals'
import { useWorld } from '../../support/world.ts'
import { system } from '../../../src/core/actor.ts'
import { addRoom, addVenue } from '../../../src/features/venues/actions.ts'
import { listRooms } from '../../../src/features/venues/queries.ts'
import type { RoomInput, VenueInput, VenueRow } from '../../../src/features/venues/types.ts'

const world = useWorld()

const club: VenueInput = {
  name: { cs: 'Vysokoškolský klub', en: 'University club' },
  street: 'Pasteurova 1',
  city: 'Ústí nad Labem',
  postalCode: '400 96',
  country: 'CZ',
  latitude: 50.6607,
  longitude: 14.0323,
  accessibility: {},
}
const hall: RoomInput = { name: { cs: 'Hlavní sál', en: 'Main hall' }, note: {}, capacity: 180, isExclusive: true }
const typed = {
  'name.cs': 'Palác Zdar',
  'name.en': 'Zdar Palace',
  city: 'Ústí nad Labem',
  country: 'CZ',
  latitude: '50,66',
  longitude: '14.03',
  organisation: 'icuk',
}

async function aVenue(): Promise<VenueRow> {
  const { organisation } = await world.people()
  return addVenue(world.db, system, { organisationId: organisation.id, venue: club })
}

describe('the venues of an organisation', () => {
  it('are for its organisers; for everybody else they do not exist', async () => {
    const { owner, doorStaff, stranger, attendee } = await world.people()
    const venue = await aVenue()
    const page = `/cs/organiser/venues/${venue.reference}`
    expect((await (await world.as(owner)).get(page)).status).toBe(200)
    for (const other of [doorStaff, stranger, attendee]) {
      const agent = await world.as(other)
      expect((await agent.get(page)).status).toBe(404)
      expect((await agent.post(page).type('form').send(typed)).status).toBe(404)
      expect((await agent.get('/cs/organiser/venues')).text).not.toContain('Vysokoškolský klub')
    }
    const anonymous = await world.agent().get(page)
    expect(anonymous.status).toBe(303)
    expect(anonymous.headers['location']).toBe(`/cs/sign-in?next=${encodeURIComponent(page)}`)
    expect((await world.db('venues').first())?.city).toBe('Ústí nad Labem')
  })

  it('are made by a form, in both languages', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent.post('/cs/organiser/venues/new').type('form').send(typed)
    expect(answer.status).toBe(303)
    const venue = await world.db('venues').first()
    expect(venue).toMatchObject({ name: { cs: 'Palác Zdar', en: 'Zdar Palace' }, latitude: 50.66, longitude: 14.03 })
    expect((await agent.get('/en/organiser/venues')).text).toContain('Zdar Palace')
    expect(await world.db('auditEntries').pluck('action')).toContain('venue.added')
  })

  it.each([
    ['no name', { 'name.cs': '', 'name.en': '' }, 'name.cs'],
    ['no city', { city: '' }, 'city'],
    ['a city of 10,000 characters', { city: 'x'.repeat(10_000) }, 'city'],
    ['an unknown country', { country: 'XX' }, 'country'],
    ['a latitude beyond the pole', { latitude: '95' }, 'latitude'],
    ['a latitude in words', { latitude: 'nikde' }, 'latitude'],
    ['half a position', { longitude: '' }, 'longitude'],
    ["somebody else's organisation", { organisation: 'cizi-klastr' }, 'organisation'],
  ])('refuse %s at its field and keep what was typed', async (_what, wrong, field) => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent
      .post('/cs/organiser/venues/new')
      .type('form')
      .send({ ...typed, ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('<title>Chyba: ')
    expect(answer.text).toContain(`href="#${field}"`)
    expect(answer.text).toContain(`id="${field}-error"`)
    expect(answer.text).toContain(`value="${'latitude' in wrong ? wrong.latitude : typed.latitude}"`)
    expect(await world.db('venues').first()).toBeUndefined()
  })

  it('show hostile text as text', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const attack = '"><script>alert(1)</script>'
    const hostile = { ...typed, 'name.cs': attack, 'name.en': attack, city: attack, 'accessibility.cs': attack }
    expect((await agent.post('/cs/organiser/venues/new').type('form').send(hostile)).status).toBe(303)
    const venue = await world.db('venues').first()
    for (const page of ['/cs/organiser/venues', `/cs/organiser/venues/${venue?.reference}`]) {
      const { text } = await agent.get(page)
      expect(text).not.toContain('<script>alert')
      expect(text).toContain('&lt;script&gt;')
    }
  })

  it('take a constant number of queries', async () => {
    const { owner, organisation } = await world.people()
    const agent = await world.as(owner)
    await aVenue()
    const one = await world.queries(async () => agent.get('/cs/organiser/venues'))
    for (let n = 0; n < 30; n += 1) await addVenue(world.db, system, { organisationId: organisation.id, venue: club })
    const many = await world.queries(async () => agent.get('/cs/organiser/venues'))
    expect(many.count).toBe(one.count)
    expect(one.count).toBe(3)
  })
})

describe('rooms', () => {
  it('keep their order, also when added at once', async () => {
    const venue = await aVenue()
    const names = Array.from({ length: 8 }, (_, n) => `Sál ${n}`)
    await Promise.all(names.map(cs => addRoom(world.db, system, { venue, room: { ...hall, name: { cs } } })))
    const rooms = await listRooms(world.db, venue.id)
    expect(rooms.map(room => room.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(new Set(rooms.map(room => room.name.cs))).toEqual(new Set(names))
  })

  it('are added, changed and removed by forms', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const venue = await aVenue()
    const page = `/cs/organiser/venues/${venue.reference}`
    const foyer = { 'roomName.cs': 'Foyer', 'roomName.en': 'Foyer', capacity: '', holdsSeveral: 'yes' }
    expect((await agent.post(`${page}/rooms`).type('form').send(foyer)).status).toBe(303)
    const [room] = await listRooms(world.db, venue.id)
    expect(room).toMatchObject({ name: { cs: 'Foyer' }, capacity: null, isExclusive: false })
    const roomPage = `${page}/rooms/${room?.reference}`
    const refused = await agent
      .post(roomPage)
      .type('form')
      .send({ ...foyer, capacity: 'moc' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="moc"')
    expect((await agent.get(`${roomPage}/remove`)).status).toBe(200)
    expect((await agent.post(`${roomPage}/remove`)).status).toBe(303)
    expect(await listRooms(world.db, venue.id)).toEqual([])
  })

  it('belong to their venue: another venue does not know them', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const [mine, other] = [await aVenue(), await aVenue()]
    const room = await addRoom(world.db, system, { venue: other, room: hall })
    const path = `/cs/organiser/venues/${mine.reference}/rooms/${room.reference}`
    expect((await agent.get(path)).status).toBe(404)
  })
})
