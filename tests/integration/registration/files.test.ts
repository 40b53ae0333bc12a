import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { Question } from '../../../src/features/questions/types.ts'
import { replaceAnswers } from '../../../src/features/registration/actions/answers.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { dropAbandonedFiles } from '../../../src/features/registration/actions/files.ts'
import { forgetOldNeeds } from '../../../src/features/registration/actions/retention.ts'
import { listAnswers, listSensitiveAnswers } from '../../../src/features/registration/queries/answers.ts'
import { findKeptFiles } from '../../../src/features/registration/queries/files.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, findByEmail, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let question: Question
const path = '/cs/events/clusters-meet-regions/registration'

const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex')
const pdf = Buffer.from('%PDF-1.7\n%%EOF\n')

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event)
  question = await createQuestion(world.db, event, 'file', { title: 'Medailonek', isRequired: true })
})

const field = () => `q.${question.reference}`

/** Sends the form as a browser sends one with files. */
function send(fields: Record<string, string>, file?: { name: string; content: Buffer; to?: string }) {
  const sending = world.agent().post(path)
  for (const [name, value] of Object.entries(fields)) sending.field(name, value)
  return file ? sending.attach(file.to ?? field(), file.content, file.name) : sending
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

describe('a file in the form', () => {
  it('is sent as multipart, kept, and belongs to the registration', async () => {
    expect((await world.agent().get(path)).text).toContain('enctype="multipart/form-data"')
    const answer = await send(formOf(category, 'jana'), { name: 'Životopis.pdf', content: pdf })
    expect(answer.headers['location']).toBe(`${path}/done?state=place`)
    const { id } = await findByEmail(world.db, event.id, 'jana@example.org')
    const [file] = await world.db('answerFiles')
    expect(file).toMatchObject({ registrationId: id, fileName: 'Životopis.pdf', contentType: 'application/pdf' })
    expect([file?.size, file?.content?.equals(pdf)]).toEqual([pdf.length, true])
    expect(await listAnswers(world.db, id)).toEqual(new Map([[question.id, file?.reference]]))
  })

  it('is not lost when something else is wrong, and need not be sent again', async () => {
    const refused = await send(formOf(category, 'jana', { givenName: '' }), { name: 'foto.png', content: png })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('foto.png')
    const [kept] = await world.db('answerFiles')
    expect(kept?.registrationId).toBeNull()
    expect(refused.text).toContain(`name="${field()}.kept" value="${kept?.reference}"`)
    const again = await send(formOf(category, 'jana', { [`${field()}.kept`]: kept?.reference ?? '' }))
    expect(again.status).toBe(303)
    expect((await world.db('answerFiles')).map(({ registrationId }) => registrationId !== null)).toEqual([true])
  })

  it('is the same form when it is sent twice, and follows the person who registers again', async () => {
    const file = { name: 'foto.png', content: png }
    const answers = [await send(formOf(category, 'jana'), file), await send(formOf(category, 'jana'), file)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const kinds = (await world.db('mails').where({ toAddress: 'jana@example.org' })).map(({ kind }) => kind)
    expect(kinds).toEqual(['registration-confirmed'])
    const registration = await findByEmail(world.db, event.id, 'jana@example.org')
    await cancelRegistration(world.db, system, { registration })
    await send(formOf(category, 'jana'), file)
    const { id } = await findByEmail(world.db, event.id, 'jana@example.org')
    expect((await world.db('answerFiles')).map(({ registrationId }) => registrationId)).toEqual([id])
  })

  it.each([
    ['a page in disguise', 'foto.png', Buffer.from('<script>alert(1)</script>'), 422, 'Tenhle druh souboru'],
    [
      'a drawing with scripts',
      'logo.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      422,
      'Tenhle druh',
    ],
    ['a program', 'setup.exe', Buffer.from('MZ\u0090'), 422, 'Tenhle druh souboru'],
    ['another ending', 'dopis.pdf', png, 422, 'Tenhle druh souboru'],
    ['an archive', 'vse.docx', Buffer.from('504b0304aaaa', 'hex'), 422, 'Tenhle druh souboru'],
    ['too many bytes', 'velky.pdf', Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]), 422, 'moc velký'],
    ['nothing', 'prazdny.pdf', Buffer.alloc(0), 422, 'Přiložte soubor'],
  ])('is refused at its field when it is %s', async (_what, name, content, status, reason) => {
    const answer = await send(formOf(category, 'jana', { organisation: 'Kraj' }), { name, content })
    expect([answer.status, plain(answer.text).includes(reason)]).toEqual([status, true])
    expect(answer.text).toContain(`href="#${field()}"`)
    expect(answer.text).toContain('value="Kraj"')
    expect(await world.db('answerFiles')).toEqual([])
  })

  it('has no say in its name, and comes only where a file is asked for', async () => {
    await send(formOf(category, 'jana'), { name: '../../<b>\u202e"x".PNG', content: png })
    expect((await world.db('answerFiles')).map(({ fileName }) => fileName)).toEqual(['-b--x-.png'])
    const elsewhere = await send(formOf(category, 'karel'), { name: 'foto.png', content: png, to: 'givenName' })
    expect([400, 413, 422]).toContain(elsewhere.status)
    expect(await world.db('registrations')).toHaveLength(1)
  })

  it("cannot be another's: neither by its reference nor through another event", async () => {
    await send(formOf(category, 'jana'), { name: 'foto.png', content: png })
    const [hers] = await world.db('answerFiles')
    const stolen = await send(formOf(category, 'karel', { [`${field()}.kept`]: hers?.reference ?? '' }))
    expect([stolen.status, stolen.text.includes('foto.png')]).toEqual([422, false])
    const { organisation } = await world.people()
    const other = await createPublished(world.db, { organisation, slug: 'jinde' })
    expect(await findKeptFiles(world.db, { eventId: other.id, references: [hers?.reference ?? ''] })).toEqual([])
  })
})

