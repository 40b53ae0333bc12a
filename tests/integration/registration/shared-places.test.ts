import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { Question, QuestionOptionRow } from '../../../src/features/questions/types.ts'
import { checkCounters } from '../../../src/features/registration/actions/self-check.ts'
import { copyRegistrationSetup } from '../../../src/features/registration/actions/copy.ts'
import {
  addSharedQuota,
  setOptionPlaces,
  type SharedQuotaInput,
} from '../../../src/features/registration/actions/quotas.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { findDisagreements, listCategories } from '../../../src/features/registration/queries/offers.ts'
import { listParts } from '../../../src/features/registration/queries/parts.ts'
import { findOwnQuota, listSharedQuotas } from '../../../src/features/registration/queries/quotas.ts'
import { findSettings } from '../../../src/features/registration/queries/settings.ts'
import type { CategoryRow, PartRow } from '../../../src/features/registration/types/places.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { changeSettings, createCode, createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions'
const quotas = `${base}/quotas`
const evil = '<script>alert(1)</script>'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, mode: 'hybrid' })
  category = await createCategory(world.db, event)
})

const owner = async () => world.as((await world.people()).owner)
type Fields = Record<string, string | string[]>
const post = async (path: string, fields: Fields = {}) => (await owner()).post(path).type('form').send(fields)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const see = async (path: string) => plain((await (await owner()).get(path)).text)
const statusOf = async (who: string) => (await findByEmail(world.db, event.id, `${who}@example.org`)).status
const shared = async () => (await listSharedQuotas(world.db, event.id)).filter(({ scope }) => scope === 'shared')
const signUp = (who: string, ...chosen: PartRow[]) =>
  createRegistration(world.db, category, who, { partIds: chosen.map(({ id }) => id) })
const share = (input: Partial<SharedQuotaInput> & Pick<SharedQuotaInput, 'members'>) =>
  addSharedQuota(world.db, system, { event, input: { name: { cs: 'Autobus' }, capacity: 2, ...input } })
const asMember = ({ id }: PartRow) => ({ kind: 'part' as const, id })
const agrees = async () => expect(await findDisagreements(world.db)).toEqual([])

