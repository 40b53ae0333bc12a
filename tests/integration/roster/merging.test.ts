import { beforeEach, describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { mergeRegistrations } from '../../../src/features/registration/actions/merge.ts'
import { setOptionPlaces } from '../../../src/features/registration/actions/quotas.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow, PartRow } from '../../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { countDuplicates, listDuplicates } from '../../../src/features/roster/queries/duplicates.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { aRequest, createCategory, createRegistration } from '../../factories/registration.ts'
import { changeSettings, createCode, createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions/registrations/duplicates'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
})

type More = NonNullable<Parameters<typeof aRequest>[2]>
const twin = async (who: string, more: More = {}, inCategory = category) =>
  (await createRegistration(world.db, inCategory, who, { familyName: 'Nováková', ...more })).registration
const again = async ({ id }: Pick<RegistrationRow, 'id'>) => only(await world.db('registrations').where({ id }))
const merge = (keep: RegistrationRow, drop: RegistrationRow) => mergeRegistrations(world.db, system, { keep, drop })
const signUpsOf = async ({ id }: RegistrationRow) =>
  (await world.db('signUps').where({ registrationId: id }).whereNull('cancelledAt').orderBy('id')).map(
    ({ partId, optionId, status }) => ({ partId, optionId, status }),
  )
const mailsSince = async (after: number) =>
  (await world.db('mails').where('id', '>', after).orderBy('id')).map(({ kind, toAddress }) => `${kind} ${toAddress}`)
const lastMail = async () => only(await world.db('mails').orderBy('id', 'desc').limit(1)).id
const exact = async () => expect(await findDisagreements(world.db)).toEqual([])

describe('probable twins', () => {
  it('have the same name, and organisation, beginning of the address or telephone', async () => {
    const phone = await createQuestion(world.db, event, 'phone', { title: 'Telefon' })
    const called = (value: string) => ({ answers: [{ questionId: phone.id, value, isSensitive: false }] })
    const plenty = await createCategory(world.db, event, { title: 'Další' })
    const person = (who: string, more: More) => twin(who, { organisation: '', ...more }, plenty)
    await person('a1', { familyName: 'Stejná', organisation: 'ICUK' })
    await person('a2', { familyName: 'STEJNA', organisation: ' icuk ' })
    await person('lokalni', { familyName: 'Místní' })
    await person('x', { familyName: 'Místní', email: 'LOKALNI@jinde.example' })
    await person('t1', { familyName: 'Volaná', ...called('+420475000111') })
    await person('t2', { familyName: 'Volaná', ...called('+420475000111') })
    await person('n1', { familyName: 'Nikdo' })
    await person('n2', { familyName: 'Nikdo' })
    await person('z1', { familyName: 'Zrušená', organisation: 'ICUK' })
    await cancelRegistration(world.db, visitor, {
      registration: await person('z2', { familyName: 'Zrušená', organisation: 'ICUK' }),
    })
    const found = await listDuplicates(world.db, event.id)
    expect(
      found.map(({ first, sameOrganisation, sameLocalPart, samePhone }) => [
        first.familyName,
        sameOrganisation,
        sameLocalPart,
        samePhone,
      ]),
    ).toEqual([
      ['Místní', false, true, false],
      ['Stejná', true, false, false],
      ['Volaná', false, false, true],
    ])
    expect(await countDuplicates(world.db, event.id)).toBe(3)
    const other = await createPublished(world.db, { organisation: (await world.people()).organisation, slug: 'jina' })
    await twin('a3', { familyName: 'Stejná', organisation: 'ICUK' }, await createCategory(world.db, other))
    expect(await countDuplicates(world.db, event.id)).toBe(3)
  })
})

