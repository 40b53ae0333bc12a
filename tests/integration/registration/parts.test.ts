import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { enqueue } from '../../../src/core/jobs.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { addSession, moveSession } from '../../../src/features/agenda/actions/sessions.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { eventMoved } from '../../../src/features/events/jobs.ts'
import type { EventRow, EventTimes } from '../../../src/features/events/types.ts'
import { movePart, removePart } from '../../../src/features/registration/actions/parts.ts'
import { cancelPart } from '../../../src/features/registration/actions/sign-ups.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import { findPart, listParts } from '../../../src/features/registration/queries/parts.ts'
import type { CategoryRow, PartRow } from '../../../src/features/registration/types/places.ts'
import { createPublished, someTimes } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions'
const parts = `${base}/parts`
const evil = '<script>alert(1)</script>'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event)
})

const owner = async () => world.as((await world.people()).owner)
type Fields = Record<string, string | string[]>
const post = async (path: string, fields: Fields = {}) => (await owner()).post(path).type('form').send(fields)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const listText = async () => plain((await (await owner()).get(parts)).text)
const fields = {
  kind: 'excursion',
  'title.cs': 'Exkurze do přístavu',
  'title.en': 'Harbour excursion',
  startsDate: '16. 9. 2027',
  startsTime: '13.00',
  endsTime: '16.30',
  capacity: '12',
  hasWaitingList: 'yes',
}
const reread = (part: PartRow) => findPart(world.db, event.id, part.reference)
const signUp = (who: string, ...chosen: PartRow[]) =>
  createRegistration(world.db, category, who, { partIds: chosen.map(({ id }) => id) })