describe('places that several things share', () => {
  it('are added with what counts already, shown beside it, changed and removed', async () => {
    const [harbour, salt] = [
      await createPart(world.db, event, { title: 'Přístav' }),
      await createPart(world.db, event, {
        title: 'Solnice',
        from: '2027-09-16T09:00:00Z',
        to: '2027-09-16T10:00:00Z',
      }),
    ]
    await signUp('a', harbour)
    await signUp('b', salt)
    const members = [`part.${harbour.reference}`, `part.${salt.reference}`]
    expect((await post(`${quotas}/new`, { 'name.cs': 'Autobus', capacity: '2', members })).status).toBe(303)
    const [quota] = await shared()
    expect(quota).toMatchObject({ name: { cs: 'Autobus' }, capacity: 2, taken: 2, waiting: 0 })
    const list = await see(quotas)
    for (const words of ['Autobus', 'Přístav a Solnice', '2 z 2']) expect(list).toContain(words)
    expect(await see(`${base}/parts`)).toContain('sdílí: Autobus')
    await signUp('c', harbour)
    expect(await world.db('signUps').where({ status: 'waiting' })).toHaveLength(1)
    await agrees()
    const one = `${quotas}/${quota?.reference}`
    expect(await see(one)).toMatch(new RegExp(`value="${members[0]}" checked`))
    await post(one, { 'name.cs': 'Autobus', capacity: '2', members: [members[0] ?? ''] })
    expect((await shared())[0]).toMatchObject({ taken: 2, waiting: 0 })
    expect(await world.db('signUps').where({ status: 'waiting' })).toHaveLength(0)
    await signUp('d', harbour)
    expect(await world.db('signUps').where({ status: 'waiting' })).toHaveLength(1)
    expect(await see(`${one}/remove`)).toContain('Odebrat společná místa Autobus?')
    await post(`${one}/remove`)
    expect([await shared(), await world.db('signUps').where({ status: 'waiting' })]).toEqual([[], []])
    await agrees()
  })

  it('are not saved where those who have places would not fit; nothing of it stays', async () => {
    const part = await createPart(world.db, event)
    for (const who of ['a', 'b', 'c']) await signUp(who, part)
    const fields = { 'name.cs': 'Autobus', capacity: '2', members: [`part.${part.reference}`] }
    const answer = await post(`${quotas}/new`, fields)
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain('Obsazených míst je 3')
    expect(answer.text).toMatch(/name="capacity" value="2"/)
    expect(await shared()).toEqual([])
    await share({ capacity: 5, members: [asMember(part)] })
    const [quota] = await shared()
    const low = await post(`${quotas}/${quota?.reference}`, { ...fields, 'name.cs': 'Jinak' })
    expect(low.status).toBe(422)
    expect((await shared())[0]).toMatchObject({ name: { cs: 'Autobus' }, capacity: 5, taken: 3 })
    await agrees()
  })

  it('may be changed in members and number at once, whichever way they go', async () => {
    const [small, big] = [await createPart(world.db, event), await createPart(world.db, event, { title: 'Velká' })]
    const other = { from: '2027-09-16T09:00:00Z', to: '2027-09-16T10:00:00Z' }
    const third = await createPart(world.db, event, { title: 'Třetí', ...other })
    for (const who of ['a', 'b', 'c']) await signUp(who, big, third)
    await signUp('d', small)
    await share({ capacity: 1, members: [asMember(small)] })
    const one = `${quotas}/${(await shared())[0]?.reference}`
    const fields = (capacity: string, ...parts: PartRow[]) => ({
      'name.cs': 'Autobus',
      capacity,
      members: parts.map(({ reference }) => `part.${reference}`),
    })
    expect((await post(one, fields('7', small, big, third))).status).toBe(303)
    expect((await shared())[0]).toMatchObject({ capacity: 7, taken: 7 })
    expect((await post(one, fields('1', small))).status).toBe(303)
    expect((await shared())[0]).toMatchObject({ capacity: 1, taken: 1 })
    await agrees()
  })

  it('count categories with parts: places are taken together or not at all', async () => {
    const press = await createCategory(world.db, event, { title: 'Tisk' })
    const members = [category, press].map(({ id }) => ({ kind: 'category' as const, id }))
    await share({ capacity: 1, members })
    await createRegistration(world.db, category, 'a')
    await createRegistration(world.db, press, 'b')
    expect([await statusOf('a'), await statusOf('b')]).toEqual(['confirmed', 'waiting'])
    const counters = (await listCategories(world.db, event.id)).map(({ taken, waiting }) => [taken, waiting])
    expect(counters).toEqual([
      [1, 0],
      [0, 1],
    ])
    const registration = await findByEmail(world.db, event.id, 'a@example.org')
    await cancelRegistration(world.db, system, { registration })
    expect(await statusOf('b')).toBe('confirmed')
    await agrees()
  })

  it.each<[Fields, string, string]>([
    [{ 'name.cs': '', 'name.en': '' }, 'name.cs', 'Vyplňte aspoň jeden jazyk'],
    [{ capacity: '' }, 'capacity', 'Vyplňte toto pole'],
    [{ capacity: '-1' }, 'capacity', 'Napište číslo'],
    [{ members: [] }, 'members', 'Zaškrtněte aspoň jednu'],
    [{ members: ['part.CIZI2345'] }, 'members', 'Tato možnost tu není'],
    [{ members: ["quota.' or 1=1"] }, 'members', 'Tato možnost tu není'],
  ])('refuse %j at the field', async (wrong, field, reason) => {
    const members = [`category.${category.reference}`]
    const answer = await post(`${quotas}/new`, {
      'name.cs': 'Autobus',
      capacity: '2',
      members,
      'name.en': evil,
      ...wrong,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`href="#${field}"`)
    expect(answer.text).toContain(`id="${field}"`)
    expect(plain(answer.text)).toContain(reason)
    expect(answer.text).not.toContain(evil)
  })

  it('never count what is of another event', async () => {
    const { otherOrganisation } = await world.people()
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'cizi' })
    const theirs = await createPart(world.db, foreign)
    const fields = { 'name.cs': 'Autobus', capacity: '2', members: [`part.${theirs.reference}`] }
    expect((await post(`${quotas}/new`, fields)).status).toBe(422)
    await addSharedQuota(world.db, system, {
      event: foreign,
      input: { name: { cs: 'Jejich' }, capacity: 1, members: [asMember(theirs)] },
    })
    const [quota] = await listSharedQuotas(world.db, foreign.id)
    expect((await post(`${quotas}/${quota?.reference}`, fields)).status).toBe(404)
    expect((await post(`${quotas}/${quota?.reference}/remove`)).status).toBe(404)
  })

  it('ask as often at 1 as at 20 of them', async () => {
    const agent = await owner()
    const part = await createPart(world.db, event)
    await share({ members: [asMember(part)] })
    const few = await world.queries(() => agent.get(quotas))
    for (let number = 0; number < 19; number++) await share({ name: { cs: evil }, members: [asMember(part)] })
    const many = await world.queries(() => agent.get(quotas))
    expect(many.count).toBe(few.count)
    expect(many.result.text).not.toContain(evil)
  })
})

