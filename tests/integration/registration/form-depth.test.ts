import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { addSharedQuota, setOptionPlaces } from '../../../src/features/registration/actions/quotas.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, createRegistration, findByEmail, formOf } from '../../factories/registration.ts'
import { changeSettings, createCode, createPart } from '../../factories/registration-depth.ts'
import { countingQueries } from '../../support/queries.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const path = '/cs/events/clusters-meet-regions/registration'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event)
})

type Fields = Record<string, string | string[]>
const post = (fields: Fields) => world.agent().post(path).type('form').send(fields)
const get = (query = '') => world.agent().get(`${path}${query}`)
/** As a reader sees it. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const signUpsOf = async (who: string) => {
  const { id } = await findByEmail(world.db, event.id, `${who}@example.org`)
  return world.db('signUps').where({ registrationId: id }).orderBy('id')
}

describe('a form without extras', () => {
  it('has nothing of them', async () => {
    const { text } = await get()
    for (const extra of [
      'name="attendance"',
      'name="parts"',
      'name="code"',
      'name="asked"',
      'multipart',
      'delegation',
    ]) {
      expect(text).not.toContain(extra)
    }
  })

  it('asks for diet, access and further invitations only where the settings say so', async () => {
    await changeSettings(world.db, event, { asksNeeds: false, asksNewsletter: false, takesDelegations: true })
    const { text } = await get()
    expect(text).not.toContain('name="dietary"')
    expect(text).not.toContain('name="newsletter"')
    expect(text).toContain(`href="${path}/delegation"`)
    await post(formOf(category, 'jana', { dietary: 'vegan', access: 'rampa', newsletter: 'yes' }))
    expect(await world.db('registrationNeeds')).toEqual([])
    expect((await world.db('consents')).map(({ purpose }) => purpose)).toEqual(['participation'])
  })
})

describe('parts in the form', () => {
  it('are shown by day with their places, and chosen with the registration', async () => {
    const workshop = await createPart(world.db, event, { title: 'Nové trendy', capacity: 2 })
    const dinner = await createPart(world.db, event, {
      title: 'Večeře',
      kind: 'meal',
      from: '2027-09-16T16:00:00Z',
      to: '2027-09-16T18:00:00Z',
      capacity: null,
    })
    const { text } = await get()
    expect(plain(text)).toContain('Středa 15. září')
    expect(plain(text)).toContain('Čtvrtek 16. září')
    expect(plain(text)).toContain('zbývají 2 místa')
    expect(plain(text)).toContain('12.00–13.00, Sál B.')
    const answer = await post({ ...formOf(category, 'jana'), parts: [workshop.reference, dinner.reference] })
    expect(answer.headers['location']).toBe(`${path}/done?state=place`)
    const signUps = await signUpsOf('jana')
    expect(signUps.map(({ partId, status }) => [partId, status])).toEqual([
      [workshop.id, 'confirmed'],
      [dinner.id, 'confirmed'],
    ])
    expect(plain((await get()).text)).toContain('zbývá 1 místo')
  })

  it('offers the waiting list of a full one with the position, and refuses one without a list', async () => {
    const queued = await createPart(world.db, event, { title: 'S listinou', capacity: 1 })
    const shut = await createPart(world.db, event, { title: 'Bez listiny', capacity: 1, hasWaitingList: false })
    await post({ ...formOf(category, 'prvni'), parts: queued.reference })
    await createRegistration(world.db, category, 'druhy', { partIds: [shut.id] })
    const { text } = await get()
    expect(plain(text)).toContain('zařadíte na čekací listinu jako 1. v pořadí')
    expect(text).toMatch(new RegExp(`value="${shut.reference}" disabled`))
    const waits = await post({ ...formOf(category, 'jana'), parts: queued.reference })
    expect(waits.headers['location']).toBe(`${path}/done?state=place`)
    expect((await signUpsOf('jana')).map(({ status }) => status)).toEqual(['waiting'])
    const refused = await post({ ...formOf(category, 'karel', { organisation: 'Kraj' }), parts: shut.reference })
    expect(refused.status).toBe(409)
    expect(plain(refused.text)).toContain('„Bez listiny“ je už obsazené')
    expect(refused.text).toContain('href="#parts"')
    expect(refused.text).toContain('value="Kraj"')
    expect(await world.db('registrations').where({ email: 'karel@example.org' })).toEqual([])
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('names both of two that are at the same time; one that begins as another ends is no clash', async () => {
    const first = await createPart(world.db, event, { title: 'Ranní' })
    const second = await createPart(world.db, event, {
      title: 'Souběžná',
      from: '2027-09-15T09:59:00Z',
      to: '2027-09-15T11:00:00Z',
    })
    const third = await createPart(world.db, event, {
      title: 'Navazující',
      from: '2027-09-15T10:00:00Z',
      to: '2027-09-15T11:00:00Z',
    })
    const clash = await post({ ...formOf(category, 'jana'), parts: [first.reference, second.reference] })
    expect(clash.status).toBe(422)
    expect(plain(clash.text)).toContain('„Ranní“ a „Souběžná“ jsou ve stejnou dobu')
    expect(clash.text).toMatch(new RegExp(`value="${first.reference}" checked`))
    const fine = await post({ ...formOf(category, 'jana'), parts: [first.reference, third.reference] })
    expect(fine.status).toBe(303)
  })

  it('refuses a part of another category, another way of coming, another event, a closed and a cancelled one', async () => {
    const other = await createCategory(world.db, event, { title: 'Hosté' })
    const forGuests = await createPart(world.db, event, { title: 'Pro hosty', categoryIds: [other.id] })
    const online = await createPart(world.db, event, { title: 'Přenos', attendance: 'online' })
    const late = await createPart(world.db, event, { title: 'Pozdě', closesAt: new Date('2020-01-01T00:00:00Z') })
    const gone = await createPart(world.db, event, { title: 'Zrušená' })
    await world
      .db('parts')
      .where({ id: gone.id })
      .update({ cancelledAt: new Date('2026-01-01T00:00:00Z') })
    const { organisation } = await world.people()
    const elsewhere = await createPublished(world.db, { organisation, slug: 'jinde' })
    const foreign = await createPart(world.db, elsewhere)
    const reasons: [string, string][] = [
      [forGuests.reference, 'není pro kategorii'],
      [online.reference, 'není pro způsob účasti'],
      [late.reference, 'přihlašovat nejde'],
      [gone.reference, 'v nabídce není'],
      [foreign.reference, 'v nabídce není'],
      ['<script>', 'v nabídce není'],
    ]
    for (const [reference, reason] of reasons) {
      const answer = await post({ ...formOf(category, 'jana'), parts: reference })
      expect([answer.status, plain(answer.text).includes(reason)]).toEqual([422, true])
      expect(answer.text).toContain('href="#parts"')
    }
    expect(await world.db('registrations')).toEqual([])
    const page = await get(`?category=${category.reference}`)
    expect(page.text).not.toContain(forGuests.reference)
    expect(page.text).not.toContain(gone.reference)
    expect(plain((await get()).text)).toContain('Jen pro: Hosté.')
  })

  it('says twice the same to whoever took the last place of a part', async () => {
    const last = await createPart(world.db, event, { capacity: 1, hasWaitingList: false })
    const form = { ...formOf(category, 'jana'), parts: last.reference }
    const answers = [await post(form), await post(form)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await world.db('registrations')).toHaveLength(1)
  })

  it('tells the page of a satellite event whose form it is in', async () => {
    const { organisation } = await world.people()
    const satellite = await createPublished(world.db, { organisation, slug: 'digitour' })
    await createPart(world.db, event, { title: 'DIGITOUR', source: { satelliteEventId: satellite.id } })
    const own = path.replace('clusters-meet-regions', 'digitour')
    const closed = await world.agent().get(own)
    expect(closed.status).toBe(200)
    expect(closed.text).toContain(`href="${path}"`)
    expect(plain(closed.text)).toContain('společným formulářem')
    await createCategory(world.db, satellite)
    const open = await world.agent().get(own)
    expect(open.text).toContain(`href="${path}"`)
    expect(open.text).toContain('name="email"')
  })
})

describe('a hybrid event', () => {
  beforeEach(async () => {
    await world.db('events').where({ id: event.id }).update({ mode: 'hybrid' })
  })

  it('asks how one takes part, and counts the places of each way', async () => {
    await world.db('quotas').insert({ eventId: event.id, scope: 'on_site', reference: 'ONSITE22', capacity: 1 })
    const page = await get()
    expect(page.text).toContain('name="attendance"')
    expect(plain(page.text)).toContain('zbývá 1 místo')
    expect(page.text).toMatch(/value="on_site"[^>]* checked/)
    const strange = await post(formOf(category, 'jana', { attendance: 'teleport' }))
    expect(strange.status).toBe(422)
    expect(strange.text).toContain('href="#attendance"')
    // Unsaid is on site.
    const sent = [{}, { attendance: 'online' }].map((way, index) => post(formOf(category, `host${index}`, way)))
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([303, 303])
    const rows = await world.db('registrations').orderBy('attendance')
    expect(rows.map(({ attendance, status }) => [attendance, status])).toEqual([
      ['on_site', 'confirmed'],
      ['online', 'confirmed'],
    ])
    const waits = await post(formOf(category, 'pozdni', { attendance: 'on_site' }))
    expect(waits.headers['location']).toContain('state=waiting')
  })

  it('says at the field that one way is full where nobody queues', async () => {
    const strict = await createCategory(world.db, event, { title: 'Bez čekání', hasWaitingList: false })
    await world.db('quotas').insert({ eventId: event.id, scope: 'online', reference: 'ONLINE22', capacity: 0 })
    const answer = await post(formOf(strict, 'jana', { attendance: 'online' }))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('href="#attendance"')
  })
})

describe('questions in the form', () => {
  it('are asked, answered and stored, sensitive ones apart', async () => {
    const topic = await createQuestion(world.db, event, 'one_choice', {
      title: 'Téma',
      choices: ['Vodík', 'Cloud'],
      isRequired: true,
    })
    const skills = await createQuestion(world.db, event, 'several_choices', { title: 'Obory', choices: ['A', 'B'] })
    const allergy = await createQuestion(world.db, event, 'long_text', { title: 'Alergie', isSensitive: true })
    const agreed = await createQuestion(world.db, event, 'consent', {
      title: 'Zveřejněte mě v seznamu.',
      purpose: { cs: 'Seznam uvidí registrovaní.' },
    })
    const page = await get()
    expect(page.text).toContain('Téma')
    const missing = await post({ ...formOf(category, 'jana'), asked: ['-', topic.reference] })
    expect(missing.status).toBe(422)
    expect(missing.text).toContain(`href="#q.${topic.reference}"`)
    const [chosen] = topic.options
    const fields = {
      ...formOf(category, 'jana'),
      [`q.${topic.reference}`]: chosen?.reference ?? '',
      [`q.${skills.reference}`]: skills.options.map(({ reference }) => reference),
      [`q.${allergy.reference}`]: 'ořechy',
      [`q.${agreed.reference}`]: 'yes',
    }
    expect((await post(fields)).status).toBe(303)
    const answers = await world.db('answers').orderBy('questionId')
    expect(answers.map(({ questionId, value }) => [questionId, value])).toEqual([
      [topic.id, [chosen?.reference]],
      [skills.id, skills.options.map(({ reference }) => reference)],
      [agreed.id, true],
    ])
    const sensitive = await world.db('sensitiveAnswers')
    expect(sensitive.map(({ questionId, value }) => [questionId, value])).toEqual([[allergy.id, 'ořechy']])
    const consents = await world.db('consents').where({ purpose: 'question' })
    expect(
      consents.map(({ questionId, textVersion, textShown }) => [questionId, textVersion, plain(textShown)]),
    ).toEqual([[agreed.id, 1, 'Zveřejněte mě v seznamu. Seznam uvidí registrovaní.']])
  })

  it('comes back with what became visible, without a complaint and with everything typed', async () => {
    const bus = await createQuestion(world.db, event, 'yes_no', { title: 'Pojedete autobusem?' })
    const stop = await createQuestion(world.db, event, 'short_text', {
      title: 'Kde nastoupíte?',
      isRequired: true,
      shownIf: bus.reference,
      shownIfValues: ['yes'],
    })
    const asked = ['-', bus.reference]
    const first = await post({ ...formOf(category, 'jana'), asked, [`q.${bus.reference}`]: 'yes' })
    expect(first.status).toBe(422)
    expect(first.text).toContain('id="newly-asked"')
    expect(first.text).not.toContain('class="error"')
    expect(first.text).toContain('value="jana@example.org"')
    expect(await world.db('registrations')).toEqual([])
    const both = { ...formOf(category, 'jana'), asked: [...asked, stop.reference], [`q.${bus.reference}`]: 'yes' }
    expect((await post(both)).status).toBe(422)
    expect((await post({ ...both, [`q.${stop.reference}`]: 'Děčín' })).status).toBe(303)
  })

  it('asks the questions of a category when it is chosen, without a script', async () => {
    const speakers = await createCategory(world.db, event, { title: 'Řečník' })
    const title = await createQuestion(world.db, event, 'short_text', {
      title: 'Název příspěvku',
      isRequired: true,
      categoryIds: [speakers.id],
    })
    expect((await post({ ...formOf(category, 'host'), asked: '-' })).status).toBe(303)
    const first = await post({ ...formOf(speakers, 'jana'), asked: '-' })
    expect([first.status, first.text.includes('id="newly-asked"')]).toEqual([422, true])
    const preselected = await get(`?category=${speakers.reference}`)
    expect(preselected.text).toContain(`value="${title.reference}"`)
  })

  it('counts the places of options, and refuses a full one at its question', async () => {
    const lunch = await createQuestion(world.db, event, 'one_choice', { title: 'Oběd', choices: ['Ryba', 'Houby'] })
    const [fish] = lunch.options
    await setOptionPlaces(world.db, system, { eventId: event.id, optionId: fish?.id ?? 0, capacity: 1 })
    const field = `q.${lunch.reference}`
    expect(plain((await get()).text)).toContain('zbývá 1 místo')
    const form = (who: string) => ({ ...formOf(category, who), [field]: fish?.reference ?? '' })
    expect((await post(form('jana'))).status).toBe(303)
    expect((await signUpsOf('jana')).map(({ optionId }) => optionId)).toEqual([fish?.id])
    const full = await post(form('karel'))
    expect(full.status).toBe(409)
    expect(full.text).toContain(`href="#${field}"`)
    expect(plain(full.text)).toContain('Možnost „Ryba“ už je obsazená')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('shows hostile labels and answers as text', async () => {
    const question = await createQuestion(world.db, event, 'short_text', { title: '<img src=x onerror=alert(1)>' })
    const answer = await post({
      ...formOf(category, 'jana', { email: '' }),
      [`q.${question.reference}`]: '"><script>alert(1)</script>',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).not.toContain('<img src=x')
    expect(answer.text).not.toContain('<script>alert')
  })
})

describe('access codes', () => {
  let hidden: CategoryRow

  beforeEach(async () => {
    hidden = await createCategory(world.db, event, { title: 'Hosté', isHidden: true })
    await createCode(world.db, event, 'vip-2027', { categoryId: hidden.id, mostUses: 1 })
  })

  it('open a hidden category from a link or from the field, and are used up', async () => {
    expect((await get()).text).not.toContain(hidden.reference)
    const opened = await get('?code=VIP%202027')
    expect(opened.status).toBe(200)
    expect(opened.headers['cache-control']).toContain('no-store')
    expect(opened.text).toMatch(new RegExp(`value="${hidden.reference}" checked`))
    expect(opened.text).toContain('type="hidden" name="code" value="VIP 2027"')
    const form = formOf(hidden, 'jana', { code: 'vip2027' })
    const answers = [await post(form), await post(form)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const other = await post(formOf(hidden, 'karel', { code: 'vip2027' }))
    expect(other.status).toBe(409)
    expect(other.text).toContain('href="#code"')
    expect(plain(other.text)).toContain('už je vyčerpaný')
    expect(plain((await get('?code=vip2027')).text)).toContain('už je vyčerpaný')
    expect(await world.db('registrations')).toHaveLength(1)
  })

  it('say at the field that they are wrong, and open nothing', async () => {
    for (const code of ['nic', '%00', 'x'.repeat(300), '%3Cscript%3Ealert(1)%3C%2Fscript%3E', "' or 1=1 --"]) {
      const answer = await get(`?code=${code}`)
      if (answer.status === 200) expect(code).toBe('%00')
      else expect([answer.status, answer.text.includes('id="code-error"')]).toEqual([422, true])
      expect(answer.text).not.toContain(hidden.reference)
      expect(answer.text).not.toContain('<script>alert')
    }
    const sneaked = await post(formOf(hidden, 'jana', { code: 'nic' }))
    expect(sneaked.status).toBe(422)
    const without = await post(formOf(hidden, 'jana'))
    expect(without.status).toBe(422)
    const { organisation } = await world.people()
    const elsewhere = await createPublished(world.db, { organisation, slug: 'jinde' })
    await createCode(world.db, elsewhere, 'CIZIKOD')
    expect((await get('?code=CIZIKOD')).status).toBe(422)
    expect(await world.db('registrations')).toEqual([])
  })

  it('are asked for where everything is hidden, and keep places where they reserve them', async () => {
    const { organisation } = await world.people()
    const closed = await createPublished(world.db, { organisation, slug: 'na-pozvani' })
    const guests = await createCategory(world.db, closed, { title: 'Pozvaní', isHidden: true, capacity: 1 })
    await createCode(world.db, closed, 'KLIC', { categoryId: guests.id, reserves: true })
    const own = path.replace('clusters-meet-regions', 'na-pozvani')
    const asking = await world.agent().get(own)
    expect([asking.status, asking.text.includes('name="code"')]).toEqual([200, true])
    expect(plain(asking.text)).toContain('Registrace je na pozvání')
    const opened = await world.agent().get(`${own}?code=klic`)
    expect(plain(opened.text)).toContain('zbývá 1 místo')
    const answer = await world
      .agent()
      .post(own)
      .type('form')
      .send(formOf(guests, 'jana', { code: 'klic' }))
    expect(answer.headers['location']).toBe(`${own}/done?state=place`)
  })
})

describe('what the engine says no to', () => {
  it('says how many of one organisation may come, at the organisation', async () => {
    const limited = await createCategory(world.db, event, { title: 'Klastr', mostPerOrganisation: 1 })
    expect((await post(formOf(limited, 'jana', { organisation: 'ICUK' }))).status).toBe(303)
    const second = await post(formOf(limited, 'karel', { organisation: ' icuk ' }))
    expect(second.status).toBe(409)
    expect(second.text).toContain('href="#organisation"')
    expect(plain(second.text)).toContain('nejvýše 1 člověk')
  })

  it('asks for the organisation where places are counted by it, and only there', async () => {
    const limited = await createCategory(world.db, event, { title: 'Klastr', mostPerOrganisation: 2 })
    const form = plain((await world.agent().get(path)).text)
    expect(form).toContain('Povinná pro: Klastr.')
    const nowhere = await post(formOf(limited, 'jana', { organisation: '  ' }))
    expect(nowhere.status).toBe(422)
    expect(nowhere.text).toContain('href="#organisation"')
    expect(plain(nowhere.text)).toContain('Napište, odkud jste.')
    expect(nowhere.text).toMatch(/id="organisation"[^>]* required/)
    expect((await post(formOf(category, 'jana', { organisation: '' }))).status).toBe(303)
  })

  it('asks to confirm the address, and says that the place counts only then', async () => {
    await changeSettings(world.db, event, { confirmsAddress: true })
    const answer = await post(formOf(category, 'jana'))
    expect(answer.headers['location']).toBe(`${path}/done?state=address`)
    const done = await world.agent().get(String(answer.headers['location']))
    expect(plain(done.text)).toContain('Místo platí, až když')
    expect(plain(done.text)).toContain('potvrďte adresu do 24 hodin')
    expect((await findByEmail(world.db, event.id, 'jana@example.org')).status).toBe('unconfirmed')
  })

  it('never gives more than a shared quota has', async () => {
    const part = await createPart(world.db, event, { capacity: 5, hasWaitingList: false })
    await addSharedQuota(world.db, system, {
      event,
      input: { name: { cs: 'Autobus' }, capacity: 1, members: [{ kind: 'part', id: part.id }] },
    })
    expect(plain((await get()).text)).toContain('zbývá 1 místo')
    const sent = ['a', 'b', 'c'].map(who => post({ ...formOf(category, who), parts: part.reference }))
    expect((await Promise.all(sent)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

describe('a probable slip in the domain of an address', () => {
  it('is asked about once and never stands in the way', async () => {
    const typed = formOf(category, 'jana', { email: 'jana@gmial.com', organisation: 'Kraj' })
    const first = await post(typed)
    expect(first.status).toBe(422)
    expect(plain(first.text)).toContain('Nemyslíte gmail.com?')
    expect(first.text).toContain('name="emailSeen" value="jana@gmial.com"')
    expect(first.text).toContain('value="Kraj"')
    const again = await post({ ...typed, emailSeen: 'jana@gmial.com' })
    expect(again.status).toBe(303)
    const other = await post({ ...typed, email: 'jana@seznam.com', emailSeen: 'jana@gmial.com' })
    expect(plain(other.text)).toContain('Nemyslíte seznam.cz?')
    expect((await post({ ...typed, email: 'jana@gmail.com', emailSeen: 'jana@gmial.com' })).status).toBe(303)
  })
})

describe('the cost of the form', () => {
  /** Statements of the pool that registers; a form that is sent needs no other. */
  async function counted<Result>(work: () => PromiseLike<Result>) {
    const { result, count } = await world.queries(() => countingQueries(world.services.booking, async () => work()))
    expect(count).toBe(0)
    return result
  }

  it('is the same number of statements however much it asks', async () => {
    const small = await world.queries(() => get())
    // Of the first form after a change, what it stands on is read.
    expect((await post(formOf(category, 'nulty'))).status).toBe(303)
    const smallPost = await counted(() => post(formOf(category, 'prvni')))
    const questions = []
    for (let number = 0; number < 6; number++) {
      const choices = number % 2 === 0 ? ['A', 'B'] : []
      questions.push(await createQuestion(world.db, event, number % 2 === 0 ? 'one_choice' : 'short_text', { choices }))
      await createPart(world.db, event, { title: `Dílna ${number}` })
      await createCategory(world.db, event, { title: `Kategorie ${number}` })
    }
    const large = await world.queries(() => get())
    expect([small.count, large.count]).toEqual([4, 4])
    const answers = Object.fromEntries(
      questions.map(({ reference, options }) => [`q.${reference}`, options[0]?.reference ?? 'text']),
    )
    const one = await createPart(world.db, event, {
      title: 'Jedna',
      from: '2027-09-16T09:00:00Z',
      to: '2027-09-16T10:00:00Z',
    })
    const two = await createPart(world.db, event, {
      title: 'Dvě',
      from: '2027-09-16T10:00:00Z',
      to: '2027-09-16T11:00:00Z',
    })
    const full = (who: string, parts: string[]) => ({ ...formOf(category, who), ...answers, parts })
    expect((await post(full('jiny', []))).status).toBe(303)
    const onePart = await counted(() => post(full('druhy', [one.reference])))
    const twoParts = await counted(() => post(full('treti', [one.reference, two.reference])))
    expect([smallPost.result.status, onePart.result.status, twoParts.result.status]).toEqual([303, 303, 303])
    expect(twoParts.count).toBe(onePart.count)
    // More is written (sign-ups, answers), but each by one statement.
    expect(onePart.count - smallPost.count).toBeLessThanOrEqual(3)
  })
})
