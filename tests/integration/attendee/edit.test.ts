import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { setOptionPlaces } from '../../../src/features/registration/actions/quotas.ts'
import { listAnswers, listSensitiveAnswers } from '../../../src/features/registration/queries/answers.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import { listConsents } from '../../../src/features/registration/queries/registrations.ts'
import { listSignUps } from '../../../src/features/registration/queries/sign-ups.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { Question } from '../../../src/features/questions/types.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, createRegistration, findByEmail, formOf, linkOf } from '../../factories/registration.ts'
import { changeSettings } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let jana: RegistrationRow

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event)
  jana = (await createRegistration(world.db, category, 'jana')).registration
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const edit = () => `${linkOf(world.services, jana)}/edit`
const get = async (path: string) => plain((await world.agent().get(path)).text)
const field = (question: Question) => `q.${question.reference}`
const optionOf = (question: Question, index: number) => {
  const option = question.options[index]
  if (option === undefined) throw new Error('no such option')
  return option
}

/** The form as a browser sends it when these questions were on the page. */
async function send(asked: readonly Question[], answers: Record<string, string | string[]> = {}, more = {}) {
  const { email: _e, category: _c, participation: _p, website: _w, ...person } = formOf(category, 'jana')
  const names = ['-', ...asked.map(({ reference }) => reference)]
  const answer = await world
    .agent()
    .post(edit())
    .type('form')
    .send({ ...person, asked: names, ...answers, ...more })
  return { status: answer.status, location: answer.headers['location'], text: plain(answer.text) }
}