describe('parts made by hand', () => {
  it('are added with their places, in the zone of the event, for some categories', async () => {
    const other = await createCategory(world.db, event, { title: 'Řečník' })
    const more = { categories: [other.reference], closesDate: '10. 9. 2027', 'placeNote.cs': 'Sraz u kašny' }
    expect((await post(`${parts}/new`, { ...fields, ...more })).status).toBe(303)
    const [part] = await listParts(world.db, event.id)
    expect(part).toMatchObject({
      kind: 'excursion',
      title: { cs: 'Exkurze do přístavu', en: 'Harbour excursion' },
      capacity: 12,
      taken: 0,
      startsLocal: '2027-09-16T13:00:00',
      endsLocal: '2027-09-16T16:30:00',
      attendance: 'any',
      categoryIds: [other.id],
      hasWaitingList: true,
      sessionReference: null,
      calendarSequence: 0,
    })
    expect(part?.startsAt?.toISOString()).toBe('2027-09-16T10:00:00.000Z')
    expect(part?.closesAt?.toISOString()).toBe('2027-09-10T20:59:00.000Z')
    const list = await listText()
    for (const words of [
      'Exkurze do přístavu',
      '0 z 12',
      'jen pro: Řečník',
      'čtvrtek 16. září 2027 <time datetime="2027-09-16T13:00">13.00–16.30</time>',
    ])
      expect(list).toContain(words)
    const form = (await (await owner()).get(`${parts}/${part?.reference}`)).text
    expect(form).toContain('value="2027-09-16"')
    expect(form).toMatch(new RegExp(`value="${other.reference}" checked`))
  })

  it('may have no time yet, and last over midnight', async () => {
    const timeless = { startsDate: '', startsTime: '', endsTime: '' }
    await post(`${parts}/new`, { ...fields, ...timeless })
    await post(`${parts}/new`, { ...fields, startsTime: '21.00', endsDate: '17. 9. 2027', endsTime: '0.30' })
    const [without, night] = await listParts(world.db, event.id)
    expect(without?.startsAt).toBeNull()
    expect(night?.endsLocal).toBe('2027-09-17T00:30:00')
    expect(await listText()).toContain('čas není určený')
  })

  it('take the earlier of two equal times as the start and the later as the end', async () => {
    await post(`${parts}/new`, { ...fields, startsDate: '31.10.2027', startsTime: '3:30', endsTime: '3:45' })
    const [part] = await listParts(world.db, event.id)
    expect([part?.startsAt?.toISOString(), part?.endsAt?.toISOString()]).toEqual([
      '2027-10-31T00:30:00.000Z',
      '2027-10-31T01:45:00.000Z',
    ])
  })

  it.each<[Fields, string, string]>([
    [{ 'title.cs': '', 'title.en': '' }, 'title.cs', 'Vyplňte aspoň jeden jazyk'],
    [{ kind: 'party' }, 'kind', 'Vyberte jednu'],
    [{ capacity: '-3' }, 'capacity', 'Napište číslo'],
    [{ startsTime: '' }, 'startsTime', 'Vyplňte toto pole'],
    [{ endsTime: '' }, 'endsTime', 'Vyplňte toto pole'],
    [{ startsDate: '' }, 'startsDate', 'Vyplňte toto pole'],
    [{ startsDate: '31. 2. 2027' }, 'startsDate', 'Napište datum'],
    [{ startsDate: '28. 3. 2027', startsTime: '3.30' }, 'startsTime', 'Tento čas neexistuje'],
    [{ endsTime: '12.00' }, 'endsTime', 'Konec je dřív'],
    [{ endsTime: '13.00' }, 'endsTime', 'Konec je dřív'],
    [{ closesTime: '25.00', closesDate: '1. 9. 2027' }, 'closesTime', 'Napište čas'],
    [{ categories: ['CIZI2345'] }, 'categories', 'Tato možnost tu není'],
    [{ categories: ["'; drop table parts; --"] }, 'categories', 'Tato možnost tu není'],
  ])('refuse %j at the field, and lose nothing', async (wrong, field, reason) => {
    const answer = await post(`${parts}/new`, { ...fields, 'description.cs': evil, ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`href="#${field}"`)
    expect(plain(answer.text)).toContain(reason)
    expect(answer.text).not.toContain(evil)
    expect(answer.text).toContain('&lt;script&gt;')
    expect(await listParts(world.db, event.id)).toEqual([])
  })

  it('are moved among those that stand', async () => {
    const [a, b, c] = [
      await createPart(world.db, event, { title: 'A' }),
      await createPart(world.db, event, { title: 'B' }),
      await createPart(world.db, event, { title: 'C' }),
    ]
    await inTransaction(world.db, trx => cancelPart(trx, system, { part: b }))
    await post(`${parts}/${c.reference}/move`, { direction: 'up' })
    const order = async () => (await listParts(world.db, event.id)).map(({ title }) => title.cs)
    expect(await order()).toEqual(['C', 'A', 'B'])
    await movePart(world.db, system, { part: a, direction: 'down' })
    expect(await order()).toEqual(['C', 'A', 'B'])
  })

  it('ask as often at 1 as at 30 of them, and keep markup inert', async () => {
    const agent = await owner()
    await createPart(world.db, event)
    const few = await world.queries(() => agent.get(parts))
    for (let number = 0; number < 29; number++) await createPart(world.db, event, { title: `${evil} ${number}` })
    const many = await world.queries(() => agent.get(parts))
    expect(many.count).toBe(few.count)
    expect(many.result.text).not.toContain(evil)
  })
})

describe('a part with people', () => {
  it('is not lowered below what is taken; raised, it goes to those who wait', async () => {
    const part = await createPart(world.db, event, { capacity: 1 })
    for (const who of ['a', 'b', 'c']) await signUp(who, part)
    const one = `${parts}/${part.reference}`
    const low = await post(one, { ...fields, capacity: '0' })
    expect(low.status).toBe(422)
    expect(plain(low.text)).toContain('Obsazených míst je 1')
    expect(await reread(part)).toMatchObject({ capacity: 1, taken: 1, waiting: 2, title: part.title })
    await post(one, { ...fields, capacity: '2' })
    expect(await listText()).toContain('dostali první z čekací listiny')
    expect(await reread(part)).toMatchObject({ capacity: 2, taken: 2, waiting: 1 })
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('tells them of another time, once, and not of another word', async () => {
    const part = await createPart(world.db, event)
    await signUp('jana', part)
    const mails = () => world.db('mails').where({ kind: 'registration-parts' })
    const same = { ...fields, startsDate: '15.9.2027', startsTime: '12:00', endsTime: '13:00', 'placeNote.cs': 'Sál B' }
    await post(`${parts}/${part.reference}`, same)
    expect([(await reread(part))?.calendarSequence, (await mails()).length]).toEqual([0, 0])
    await post(`${parts}/${part.reference}`, { ...same, endsTime: '14:00' })
    expect((await reread(part))?.calendarSequence).toBe(1)
    expect((await mails()).map(({ toAddress }) => toAddress)).toEqual(['jana@example.org'])
  })

  it('is not removed but cancelled: its people are told, keep their registration, and it stays', async () => {
    const part = await createPart(world.db, event, { capacity: 1 })
    for (const who of ['a', 'b']) await signUp(who, part)
    const one = `${parts}/${part.reference}`
    await post(`${one}/remove`)
    expect(await listText()).toContain('odebrat ji nejde')
    expect(plain((await (await owner()).get(`${one}/cancel`)).text)).toContain('2 přihlášení lidé dostanou e-mail')
    expect((await reread(part))?.cancelledAt).toBeNull()
    expect((await post(`${one}/cancel`)).status).toBe(303)
    await post(`${one}/cancel`)
    expect(await reread(part)).toMatchObject({ taken: 0, waiting: 0, calendarSequence: 1 })
    expect(await world.db('mails').where({ kind: 'registration-parts' })).toHaveLength(2)
    expect(await world.db('registrations').where({ status: 'confirmed' })).toHaveLength(2)
    await post(one, fields)
    expect((await reread(part))?.title).toEqual(part.title)
    expect((await (await owner()).get(one)).text).not.toContain('name="capacity"')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('is removed while empty, once, whoever else presses', async () => {
    const part = await createPart(world.db, event)
    const answers = await Promise.all([1, 2, 3].map(() => post(`${parts}/${part.reference}/remove`)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await listParts(world.db, event.id)).toEqual([])
    expect(await world.db('quotas').where({ scope: 'own' }).whereNull('categoryId')).toEqual([])
  })

  it('is removed or signed up for, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const part = await createPart(world.db, event, { title: `Kolo ${round}` })
      const both = await Promise.allSettled([
        signUp(`kolo${round}`, part),
        removePart(world.db, system, { part }).then(({ kind }) => kind),
      ])
      const left = (await listParts(world.db, event.id)).some(({ id }) => id === part.id)
      const signed = await world.db('signUps').where({ partId: part.id })
      expect(both[1]).toEqual({ status: 'fulfilled', value: left ? 'has-sign-ups' : 'removed' })
      expect(signed).toHaveLength(left ? 1 : 0)
    }
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

describe('parts that stand for something', () => {
  const session = async (capacity: number | undefined = 8, rest: { kind?: 'talk' | 'workshop' | 'break' } = {}) => {
    const outcome = await addSession(world.db, system, {
      event,
      session: {
        kind: 'workshop',
        title: { cs: 'Vodík v praxi', en: 'Hydrogen' },
        when: { startsLocal: '2027-09-16T09:00:00', endsLocal: '2027-09-16T10:00:00' },
        capacity,
        ...rest,
      },
    })
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    return outcome.session
  }
  const formOf = (title: string) => ({ kind: 'workshop', 'title.cs': title, capacity: '8', hasWaitingList: 'yes' })

  it('are offered from the programme and the satellites, prefilled, and only once', async () => {
    const { reference } = await session()
    await session(undefined, { kind: 'break' })
    const { organisation } = await world.people()
    const rest = { organisation, parentEventId: event.id, slug: 'digitour', title: { cs: 'Digitour' } }
    await createPublished(world.db, { ...rest, startDate: '2027-09-15', endDate: '2027-09-15' })
    const list = await listText()
    for (const words of ['Vodík v praxi', 'Digitour', `parts/new?session=${reference}`, 'parts/new?satellite=digitour'])
      expect(list).toContain(words)
    const form = (await (await owner()).get(`${parts}/new?session=${reference}`)).text
    expect(form).toContain('value="Vodík v praxi"')
    expect(form).toMatch(/name="capacity" value="8"/)
    expect(form).not.toContain('name="startsDate"')
    await post(`${parts}/new?session=${reference}`, formOf('Vodík'))
    await post(`${parts}/new?satellite=digitour`, { ...formOf('Digitour'), kind: 'satellite' })
    const [first, second] = await listParts(world.db, event.id)
    expect(first).toMatchObject({ sessionReference: reference, startsLocal: '2027-09-16T09:00:00' })
    expect(second).toMatchObject({ kind: 'satellite', startsLocal: '2027-09-15T09:00:00' })
    expect((await post(`${parts}/new?session=${reference}`, formOf('Podruhé'))).status).toBe(404)
    expect((await (await owner()).get(`${parts}/new?session=NENI2345`)).status).toBe(404)
    expect(await listText()).not.toContain('parts/new?')
  })

  it('are made once however many press at the same time', async () => {
    const { reference } = await session()
    const answers = await Promise.all([1, 2, 3].map(() => post(`${parts}/new?session=${reference}`, formOf('Vodík'))))
    for (const { status } of answers) expect([303, 404]).toContain(status)
    expect(await listParts(world.db, event.id)).toHaveLength(1)
  })

  it('take the time of a session when it is released, not before, and tell those who signed up', async () => {
    const { id, reference } = await session()
    const release = async () => {
      await releaseAgenda(world.db, system, { event, note: {} })
      await world.runJobs()
    }
    await release()
    const part = await createPart(world.db, event, {
      source: { sessionReference: reference },
      from: '2027-09-16T06:00:00Z',
      to: '2027-09-16T07:00:00Z',
    })
    await signUp('jana', part)
    const drafted = async () => (await findDraft(world.db, event.id)).sessions.find(one => one.id === id)
    const first = await drafted()
    if (first === undefined) throw new Error('no session')
    const to = { startsLocal: '2027-09-16T11:00:00', endsLocal: '2027-09-16T12:00:00' }
    const moved = await moveSession(world.db, system, { event, session: first, to })
    expect(moved.kind).toBe('saved')
    await world.runJobs()
    expect(await reread(part)).toMatchObject({ startsLocal: '2027-09-16T09:00:00', calendarSequence: 0 })
    await release()
    expect(await reread(part)).toMatchObject({
      startsLocal: '2027-09-16T11:00:00',
      endsLocal: '2027-09-16T12:00:00',
      calendarSequence: 1,
      startsAt: new Date('2027-09-16T08:00:00Z'),
    })
    // One mail, not two: the digest of the release says it.
    const told = await world.db('mails').whereIn('kind', ['registration-parts', 'plan-changed'])
    expect(told.map(({ kind }) => kind)).toEqual(['plan-changed'])
    await release()
    expect((await reread(part))?.calendarSequence).toBe(1)
  })

  it('keep their times when the form is saved with others typed in', async () => {
    const { reference } = await session()
    const part = await createPart(world.db, event, { source: { sessionReference: reference } })
    await post(`${parts}/${part.reference}`, { ...fields, startsTime: '20:00', endsTime: '21:00' })
    expect(await reread(part)).toMatchObject({ startsLocal: part.startsLocal, kind: 'excursion' })
  })

  it('move with a satellite event, and stay on the wall when the zone of the event changes', async () => {
    const { organisation } = await world.people()
    const satellite = await createPublished(world.db, { organisation, parentEventId: event.id, slug: 'digitour' })
    const stands = await createPart(world.db, event, { source: { satelliteEventId: satellite.id } })
    const byHand = await createPart(world.db, event)
    const edit = async ({ id: eventId }: EventRow, times: EventTimes) => {
      await world.db('events').where({ id: eventId }).update(times)
      await inTransaction(world.db, trx => enqueue(trx, eventMoved, { eventId }))
      await world.runJobs()
    }
    await edit(satellite, someTimes({ startTime: '14:00', endDate: '2027-09-15', endTime: '16:00' }))
    expect(await reread(stands)).toMatchObject({ startsLocal: '2027-09-15T14:00:00', endsLocal: '2027-09-15T16:00:00' })
    expect((await reread(byHand))?.calendarSequence).toBe(0)
    await edit(event, someTimes({ zone: 'Europe/Prague' }))
    const after = await reread(byHand)
    expect([after?.startsLocal, after?.startsAt?.toISOString()]).toEqual([
      '2027-09-15T12:00:00',
      '2027-09-15T10:00:00.000Z',
    ])
  })

  it('say so when their session is gone', async () => {
    const part = await createPart(world.db, event, { source: { sessionReference: 'PRYCXXXX' } })
    expect(await listText()).toContain('bod programu se nekoná')
    expect(plain((await (await owner()).get(`${parts}/${part.reference}`)).text)).toContain('Zrušte i část')
  })
})

describe('the parts of an event', () => {
  it('are nothing to the stranger and the door, nor to the owner of another event', async () => {
    const part = await createPart(world.db, event)
    const { doorStaff, stranger, otherOrganisation } = await world.people()
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const agent = await world.as(person)
      for (const path of [parts, `${parts}/new`, `${parts}/${part.reference}`])
        expect((await agent.get(path)).status).toBe(status)
      for (const deed of ['', '/move', '/cancel', '/remove'])
        expect((await agent.post(`${parts}/${part.reference}${deed}`)).status).toBe(status)
    }
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'cizi' })
    const theirs = await createPart(world.db, foreign)
    for (const deed of ['', '/cancel', '/remove']) {
      expect((await (await owner()).get(`${parts}/${theirs.reference}${deed}`)).status).toBe(404)
      expect((await post(`${parts}/${theirs.reference}${deed}`, fields)).status).toBe(404)
    }
    expect(await findPart(world.db, foreign.id, theirs.reference)).toMatchObject({ cancelledAt: null })
  })
})