describe('merging two registrations', () => {
  it('moves the place to the one that waits, and its mail says so', async () => {
    await twin('jina', { familyName: 'Jiná' })
    const drop = await twin('druha')
    const keep = await twin('prvni')
    expect([drop.status, keep.status]).toEqual(['confirmed', 'waiting'])
    const last = await lastMail()
    expect(await merge(keep, drop)).toEqual({ kind: 'merged', improved: true })
    const [kept, dropped] = [await again(keep), await again(drop)]
    expect([kept.status, kept.email, dropped.status, dropped.closingReason]).toEqual([
      'confirmed',
      keep.email,
      'cancelled',
      'merged',
    ])
    expect(kept.calendarSequence).toBe(keep.calendarSequence + 1)
    expect(await mailsSince(last)).toEqual(['registration-promoted prvni@example.org'])
    await exact()
    expect((await merge(keep, drop)).kind).toBe('not-active')
    expect((await merge(keep, keep)).kind).toBe('not-active')
  })

  it('gives the freed place of two to the next, without a mail to either of them', async () => {
    const [keep, drop] = [await twin('prvni'), await twin('druha')]
    const next = await twin('dalsi', { familyName: 'Další' })
    const last = await lastMail()
    expect(await merge(keep, drop)).toEqual({ kind: 'merged', improved: false })
    expect((await again(next)).status).toBe('confirmed')
    expect(await mailsSince(last)).toEqual(['registration-promoted dalsi@example.org'])
    await exact()
  })

  it('keeps the earlier rank of two who wait', async () => {
    for (const who of ['x', 'y']) await twin(who, { familyName: who })
    const early = await twin('drive')
    const between = await twin('mezi', { familyName: 'Mezi' })
    const late = await twin('pozdeji')
    await merge(late, early)
    const kept = await again(late)
    expect([kept.status, kept.queueNumber]).toEqual(['waiting', early.queueNumber])
    expect(Number(kept.queueNumber)).toBeLessThan(Number(between.queueNumber))
    await exact()
  })

  it('takes the category and the code along with a place', async () => {
    const hidden = await createCategory(world.db, event, { title: 'Řečník', capacity: 3, isHidden: true })
    const code = await createCode(world.db, event, 'VITEJTE', { categoryId: hidden.id, mostUses: 2, reserves: true })
    for (const who of ['x', 'y']) await twin(who, { familyName: who })
    const keep = await twin('ceka')
    const drop = await twin('skodem', { code: 'vitejte' }, hidden)
    await merge(keep, drop)
    const kept = await again(keep)
    expect([kept.status, kept.categoryId, kept.accessCodeId]).toEqual(['confirmed', hidden.id, code.id])
    expect(only(await world.db('accessCodes')).used).toBe(1)
    await exact()
    await cancelRegistration(world.db, visitor, { registration: kept })
    expect(only(await world.db('accessCodes')).used).toBe(0)
    await exact()
  })

  it('takes over an offer and an application that holds a place', async () => {
    await changeSettings(world.db, event, { promotion: 'offer' })
    const [first, second] = [await twin('x', { familyName: 'x' }), await twin('y', { familyName: 'y' })]
    const drop = await twin('nabidka')
    const keep = await twin('ceka')
    await cancelRegistration(world.db, visitor, { registration: first })
    expect((await again(drop)).status).toBe('offered')
    const last = await lastMail()
    await merge(keep, await again(drop))
    expect((await again(keep)).status).toBe('offered')
    expect(await mailsSince(last)).toEqual(['registration-offered ceka@example.org'])
    const approved = await createCategory(world.db, event, {
      title: 'Cesta',
      capacity: 2,
      needsApproval: true,
      approvalHoldsPlace: true,
    })
    const applied = await twin('zadost', {}, approved)
    expect(applied.placeHeld).toBe(true)
    const waiting = await twin('dalsi')
    await merge(waiting, applied)
    expect([(await again(waiting)).status, (await again(waiting)).placeHeld]).toEqual(['applied', true])
    expect((await again(second)).status).toBe('confirmed')
    await exact()
  })

  it('moves answers, diet, notes and tags that are missing, and overwrites none', async () => {
    const [job, allergy, both] = [
      await createQuestion(world.db, event, 'short_text', { title: 'Pozice' }),
      await createQuestion(world.db, event, 'short_text', { title: 'Alergie', isSensitive: true }),
      await createQuestion(world.db, event, 'short_text', { title: 'Obojí' }),
    ]
    const say = (questionId: number, value: string, isSensitive = false) => ({ questionId, value, isSensitive })
    const keep = await twin('prvni', { answers: [say(both.id, 'moje')] })
    const drop = await twin('druha', {
      answers: [say(both.id, 'jejich'), say(job.id, 'ředitelka'), say(allergy.id, 'ořechy', true)],
      needs: { dietary: 'vegan', access: '' },
    })
    await world
      .db('registrations')
      .where({ id: keep.id })
      .update({ tags: ['vip'] })
    await world
      .db('registrations')
      .where({ id: drop.id })
      .update({ tags: ['tisk', 'vip'] })
    await world.db('registrationNotes').insert({ registrationId: drop.id, userId: null, body: 'Volala v úterý.' })
    await merge(keep, drop)
    const answers = await world.db('answers').where({ registrationId: keep.id }).orderBy('questionId')
    expect(answers.map(({ questionId, value }) => [questionId, value])).toEqual([
      [job.id, 'ředitelka'],
      [both.id, 'moje'],
    ])
    expect(await world.db('sensitiveAnswers').where({ registrationId: keep.id })).toHaveLength(1)
    expect(await world.db('registrationNeeds').where({ registrationId: keep.id, dietary: 'vegan' })).toHaveLength(1)
    expect(await world.db('registrationNotes').where({ registrationId: keep.id })).toHaveLength(1)
    expect((await again(keep)).tags).toEqual(['tisk', 'vip'])
    const log = JSON.stringify(await world.db('auditEntries').where({ action: 'registration.merged' }))
    expect(log).not.toContain('ředitelka')
  })
})