describe('the download of a file', () => {
  it('is for organisers of the event, to be saved and not shown', async () => {
    const people = await world.people()
    await send(formOf(category, 'jana'), { name: 'Životopis.pdf', content: pdf })
    const [file] = await world.db('answerFiles')
    const address = `/cs/organiser/events/${event.slug}/files/${file?.reference}`
    const owner = await world.as(people.owner)
    const answer = await owner.get(address).buffer(true)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    })
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''%C5%BDivotopis.pdf")
    const others = [world.agent(), await world.as(people.doorStaff), await world.as(people.stranger)]
    const statuses = await Promise.all(others.map(async agent => (await agent.get(address)).status))
    expect(statuses).toEqual([303, 403, 404])
  })

  it('knows neither a file of another event nor one of a form that was not accepted', async () => {
    const people = await world.people()
    const owner = await world.as(people.owner)
    await send(formOf(category, 'jana', { givenName: '' }), { name: 'foto.png', content: png })
    const [kept] = await world.db('answerFiles')
    expect((await owner.get(`/cs/organiser/events/${event.slug}/files/${kept?.reference}`)).status).toBe(404)
    await send(formOf(category, 'jana'), { name: 'foto.png', content: png })
    await createPublished(world.db, { organisation: people.organisation, slug: 'jinde' })
    expect((await owner.get(`/cs/organiser/events/jinde/files/${kept?.reference}`)).status).toBe(404)
  })
})

describe('answers', () => {
  it('are replaced one by one: only what changed is written, and old files go', async () => {
    await send(formOf(category, 'jana'), { name: 'foto.png', content: png })
    const { id } = await findByEmail(world.db, event.id, 'jana@example.org')
    const topic = await createQuestion(world.db, event, 'short_text', { title: 'Téma' })
    const health = await createQuestion(world.db, event, 'short_text', { title: 'Zdraví', isSensitive: true })
    const [file] = await world.db('answerFiles')
    const photo = { questionId: question.id, value: file?.reference ?? '', isSensitive: false }
    const said = { questionId: topic.id, value: 'vodík', isSensitive: false }
    const secret = { questionId: health.id, value: 'ořechy', isSensitive: true }
    const replace = (answers: Parameters<typeof replaceAnswers>[1]['answers']) =>
      inTransaction(world.db, trx => replaceAnswers(trx, { registrationId: id, answers }))
    expect(await replace([photo, said, secret])).toEqual([topic.id, health.id])
    expect(await replace([photo, said, secret])).toEqual([])
    expect(await listSensitiveAnswers(world.db, id)).toEqual(new Map([[health.id, 'ořechy']]))
    expect(await replace([said, { ...secret, value: 'lepek' }])).toEqual([question.id, health.id])
    expect(await world.db('answerFiles')).toEqual([])
    await world.db('questions').where({ id: topic.id }).update({ archivedAt: now() })
    expect(await replace([])).toEqual([health.id])
    expect(await listAnswers(world.db, id)).toEqual(new Map([[topic.id, 'vodík']]))
  })

  it('that are sensitive, or have days of their own, are forgotten in time with their files', async () => {
    const health = await createQuestion(world.db, event, 'short_text', { title: 'Zdraví', isSensitive: true })
    const short = await createQuestion(world.db, event, 'short_text', { title: 'Pokoj', keepDays: 3 })
    const lasting = await createQuestion(world.db, event, 'short_text', { title: 'Téma' })
    const scan = await createQuestion(world.db, event, 'file', { title: 'Potvrzení', isSensitive: true })
    const typed = Object.fromEntries([health, short, lasting].map(({ reference }) => [`q.${reference}`, 'odpověď']))
    await send(formOf(category, 'jana', typed), { name: 'foto.png', content: png }).attach(
      `q.${scan.reference}`,
      pdf,
      'potvrzeni.pdf',
    )
    const days = (count: number) => addMinutes(event.endsAt, count * 24 * 60)
    const left = async () => {
      const tables = [world.db('answers'), world.db('sensitiveAnswers')] as const
      const [usual, sensitive] = await Promise.all(tables)
      return [usual.map(row => row.questionId), sensitive.length, (await world.db('answerFiles')).length]
    }
    expect(await left()).toEqual([[question.id, short.id, lasting.id], 2, 2])
    world.at(days(3))
    expect(await forgetOldNeeds(world.db, system)).toBe(1)
    expect(await left()).toEqual([[question.id, lasting.id], 2, 2])
    world.at(days(30))
    expect(await forgetOldNeeds(world.db, system)).toBe(1)
    expect(await left()).toEqual([[question.id, lasting.id], 0, 1])
  })

  it('leave no file behind whose form was never accepted', async () => {
    await send(formOf(category, 'jana', { givenName: '' }), { name: 'foto.png', content: png })
    expect(await dropAbandonedFiles(world.db)).toBe(0)
    world.at(addMinutes(now(), 24 * 60 + 1))
    expect(await dropAbandonedFiles(world.db)).toBe(1)
  })
})