describe('changing the answers of the form', () => {
  it('shows what was answered, saves what changed, and writes down which questions, not what', async () => {
    const job = await createQuestion(world.db, event, 'short_text', { title: 'Pozice', isRequired: true })
    const health = await createQuestion(world.db, event, 'long_text', { title: 'Alergie', isSensitive: true })
    const saved = await send([job, health], { [field(job)]: 'ředitelka', [field(health)]: 'ořechy' })
    expect([saved.status, saved.location]).toEqual([303, `${linkOf(world.services, jana)}?done=changed`])
    expect([...(await listAnswers(world.db, jana.id))]).toEqual([[job.id, 'ředitelka']])
    expect([...(await listSensitiveAnswers(world.db, jana.id))]).toEqual([[health.id, 'ořechy']])
    const form = await get(edit())
    expect(form).toContain('value="ředitelka"')
    expect(form).toContain('ořechy')
    await send([job, health], { [field(job)]: 'jednatelka', [field(health)]: 'ořechy' })
    const entries = await world.db('auditEntries').where({ action: 'registration.answers-changed' }).orderBy('id')
    expect(entries.map(({ details }) => details)).toEqual([{ questions: [job.id, health.id] }, { questions: [job.id] }])
    const data = await world.agent().get(`${linkOf(world.services, jana)}/data.json`)
    expect(data.body.answers).toEqual([
      { question: { cs: 'Pozice', en: 'Pozice (en)' }, kind: 'short_text', isSensitive: false, answer: 'jednatelka' },
      { question: { cs: 'Alergie', en: 'Alergie (en)' }, kind: 'long_text', isSensitive: true, answer: 'ořechy' },
    ])
  })

  it('refuses what is wrong, keeps what was typed, and asks what became visible', async () => {
    const comes = await createQuestion(world.db, event, 'yes_no', { title: 'Přijedete autem?' })
    const plate = await createQuestion(world.db, event, 'short_text', {
      title: 'Značka auta',
      isRequired: true,
      shownIf: comes.reference,
      shownIfValues: ['yes'],
    })
    const evil = '<script>alert(1)</script>'
    const asked = await send([comes], { [field(comes)]: 'yes' }, { organisation: evil })
    expect(asked.status).toBe(422)
    expect(asked.text).toContain('Značka auta')
    expect(asked.text).not.toContain(evil)
    const missing = await send(
      [comes, plate],
      { [field(comes)]: 'yes', [field(plate)]: '' },
      { organisation: 'Zůstane' },
    )
    expect(missing.status).toBe(422)
    expect(missing.text).toContain(`href="#${field(plate)}"`)
    expect(missing.text).toContain('value="Zůstane"')
    expect((await findByEmail(world.db, event.id, 'jana@example.org')).organisation).toBe(jana.organisation)
    expect([...(await listAnswers(world.db, jana.id))]).toEqual([])
  })

  it('moves between options with places, and says in words that one is full; nothing changes then', async () => {
    const bus = await createQuestion(world.db, event, 'one_choice', { title: 'Doprava', choices: ['autobus', 'vlak'] })
    const [coach, train] = [optionOf(bus, 0), optionOf(bus, 1)]
    for (const option of [coach, train])
      await setOptionPlaces(world.db, system, { eventId: event.id, optionId: option.id, capacity: 1 })
    expect((await send([bus], { [field(bus)]: coach.reference })).status).toBe(303)
    const held = async () => (await listSignUps(world.db, jana.id)).map(({ optionId, status }) => [optionId, status])
    expect(await held()).toEqual([[coach.id, 'confirmed']])
    expect(await get(linkOf(world.services, jana))).toContain('Doprava:')
    await createRegistration(world.db, category, 'petr', { optionIds: [train.id] })
    const full = await send([bus], { [field(bus)]: train.reference }, { organisation: 'Zůstane' })
    expect([full.status, full.text.includes('Možnost „vlak“ už je obsazená.')]).toEqual([409, true])
    expect(full.text).toContain('value="Zůstane"')
    expect(await held()).toEqual([[coach.id, 'confirmed']])
    expect((await findByEmail(world.db, event.id, 'jana@example.org')).organisation).toBe('ICUK')
    expect((await send([bus])).status).toBe(303)
    expect(await held()).toEqual([])
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('keeps a record of consents given and taken back, with their words and version', async () => {
    const photo = await createQuestion(world.db, event, 'consent', { title: 'Souhlasím s fotografií.' })
    await send([photo], { [field(photo)]: 'yes' })
    await send([photo], { [field(photo)]: 'yes' })
    await send([photo])
    const record = (await listConsents(world.db, jana.id)).filter(({ purpose }) => purpose === 'question')
    expect(record.map(one => [plain(one.textShown), one.textVersion, one.withdrawnAt === null])).toEqual([
      ['Souhlasím s fotografií.', 1, false],
    ])
    const { body } = await world.agent().get(`${linkOf(world.services, jana)}/data.json`)
    expect(body.consents.at(-1)).toMatchObject({ purpose: 'question', textVersion: 1 })
  })

  it('takes a file, hands it out to its owner alone, and drops it when another comes', async () => {
    const paper = await createQuestion(world.db, event, 'file', { title: 'Příspěvek' })
    const { email: _e, category: _c, participation: _p, website: _w, ...person } = formOf(category, 'jana')
    const upload = async (name: string, text: string) => {
      const request = world.agent().post(edit())
      for (const [key, value] of Object.entries(person)) request.field(key, value)
      return request
        .field('asked', '-')
        .field('asked', paper.reference)
        .attach(field(paper), Buffer.from(`%PDF-1.7\n${text}\n%%EOF`), name)
    }
    expect((await upload('Příspěvek 1.pdf', 'jedna')).status).toBe(303)
    const [first] = await world.db('answerFiles').where({ registrationId: jana.id })
    expect(await get(edit())).toContain('Příspěvek 1.pdf')
    const file = await world.agent().get(`${linkOf(world.services, jana)}/files/${first?.reference}`)
    expect([file.status, file.headers['content-disposition']?.startsWith('attachment')]).toEqual([200, true])
    expect(file.headers['cache-control']).toBe('private, no-store')
    const { registration: petr } = await createRegistration(world.db, category, 'petr')
    expect((await world.agent().get(`${linkOf(world.services, petr)}/files/${first?.reference}`)).status).toBe(404)
    expect((await upload('dva.pdf', 'dva')).status).toBe(303)
    const files = await world.db('answerFiles').where({ registrationId: jana.id })
    expect(files.map(({ fileName }) => fileName)).toEqual(['dva.pdf'])
  })

  it('asks neither diet nor access where the organiser does not, and forgets none of it', async () => {
    await send([], {}, { dietary: 'vegan', access: 'Vozík' })
    await changeSettings(world.db, event, { asksNeeds: false })
    expect(await get(edit())).not.toContain('name="dietary"')
    await send([])
    expect(await world.db('registrationNeeds').where({ registrationId: jana.id })).toHaveLength(1)
  })

  it('asks the database as often with one question as with thirty', async () => {
    await createQuestion(world.db, event, 'short_text')
    const few = await world.queries(() => get(edit()))
    for (let index = 0; index < 29; index++)
      await createQuestion(world.db, event, 'several_choices', { choices: ['a', 'b'] })
    const many = await world.queries(() => get(edit()))
    expect([few.count, many.count]).toEqual([7, 7])
  })
})

describe('the organisation, where places are counted by it', () => {
  it('is not changed to one that has all of its own, nor to none', async () => {
    await world.db('categories').where({ id: category.id }).update({ mostPerOrganisation: 1 })
    await createRegistration(world.db, category, 'karel', { organisation: 'UJEP' })
    const full = await send([], {}, { organisation: ' ujep' })
    expect(full.status).toBe(409)
    expect(full.text).toContain('nejvýše 1 člověk')
    expect((await send([], {}, { organisation: '' })).text).toContain('Napište, odkud jste.')
    expect((await findByEmail(world.db, event.id, 'jana@example.org')).organisation).toBe(jana.organisation)
    expect((await send([], {}, { organisation: 'ČVUT' })).status).toBe(303)
  })
})