describe('the places of the whole event', () => {
  const path = `${base}/whole-places`

  it('are set, count who is there, are shown, and are taken away', async () => {
    await createRegistration(world.db, category, 'a')
    await createRegistration(world.db, category, 'b', { attendance: 'online' })
    expect((await post(path, { event: '3', on_site: '1', online: '' })).status).toBe(303)
    await createRegistration(world.db, category, 'c')
    expect(await statusOf('c')).toBe('waiting')
    const list = await see(quotas)
    for (const words of ['2 z 3', '1 z 1', 'bez omezení']) expect(list).toContain(words)
    await agrees()
    await post(path, { event: '3', on_site: '', online: '' })
    expect(await statusOf('c')).toBe('confirmed')
    await agrees()
  })

  it('are not lowered below what is taken, none of them then', async () => {
    for (const who of ['a', 'b']) await createRegistration(world.db, category, who)
    const answer = await post(path, { event: '10', on_site: '1', online: '5' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#on_site"')
    expect(await listSharedQuotas(world.db, event.id)).toEqual([])
    await post(path, { event: '2', on_site: '', online: '' })
    expect((await post(path, { event: '1', on_site: '', online: '' })).status).toBe(422)
    expect((await listSharedQuotas(world.db, event.id))[0]).toMatchObject({ capacity: 2, taken: 2 })
    await agrees()
  })

  it('know ways of coming only where there are two', async () => {
    await world.db('events').where({ id: event.id }).update({ mode: 'on_site' })
    expect(await see(path)).not.toContain('name="online"')
    await post(path, { event: '5', on_site: '1', online: '1' })
    expect((await listSharedQuotas(world.db, event.id)).map(({ scope }) => scope)).toEqual(['event'])
  })
})

describe('the places of an option', () => {
  let question: Question
  let veal: QuestionOptionRow

  beforeEach(async () => {
    question = await createQuestion(world.db, event, 'one_choice', { choices: ['Telecí', 'Tofu'] })
    const [first] = question.options
    if (first === undefined) throw new Error('no option')
    veal = first
  })

  const choose = (who: string) => {
    const answers = [{ questionId: question.id, value: veal.reference, isSensitive: false }]
    return createRegistration(world.db, category, who, { answers, optionIds: [] })
  }
  const setPlaces = (capacity: number | null) =>
    setOptionPlaces(world.db, system, { eventId: event.id, optionId: veal.id, capacity })

  it('count those who chose it before, and refuse fewer than that', async () => {
    for (const who of ['a', 'b']) await choose(who)
    expect(await setPlaces(1)).toEqual({ kind: 'below-taken', taken: 2 })
    expect([await findOwnQuota(world.db, { optionId: veal.id }), await world.db('signUps')]).toEqual([undefined, []])
    expect((await setPlaces(2)).kind).toBe('saved')
    expect(await findOwnQuota(world.db, { optionId: veal.id })).toMatchObject({ capacity: 2, taken: 2 })
    await agrees()
    expect(await setPlaces(null)).toMatchObject({ kind: 'saved' })
    expect([await findOwnQuota(world.db, { optionId: veal.id }), await world.db('signUps')]).toEqual([undefined, []])
    await agrees()
  })

  it('stay counted while they are shared', async () => {
    await choose('a')
    await share({ members: [{ kind: 'option', id: veal.id }] })
    expect((await shared())[0]).toMatchObject({ taken: 1 })
    await setPlaces(1)
    await setPlaces(null)
    expect(await findOwnQuota(world.db, { optionId: veal.id })).toMatchObject({ capacity: null, taken: 1 })
    expect((await shared())[0]).toMatchObject({ taken: 1 })
    expect(await see(quotas)).toContain('Telecí (Otázka)')
    await agrees()
  })
})

describe('the rules', () => {
  const path = `${base}/registration-settings`
  const fields = { promotion: 'offer', offerHours: '24', largestDelegation: '6', joinUrl: '' }

  it('are usual until said otherwise, and come back as they were saved, in the zone of the event', async () => {
    expect(await see(path)).toMatch(/value="at_once" checked/)
    const more = {
      takesDelegations: 'yes',
      asksNeeds: 'yes',
      joinUrl: 'https://meet.example.org/burgas',
      joinFromDate: '15. 9. 2027',
      joinFromTime: '8.30',
      partsCloseDate: '10. 9. 2027',
    }
    expect((await post(path, { ...fields, ...more })).status).toBe(303)
    expect(await findSettings(world.db, event.id)).toMatchObject({
      promotion: 'offer',
      offerHours: 24,
      takesDelegations: true,
      largestDelegation: 6,
      asksNeeds: true,
      asksNewsletter: false,
      confirmsAddress: false,
      waitingFrozenAt: null,
      joinUrl: 'https://meet.example.org/burgas',
      joinFrom: new Date('2027-09-15T05:30:00Z'),
      partsCloseAt: new Date('2027-09-10T20:59:00Z'),
    })
    expect(await see(path)).toContain('value="https://meet.example.org/burgas"')
    const [entry] = await world.db('auditEntries').where({ action: 'registration.settings-changed' })
    expect(JSON.stringify(entry?.details)).not.toContain('meet.example')
  })

  it.each([
    [{ promotion: 'lottery' }, 'promotion'],
    [{ offerHours: '0' }, 'offerHours'],
    [{ offerHours: '721' }, 'offerHours'],
    [{ largestDelegation: '1' }, 'largestDelegation'],
    [{ largestDelegation: '51' }, 'largestDelegation'],
    [{ joinUrl: 'javascript:alert(1)' }, 'joinUrl'],
    [{ joinFromDate: '28. 3. 2027', joinFromTime: '3.30' }, 'joinFromTime'],
    [{ waitingFrozenTime: '9.00' }, 'waitingFrozenDate'],
  ])('refuse %j', async (wrong, field) => {
    const answer = await post(path, { ...fields, ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`href="#${field}"`)
    expect(answer.text).toContain(`id="${field}"`)
    expect(await world.db('registrationSettings')).toEqual([])
  })

  it('that no longer freeze the waiting list give what is free to those who wait', async () => {
    const small = await createCategory(world.db, event, { title: 'Malá', capacity: 1 })
    await createRegistration(world.db, small, 'a')
    await createRegistration(world.db, small, 'b')
    await changeSettings(world.db, event, { waitingFrozenAt: new Date('2020-01-01T00:00:00Z') })
    await cancelRegistration(world.db, system, { registration: await findByEmail(world.db, event.id, 'a@example.org') })
    expect(await statusOf('b')).toBe('waiting')
    await post(path, { ...fields, promotion: 'at_once' })
    expect(await statusOf('b')).toBe('confirmed')
    expect(await see(path)).toContain('dostali první z čekací listiny')
  })
})

describe('the check of counters', () => {
  const path = `${base}/self-check`

  it('says that everything agrees, and what does not', async () => {
    const part = await createPart(world.db, event, { title: evil })
    await signUp('a', part)
    await createCode(world.db, event, 'KLASTR')
    expect(await see(path)).toContain('Všechno souhlasí. Zkontrolováno')
    await world.db('quotas').where({ partId: part.id }).update({ taken: 3, waiting: 1 })
    await world.db('quotas').where({ categoryId: category.id }).update({ taken: 0 })
    await world.db('accessCodes').update({ used: 1 })
    const page = await see(path)
    expect(page).toContain('3 věci nesouhlasí.')
    expect(page).toContain('Počítadlo říká 3 obsazená místa, registrace 1.')
    expect(page).toContain('Počítadlo říká 1 čekající, registrace 0.')
    expect(page).not.toContain(evil)
  })

  it('runs over all events, writes into their history and mends nothing', async () => {
    expect(await checkCounters(world.db, system)).toEqual([])
    await createRegistration(world.db, category, 'a')
    await world.db('quotas').where({ categoryId: category.id }).update({ taken: 5 })
    expect(await checkCounters(world.db, system)).toHaveLength(1)
    const [entry] = await world.db('auditEntries').where({ action: 'registration.disagreement-found' })
    expect(entry).toMatchObject({ eventId: event.id, details: { kind: 'quota', counted: 5, rows: 1 } })
    expect((await listCategories(world.db, event.id))[0]?.taken).toBe(5)
  })
})

describe('the setup of another event', () => {
  it('is copied whole with its places, moments on the wall, and nobody in it', async () => {
    const { organisation } = await world.people()
    const opensAt = new Date('2027-03-01T07:00:00Z')
    const hidden = { isHidden: true, needsApproval: true, approvalHoldsPlace: true, mostPerOrganisation: 2 }
    const speakers = await createCategory(world.db, event, { title: 'Řečník', capacity: null, opensAt, ...hidden })
    const satellite = await createPublished(world.db, { organisation, parentEventId: event.id, slug: 'digitour' })
    const left = await createPublished(world.db, { organisation, parentEventId: event.id, slug: 'zustane' })
    const workshop = await createPart(world.db, event, { categoryIds: [speakers.id], capacity: 7 })
    await createPart(world.db, event, { title: 'Digitour', source: { satelliteEventId: satellite.id } })
    await createPart(world.db, event, { title: 'Zůstane', source: { satelliteEventId: left.id } })
    await createPart(world.db, event, { title: 'Bod', source: { sessionReference: 'STARY234' } })
    const question = await createQuestion(world.db, event, 'one_choice', { choices: ['Telecí', 'Tofu'] })
    const optionId = question.options[0]?.id ?? 0
    await setOptionPlaces(world.db, system, { eventId: event.id, optionId, capacity: 9 })
    await share({
      capacity: 4,
      members: [asMember(workshop), { kind: 'category', id: speakers.id }, { kind: 'option', id: optionId }],
    })
    await post(`${base}/whole-places`, { event: '30', on_site: '20', online: '' })
    const frozen = { waitingFrozenAt: new Date('2027-09-14T09:00:00Z'), joinUrl: 'https://meet.example.org/x' }
    await changeSettings(world.db, event, { promotion: 'offer', ...frozen })
    await createRegistration(world.db, category, 'a')

    const dates = { startDate: '2027-11-15', endDate: '2027-11-17' }
    const copy = await createDraft(world.db, { organisation, slug: 'kopie', mode: 'hybrid', ...dates })
    const copied = await createDraft(world.db, {
      organisation,
      slug: 'kopie-digitour',
      parentEventId: copy.id,
      ...dates,
    })
    const maps = { satellites: new Map([[satellite.id, copied.id]]), sessions: new Map([['STARY234', 'NOVY2345']]) }
    await inTransaction(world.db, trx => copyRegistrationSetup(trx, system, { from: event, to: copy, ...maps }))

    const categories = await listCategories(world.db, copy.id)
    expect(categories.map(({ name, capacity, taken }) => [name.cs, capacity, taken])).toEqual([
      ['Účastník', 40, 0],
      ['Řečník', null, 0],
    ])
    // 61 days later, at the same time on the wall: there summer time began on 28 March and ends on 31 October.
    expect(categories[1]).toMatchObject({ ...hidden, opensAt: new Date('2027-05-01T06:00:00Z') })
    const parts = await listParts(world.db, copy.id)
    expect(
      parts.map(({ title, capacity, taken, sessionReference }) => [title.cs, capacity, taken, sessionReference]),
    ).toEqual([
      ['Dílna', 7, 0, null],
      ['Digitour', 10, 0, null],
      ['Bod', 10, 0, 'NOVY2345'],
    ])
    expect(parts[0]).toMatchObject({
      startsLocal: '2027-11-15T12:00:00',
      startsAt: new Date('2027-11-15T10:00:00Z'),
      categoryIds: [categories[1]?.id],
    })
    expect(parts[1]?.satelliteEventId).toBe(copied.id)
    const all = await listSharedQuotas(world.db, copy.id)
    expect(
      all.map(({ scope, capacity, taken, members }) => [scope, capacity, taken, members.map(({ kind }) => kind)]),
    ).toEqual([
      ['event', 30, 0, []],
      ['on_site', 20, 0, []],
      ['shared', 4, 0, ['category', 'part', 'option']],
    ])
    const options = await world.db('quotas').where({ eventId: copy.id }).whereNotNull('optionId')
    expect(options.map(({ capacity }) => capacity)).toEqual([9])
    expect(await findSettings(world.db, copy.id)).toMatchObject({
      promotion: 'offer',
      joinUrl: '',
      waitingFrozenAt: new Date('2027-11-14T10:00:00Z'),
    })
    await agrees()
  })
})

describe('the setup', () => {
  it('is nothing to the stranger and the door', async () => {
    await share({ members: [{ kind: 'category', id: category.id }] })
    const [quota] = await shared()
    const { doorStaff, stranger } = await world.people()
    const paths = ['quotas', 'quotas/new', `quotas/${quota?.reference}`, 'whole-places', 'registration-settings']
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const agent = await world.as(person)
      for (const path of [...paths, 'self-check']) expect((await agent.get(`${base}/${path}`)).status).toBe(status)
      for (const path of paths.slice(1)) expect((await agent.post(`${base}/${path}`)).status).toBe(status)
      expect((await agent.post(`${base}/quotas/${quota?.reference}/remove`)).status).toBe(status)
    }
    expect(await shared()).toHaveLength(1)
  })
})