describe('the sign-ups of two registrations', () => {
  const confirmed = ({ id }: PartRow) => ({ partId: id, optionId: null, status: 'confirmed' })

  it('are joined: the better of two for one part, the missing ones, none that clash', async () => {
    const tight = await createPart(world.db, event, { title: 'Dílna', capacity: 1 })
    const clash = await createPart(world.db, event, {
      title: 'Ve stejnou dobu',
      from: '2027-09-15T09:30:00Z',
      to: '2027-09-15T11:00:00Z',
    })
    const later = await createPart(world.db, event, {
      title: 'Večeře',
      from: '2027-09-15T18:00:00Z',
      to: '2027-09-15T20:00:00Z',
    })
    const roomy = await createCategory(world.db, event, { title: 'Další' })
    const drop = await twin('druha', { partIds: [tight.id, later.id] }, roomy)
    const keep = await twin('prvni', { partIds: [tight.id] }, roomy)
    const third = await twin('treti', { familyName: 'Třetí', partIds: [tight.id] }, roomy)
    expect((await signUpsOf(keep))[0]?.status).toBe('waiting')
    const last = await lastMail()
    await merge(keep, drop)
    expect(await signUpsOf(keep)).toEqual(expect.arrayContaining([confirmed(tight), confirmed(later)]))
    expect((await signUpsOf(third))[0]?.status).toBe('waiting')
    expect(await mailsSince(last)).toEqual(['registration-parts prvni@example.org'])
    await exact()
    const fourth = await twin('ctvrta', { partIds: [clash.id] }, roomy)
    await merge(keep, fourth)
    expect(await signUpsOf(keep)).toHaveLength(2)
    expect(await world.db('quotas').where({ partId: clash.id, taken: 0 })).toHaveLength(1)
    await exact()
  })

  it('that were only wished for are decided when the place comes', async () => {
    const part = await createPart(world.db, event, { capacity: 1 })
    const drop = await twin('druha')
    await twin('x', { familyName: 'x' })
    const keep = await twin('ceka', { partIds: [part.id] })
    expect((await signUpsOf(keep))[0]?.status).toBe('wished')
    await merge(keep, drop)
    expect(await signUpsOf(keep)).toEqual([confirmed(part)])
    await exact()
  })

  it('for options go with the answer', async () => {
    const menu = await createQuestion(world.db, event, 'one_choice', { title: 'Menu', choices: ['Kuře', 'Houby'] })
    const [chicken, mushrooms] = menu.options
    if (chicken === undefined || mushrooms === undefined) throw new Error('no options')
    for (const { id } of [chicken, mushrooms])
      await setOptionPlaces(world.db, system, { eventId: event.id, optionId: id, capacity: 5 })
    const eats = ({ id, reference }: typeof chicken) => ({
      answers: [{ questionId: menu.id, value: reference, isSensitive: false }],
      optionIds: [id],
    })
    const roomy = await createCategory(world.db, event, { title: 'Další' })
    const none = await twin('nic', {}, roomy)
    await merge(none, await twin('kure', eats(chicken), roomy))
    expect(await signUpsOf(none)).toEqual([{ partId: null, optionId: chicken.id, status: 'confirmed' }])
    await merge(none, await twin('houby', eats(mushrooms), roomy))
    expect(await signUpsOf(none)).toEqual([{ partId: null, optionId: chicken.id, status: 'confirmed' }])
    expect(await world.db('quotas').where({ optionId: mushrooms.id, taken: 0 })).toHaveLength(1)
    await exact()
  })
})

