import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { changeSignUps } from '../../../src/features/registration/actions/sign-ups.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import { listAnswers, listSensitiveAnswers } from '../../../src/features/registration/queries/answers.ts'
import { listSignUps } from '../../../src/features/registration/queries/sign-ups.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { createCategory, createRegistration, findByEmail, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const list = '/cs/organiser/events/clusters-meet-regions/registrations'
const evil = '<img src=x onerror=alert(1)>'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, mode: 'hybrid' })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const owner = async () => world.as((await world.people()).owner)
const post = async (path: string, fields: Record<string, string | string[]> = {}) =>
  (await owner()).post(path).type('form').send(fields)
const get = async (path: string) => plain((await (await owner()).get(path)).text)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const find = (who: string) => findByEmail(world.db, event.id, `${who}@example.org`)
const statusOf = async (who: string) => (await find(who)).status
const pathOf = async (who: string) => `${list}/${(await find(who)).reference}`

describe('what an organiser decides', () => {
  it('cancels after a question, and the next one is promoted', async () => {
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, category, who)
    const one = await pathOf('a')
    expect(await get(`${one}/cancel`)).toContain('Zrušit registraci: Jana')
    expect(await statusOf('a')).toBe('confirmed')
    expect((await post(`${one}/cancel`)).status).toBe(303)
    expect([await statusOf('a'), await statusOf('c')]).toEqual(['cancelled', 'confirmed'])
    const page = await get(one)
    expect(page).toContain('Registrace je zrušená.')
    expect(page).toContain('Olga Ownerová')
    expect(page).toContain('rozhodl organizátor')
    await post(`${one}/cancel`)
    expect(await get(one)).toContain('Registrace už byla zrušená.')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('promotes and moves only with a reason, which stays in the record', async () => {
    for (const who of ['a', 'b', 'c', 'd', 'e']) await createRegistration(world.db, category, who)
    const [c, e] = [await pathOf('c'), await pathOf('e')]
    for (const path of [`${c}/promote`, `${e}/move`]) expect((await post(path, { position: '1' })).status).toBe(422)
    await post(`${c}/promote`, { reason: 'Slíbeno' })
    expect(await get(c)).toContain('Volné místo není.')
    expect((await post(`${e}/move`, { position: '1', reason: evil })).status).toBe(303)
    const page = await get(e)
    expect(page).toContain('Čeká, 1.')
    expect(page).toContain('Posun v pořadí na 1. místo: „&lt;img')
    expect(page).not.toContain(evil)
    for (const position of ['0', '-1', 'x', '1e9']) {
      expect((await post(`${e}/move`, { position, reason: 'ano' })).status).toBe(422)
    }
    await post(`${await pathOf('a')}/cancel`)
    expect([await statusOf('e'), await statusOf('c')]).toEqual(['confirmed', 'waiting'])
    await post(`${await pathOf('a')}/promote`, { reason: 'x' })
    expect(await get(await pathOf('a'))).toContain('nečeká na místo')
  })

  it('approves into a place, then into the queue, and declines with a reason that the mail carries', async () => {
    const speakers = await createCategory(world.db, event, { title: 'Řečník', capacity: 1, needsApproval: true })
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, speakers, who)
    await post(`${await pathOf('b')}/approve`)
    await post(`${await pathOf('a')}/approve`)
    expect((await post(`${await pathOf('c')}/decline`, { reason: 'x'.repeat(501) })).status).toBe(422)
    await post(`${await pathOf('c')}/decline`, { reason: 'Program je plný' })
    await post(`${await pathOf('c')}/approve`)
    expect([await statusOf('a'), await statusOf('b'), await statusOf('c')]).toEqual([
      'waiting',
      'confirmed',
      'declined',
    ])
    const [mail] = await world.db('mails').where({ kind: 'registration-declined' })
    expect(mail?.payload).toMatchObject({ reason: 'Program je plný' })
    expect(await get(await pathOf('c'))).toContain('Přihláška odmítnuta: „Program je plný“')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('changes category, attendance and parts within the places', async () => {
    const other = await createCategory(world.db, event, { title: 'Host', capacity: 1 })
    const [first, second] = [
      await createPart(world.db, event, { title: 'První', capacity: 1 }),
      await createPart(world.db, event, { title: 'Druhá', from: '2027-09-15T09:30:00Z', to: '2027-09-15T11:00:00Z' }),
    ]
    for (const who of ['a', 'b']) await createRegistration(world.db, category, who)
    const a = await pathOf('a')
    await post(`${a}/category`, { category: other.reference })
    expect((await find('a')).categoryId).toBe(other.id)
    await post(`${await pathOf('b')}/category`, { category: other.reference })
    expect(await get(await pathOf('b'))).toContain('není volné místo')
    expect((await post(`${a}/category`, { category: 'NENI' })).status).toBe(422)
    await post(`${a}/attendance`, { attendance: 'online' })
    expect((await find('a')).attendance).toBe('online')
    expect((await post(`${a}/attendance`, { attendance: 'poštou' })).status).toBe(422)
    expect((await post(`${a}/parts`, { parts: [first.reference, second.reference] })).status).toBe(422)
    expect((await post(`${a}/parts`, { parts: 'NENI' })).status).toBe(422)
    expect((await post(`${a}/parts`, { parts: first.reference })).status).toBe(303)
    await post(`${await pathOf('b')}/parts`, { parts: first.reference })
    const waits = await get(await pathOf('b'))
    expect(waits).toContain('čeká, 1.')
    const promote = `${await pathOf('b')}/places/${first.reference}/promote`
    expect((await post(promote)).status).toBe(422)
    await post(promote, { reason: 'Vede dílnu' })
    expect(await get(await pathOf('b'))).toContain('V této části není volné místo.')
    expect((await post(`${await pathOf('b')}/places/${second.reference}/promote`, { reason: 'x' })).status).toBe(404)
    await post(`${a}/parts`)
    expect((await listSignUps(world.db, (await find('b')).id)).map(({ status }) => status)).toEqual(['confirmed'])
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('does nothing for the stranger and the door, nor for registrations of other events', async () => {
    await createRegistration(world.db, category, 'a')
    const one = await pathOf('a')
    const deeds = [
      'cancel',
      'edit',
      'approve',
      'decline',
      'promote',
      'move',
      'category',
      'attendance',
      'parts',
      'resend',
      'notes',
      'tags',
      'tags/remove',
    ]
    const { doorStaff, stranger, otherOrganisation } = await world.people()
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const agent = await world.as(person)
      for (const deed of deeds) expect([deed, (await agent.post(`${one}/${deed}`)).status]).toEqual([deed, status])
    }
    expect(await statusOf('a')).toBe('confirmed')
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'cizi' })
    const elsewhere = await createCategory(world.db, foreign)
    const { registration: theirs } = await createRegistration(world.db, elsewhere, 'z')
    for (const deed of deeds) expect((await post(`${list}/${theirs.reference}/${deed}`)).status).toBe(404)
    expect((await (await owner()).get(`${list}/${theirs.reference}`)).status).toBe(404)
  })
})

describe('notes, tags and the timeline', () => {
  it('tells everything in one line, newest first, with notes and mails, inert', async () => {
    await createRegistration(world.db, category, 'a')
    const one = await pathOf('a')
    await post(`${one}/notes`, { note: `Volá v pondělí ${evil}` })
    await post(`${one}/tags`, { tag: `VIP ${evil}` })
    await post(`${one}/resend`)
    await world.runJobs()
    const page = await get(one)
    const timeline = /<ol class="timeline">.*?<\/ol>/s.exec(page)?.[0] ?? ''
    const told = [...timeline.matchAll(/<span class="what">([^<]*)<\/span>/g)].map(([, what]) => what)
    expect(told.slice(0, 3).join()).toMatch(/Máte místo/)
    expect(told).toContain('E-mail poslán znovu')
    expect(told).toContain('Přidán štítek')
    expect(told.findIndex(what => what?.startsWith('Volá'))).toBeGreaterThan(told.indexOf('Přidán štítek'))
    expect(told.at(-1)).toBe('Registrace potvrzena')
    expect(timeline).toContain('Odesláno')
    expect(page).not.toContain(evil)
    expect(JSON.stringify(await world.db('auditEntries').select('details'))).not.toContain('pondělí')
  })

  it('keeps tags short, single and few, and takes them off', async () => {
    await createRegistration(world.db, category, 'a')
    const one = await pathOf('a')
    for (const tag of ['  VIP ', 'VIP', '', ' , ; ', 'x'.repeat(41), 'hotel,jih', 'a\u0000b\u202e']) {
      expect((await post(`${one}/tags`, { tag })).status).toBe(303)
    }
    expect((await find('a')).tags).toEqual(['VIP', 'hotel jih', 'a b'])
    await post(`${one}/tags/remove`, { tag: 'VIP' })
    expect((await find('a')).tags).toEqual(['hotel jih', 'a b'])
    for (let index = 0; index < 25; index += 1) await post(`${one}/tags`, { tag: `t${index}` })
    expect((await find('a')).tags).toHaveLength(20)
    expect((await post(`${one}/notes`, { note: ' ' })).status).toBe(303)
    expect(await world.db('registrationNotes')).toEqual([])
  })

  it('names the parts that somebody signed up for, waited for, got and left, and why', async () => {
    const [small, big] = [
      await createPart(world.db, event, { title: 'Exkurze', capacity: 1 }),
      await createPart(world.db, event, { title: 'Večeře', from: '2027-09-15T17:00:00Z', to: '2027-09-15T19:00:00Z' }),
    ]
    const first = (await createRegistration(world.db, category, 'prvni', { partIds: [small.id] })).registration
    const { registration } = await createRegistration(world.db, category, 'jana')
    await changeSignUps(world.db, system, { registration, partIds: [small.id, big.id] })
    await changeSignUps(world.db, system, { registration, partIds: [small.id] })
    await changeSignUps(world.db, system, { registration: first, partIds: [] })
    const page = await get(await pathOf('jana'))
    expect(page).toContain('Zápis do části: Večeře; Čekací listina části: Exkurze')
    expect(page).toContain('Odhlášení z části: Večeře')
    expect(page).toContain('Místo v části z čekací listiny: Exkurze')
  })

  it('asks as often for a long history as for a short one', async () => {
    await createRegistration(world.db, category, 'a')
    const one = await pathOf('a')
    const agent = await owner()
    const few = await world.queries(() => agent.get(one))
    for (let index = 0; index < 10; index += 1) await post(`${one}/notes`, { note: `n${index}` })
    const many = await world.queries(() => agent.get(one))
    expect(many.count).toBe(few.count)
  })
})

describe('the questions of the form', () => {
  it('are answered by an organiser, sensitive ones kept apart; what is the person’s own stays', async () => {
    const flight = await createQuestion(world.db, event, 'yes_no', { title: 'Letadlem' })
    const number = await createQuestion(world.db, event, 'short_text', {
      title: 'Číslo letu',
      isRequired: true,
      shownIf: flight.reference,
      shownIfValues: ['yes'],
    })
    const health = await createQuestion(world.db, event, 'short_text', { title: 'Zdraví', isSensitive: true })
    const consent = await createQuestion(world.db, event, 'consent', { title: 'Souhlas', isRequired: true })
    const answers = [{ questionId: consent.id, value: true, isSensitive: false }]
    const { registration } = await createRegistration(world.db, category, 'a', { answers })
    const edit = `${await pathOf('a')}/edit`
    const form = await get(edit)
    expect(form).toContain(`name="q.${flight.reference}"`)
    expect(form).not.toContain(`name="q.${consent.reference}"`)
    const fields = { ...formOf(category, 'a'), [`q.${flight.reference}`]: 'yes', [`q.${health.reference}`]: 'Cukrovka' }
    const asked = ['-', flight.reference, health.reference]
    const again = await post(edit, { ...fields, asked })
    expect(again.status).toBe(422)
    expect(again.text).toContain(`name="q.${number.reference}"`)
    const whole = { ...fields, asked: [...asked, number.reference], [`q.${number.reference}`]: `OK 1 ${evil}` }
    expect((await post(edit, whole)).status).toBe(303)
    expect(await listAnswers(world.db, registration.id)).toEqual(
      new Map<number, unknown>([
        [consent.id, true],
        [flight.id, true],
        [number.id, `OK 1 ${evil}`],
      ]),
    )
    expect(await listSensitiveAnswers(world.db, registration.id)).toEqual(new Map([[health.id, 'Cukrovka']]))
    const page = await get(await pathOf('a'))
    expect(page).toContain('Cukrovka')
    expect(page).toContain('OK 1 &lt;img')
    expect(page).toContain('Změna odpovědí: Letadlem, Číslo letu a Zdraví')
    expect((await get(`${list}?q=cukrovka`)).match(/<th scope="row">/g)).toBeNull()
  })

  it('hold the places of options, and say which one is full', async () => {
    const room = await createQuestion(world.db, event, 'one_choice', { title: 'Pokoj', choices: ['Jedno', 'Dvou'] })
    const [single] = room.options
    const { countOption } = await import('../../../src/features/registration/actions/option-places.ts')
    const { inTransaction } = await import('../../../src/core/database.ts')
    const { lockLedger } = await import('../../../src/features/registration/queries/ledger.ts')
    await inTransaction(world.db, async trx => {
      await lockLedger(trx, event.id)
      await countOption(trx, { eventId: event.id, optionId: single?.id ?? 0 })
    })
    await world
      .db('quotas')
      .where({ optionId: single?.id ?? 0 })
      .update({ capacity: 1 })
    for (const who of ['a', 'b']) await createRegistration(world.db, category, who)
    const fields = (who: string) => ({ ...formOf(category, who), [`q.${room.reference}`]: single?.reference ?? '' })
    expect((await post(`${await pathOf('a')}/edit`, fields('a'))).status).toBe(303)
    const full = await post(`${await pathOf('b')}/edit`, { ...fields('b'), givenName: 'Zůstane' })
    expect(full.status).toBe(422)
    expect(plain(full.text)).toContain('Možnost „Jedno“ už je obsazená')
    expect(full.text).toContain('value="Zůstane"')
    expect((await find('b')).givenName).toBe('Jana')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('are part of adding by hand, with attendance and parts, beyond the closing, never beyond the places', async () => {
    const question = await createQuestion(world.db, event, 'short_text', { title: 'Let', isRequired: true })
    await createQuestion(world.db, event, 'consent', { title: 'Souhlas', isRequired: true })
    const part = await createPart(world.db, event, { closesAt: new Date('2020-01-01T00:00:00Z') })
    const closed = await createCategory(world.db, event, {
      title: 'Host',
      capacity: 1,
      closesAt: new Date('2020-01-01T00:00:00Z'),
      hasWaitingList: false,
    })
    const fields = {
      ...formOf(closed, 'host'),
      [`q.${question.reference}`]: 'OK 1',
      attendance: 'online',
      parts: part.reference,
    }
    expect((await get(`${list}/new`)).match(/name="parts"/g)).toHaveLength(1)
    expect((await post(`${list}/new`, { ...fields, [`q.${question.reference}`]: '' })).status).toBe(422)
    expect((await post(`${list}/new`, fields)).status).toBe(303)
    expect(await find('host')).toMatchObject({ status: 'confirmed', attendance: 'online' })
    expect((await listSignUps(world.db, (await find('host')).id)).map(({ partId }) => partId)).toEqual([part.id])
    const full = await post(`${list}/new`, { ...fields, email: 'dalsi@example.org', organisation: 'Zůstane' })
    expect(full.status).toBe(422)
    expect(full.text).toContain('value="Zůstane"')
    const known = await post(`${list}/new`, { ...fields, category: category.reference })
    expect(known.headers['location']).toBe(await pathOf('host'))
    expect((await post(`${list}/new`, { ...fields, email: 'neni' })).status).toBe(422)
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('changes the address, which voids the old link and sends a new one; not to one that is taken', async () => {
    for (const who of ['a', 'b']) await createRegistration(world.db, category, who)
    const edit = `${await pathOf('a')}/edit`
    const taken = await post(edit, { ...formOf(category, 'B') })
    expect(taken.status).toBe(422)
    expect(taken.text).toContain('href="#email"')
    expect((await post(edit, formOf(category, 'nova'))).status).toBe(303)
    expect((await find('nova')).tokenVersion).toBe(1)
    expect(await world.db('mails').where({ toAddress: 'nova@example.org', kind: 'registration-link' })).toHaveLength(1)
  })
})