describe('merging under a rush', () => {
  it('loses no place and gives none twice', async () => {
    const part = await createPart(world.db, event, { capacity: 2 })
    const pairs = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const more = { familyName: `Dvojí ${n}`, partIds: [part.id] }
        return [await twin(`a${n}`, more), await twin(`b${n}`, more)] as const
      }),
    )
    await Promise.all([
      ...pairs.map(([a, b]) => merge(a, b)),
      ...pairs.map(([a, b]) => merge(b, a)),
      ...pairs.slice(0, 4).map(([a]) => cancelRegistration(world.db, visitor, { registration: a })),
      ...Array.from({ length: 6 }, (_, n) => register(world.db, visitor, aRequest(category, `nova${n}`))),
    ])
    await exact()
    const confirmed = await world.db('registrations').where({ status: 'confirmed' })
    expect(confirmed).toHaveLength(2)
    for (const [a, b] of pairs) {
      const standing = [await again(a), await again(b)].filter(({ status }) => status !== 'cancelled')
      expect(standing.length).toBeLessThanOrEqual(1)
    }
  }, 30_000)
})

describe('the pages', () => {
  const owner = async () => world.as((await world.people()).owner)

  it('list the pairs, compare two and merge them', async () => {
    const agent = await owner()
    expect((await agent.get(base)).text).toContain('Nikdo tu není dvakrát')
    const hostile = '<img src=x onerror=alert(1)>'
    const job = await createQuestion(world.db, event, 'short_text', { title: 'Pozice' })
    const keep = await twin('prvni', { answers: [{ questionId: job.id, value: hostile, isSensitive: false }] })
    const drop = await twin('druha')
    const list = await agent.get(base)
    const pair = `${base}/${keep.reference}/${drop.reference}`
    expect(list.text).toContain(`href="${pair}"`)
    const page = await agent.get(pair)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(hostile)
    expect(page.text).toContain('&lt;img')
    expect((await agent.post(pair).type('form').send({})).status).toBe(422)
    expect((await agent.post(pair).type('form').send({ keep: 'NIKDO' })).status).toBe(422)
    const answer = await agent.post(pair).type('form').send({ keep: keep.reference })
    expect([answer.status, answer.headers['location']]).toEqual([303, base])
    expect((await agent.get(base)).text).toContain('Registrace jsou sloučené')
    expect((await again(drop)).closingReason).toBe('merged')
  })

  it('cost the same for one pair and for many', async () => {
    const agent = await owner()
    for (const who of ['a', 'b']) await twin(who)
    const few = await world.queries(() => agent.get(base))
    for (let n = 0; n < 10; n++) await twin(`c${n}`, { familyName: `Nováková ${n % 3}` })
    const many = await world.queries(() => agent.get(base))
    expect(many.count).toBe(few.count)
  })

  it('are closed to strangers, the door and registrations of other events', async () => {
    const [keep, drop] = [await twin('prvni'), await twin('druha')]
    const pair = `${base}/${keep.reference}/${drop.reference}`
    const { stranger, doorStaff, organisation } = await world.people()
    expect((await (await world.as(stranger)).get(pair)).status).toBe(404)
    expect((await (await world.as(doorStaff)).get(base)).status).toBe(403)
    const other = await createPublished(world.db, { organisation, slug: 'jina' })
    const foreign = await twin('cizi', {}, await createCategory(world.db, other))
    const agent = await owner()
    expect((await agent.get(`${base}/${keep.reference}/${foreign.reference}`)).status).toBe(404)
    expect((await agent.get(`${base}/${keep.reference}/${keep.reference}`)).status).toBe(404)
    expect(await mergeRegistrations(world.db, system, { keep, drop: foreign })).toEqual({ kind: 'not-active' })
  })
})
