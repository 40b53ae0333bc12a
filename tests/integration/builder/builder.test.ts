import { describe, expect, it } from '@jest/globals'
import { listQuestions } from '../../../src/features/questions/queries.ts'
import type { Question } from '../../../src/features/questions/types.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function theEvent(slug = 'clusters-meet-regions'): Promise<EventRow> {
  const { organisation } = await world.people()
  return createPublished(world.db, { organisation, slug })
}

const formOf = (event: EventRow, part = '') => `/cs/organiser/events/${event.slug}/form${part}`

async function organiser() {
  return world.as((await world.people()).owner)
}

/** Posts a form as the organiser. */
async function send(path: string, fields: Record<string, string | string[]>) {
  return (await organiser()).post(path).type('form').send(fields)
}

/** The page with ordinary spaces. */
const wordsOf = ({ text }: { text: string }) => text.replaceAll('\u00a0', ' ')

const titles = async (event: EventRow) => (await listQuestions(world.db, event.id)).map(({ label }) => label.cs)

async function choose(question: Question, option: string, who: string) {
  const category = await createCategory(world.db, { id: question.eventId })
  const answers = [{ questionId: question.id, value: [option], isSensitive: false }]
  return createRegistration(world.db, category, who, { answers })
}

const lunch = {
  'label.cs': 'Oběd',
  'label.en': 'Lunch',
  isRequired: 'yes',
  'option.0.cs': 'polévka',
  'option.0.en': 'soup',
  'option.0.capacity': '2',
  'option.0.waits': 'yes',
  'option.1.cs': 'salát',
  'option.1.en': 'salad',
}

describe('the form builder', () => {
  it('is for organisers of the event; others do not find it', async () => {
    const event = await theEvent()
    const question = await createQuestion(world.db, event, 'note')
    const { owner, doorStaff, stranger, attendee } = await world.people()
    for (const part of ['', '/new', '/new?kind=note', '/preview', '/copy', `/${question.reference}`]) {
      const status = async (person: typeof owner) => (await (await world.as(person)).get(formOf(event, part))).status
      expect([part, await status(owner)]).toEqual([part, 200])
      expect([part, await status(doorStaff)]).toEqual([part, 403])
      expect([part, await status(stranger), await status(attendee)]).toEqual([part, 404, 404])
    }
    const stolen = await (await world.as(stranger)).post(formOf(event, `/${question.reference}/remove`)).type('form')
    expect(stolen.status).toBe(404)
    expect(await titles(event)).toHaveLength(1)
  })

  it('does not reach the questions of another event', async () => {
    const [event, other] = [await theEvent(), await theEvent('other-event')]
    const question = await createQuestion(world.db, other, 'note')
    for (const part of ['', '/move', '/remove', '/reinstate']) {
      expect((await send(formOf(event, `/${question.reference}${part}`), lunch)).status).toBe(404)
    }
    expect((await send(formOf(event, '/new?kind=nonsense'), lunch)).status).toBe(404)
  })

  it('adds a choice with places of its options', async () => {
    const event = await theEvent()
    const answer = await send(formOf(event, '/new?kind=one_choice'), lunch)
    expect(answer.status).toBe(303)
    const [question] = await listQuestions(world.db, event.id)
    expect(question).toMatchObject({ kind: 'one_choice', isRequired: true, label: { cs: 'Oběd', en: 'Lunch' } })
    const quotas = await world.db('quotas').where({ eventId: event.id }).whereNotNull('optionId').select('capacity')
    expect(quotas).toEqual([{ capacity: 2 }])
    const page = await (await organiser()).get(formOf(event))
    expect(wordsOf(page)).toContain('Oběd')
    expect(wordsOf(page)).toContain('Jedna možnost')
  })

  it.each([
    ['no label', { 'label.cs': '', 'label.en': '' }, 'label.cs'],
    ['one option', { 'option.1.cs': '', 'option.1.en': '' }, 'option.0.cs'],
    ['places in words', { 'option.0.capacity': 'hodně' }, 'option.0.capacity'],
    ['a label of 10,000 characters', { 'label.cs': 'x'.repeat(10_000) }, 'label.cs'],
    ['days of nonsense', { keepDays: '-1' }, 'keepDays'],
    ['an unknown condition', { shownIf: 'ABCDEFGH', 'values.ABCDEFGH': 'yes' }, 'values.ABCDEFGH'],
  ])('refuses %s at its field and keeps what was typed', async (_what, wrong, field) => {
    const event = await theEvent()
    const answer = await send(formOf(event, '/new?kind=one_choice'), { ...lunch, ...wrong })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(`href="#${field}"`)
    expect(wordsOf(answer)).toContain('polévka')
    expect(await titles(event)).toEqual([])
  })

  it('shows hostile words as words', async () => {
    const event = await theEvent()
    await send(formOf(event, '/new?kind=short_text'), { 'label.cs': '<script>alert(1)</script>{kind}' })
    for (const part of ['', '/preview']) {
      const page = await (await organiser()).get(formOf(event, part))
      expect(wordsOf(page)).not.toContain('<script>alert')
      expect(wordsOf(page)).toContain('&lt;script&gt;alert(1)')
    }
  })

  it('changes the rows of options without saving', async () => {
    const event = await theEvent()
    const answer = await send(formOf(event, '/new?kind=one_choice'), { ...lunch, rows: 'option.add' })
    expect(answer.status).toBe(200)
    expect(wordsOf(answer)).toContain('name="option.2.cs"')
    expect(wordsOf(answer)).toContain('value="polévka"')
    expect(await titles(event)).toEqual([])
  })

  it('moves by steps and to a position, and says why it does not', async () => {
    const event = await theEvent()
    const a = await createQuestion(world.db, event, 'yes_no', { title: 'A' })
    const b = await createQuestion(world.db, event, 'note', {
      title: 'B',
      shownIf: a.reference,
      shownIfValues: ['yes'],
    })
    const c = await createQuestion(world.db, event, 'note', { title: 'C' })
    const move = (question: Question, fields: Record<string, string>) =>
      send(formOf(event, `/${question.reference}/move`), fields)
    expect((await move(c, { direction: 'up' })).headers['location']).toBe(formOf(event, `#question-${c.reference}`))
    expect(await titles(event)).toEqual(['A', 'C', 'B'])
    await move(c, { position: '1' })
    expect(await titles(event)).toEqual(['C', 'A', 'B'])
    const refused = await move(b, { position: '1' })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Otázka „B“ závisí na otázce „A“')
    expect((await move(a, { direction: 'down' })).status).toBe(422)
    expect((await move(a, { position: 'nikam' })).status).toBe(303)
    expect(await titles(event)).toEqual(['C', 'A', 'B'])
  })

  it('asks for the answers of a condition once its question is chosen', async () => {
    const event = await theEvent()
    const dinner = await createQuestion(world.db, event, 'yes_no', { title: 'Večeře' })
    const fields = { 'label.cs': 'Dieta', shownIf: dinner.reference }
    const asked = await send(formOf(event, '/new?kind=short_text'), fields)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain(`name="values.${dinner.reference}"`)
    const saved = await send(formOf(event, '/new?kind=short_text'), {
      ...fields,
      [`values.${dinner.reference}`]: 'yes',
    })
    expect(saved.status).toBe(303)
    expect((await listQuestions(world.db, event.id))[1]).toMatchObject({ shownIf: dinner.reference })
    expect(wordsOf(await (await organiser()).get(formOf(event)))).toContain('jen když u „Večeře“ je Ano')
  })

  it('says what happens before it touches answers, and does it once it is confirmed', async () => {
    const event = await theEvent()
    const question = await createQuestion(world.db, event, 'one_choice', { title: 'Oběd', choices: ['a', 'b', 'c'] })
    const [a, b, c] = question.options.map(({ reference }) => reference)
    await choose(question, a ?? '', 'jana')
    await choose(question, a ?? '', 'petr')
    const fields = {
      'label.cs': 'Oběd',
      'label.en': 'Oběd (en)',
      'option.0.reference': b ?? '',
      'option.0.cs': 'b',
      'option.0.en': 'b (en)',
      'option.1.reference': c ?? '',
      'option.1.cs': 'c',
      'option.1.en': 'c (en)',
    }
    const path = formOf(event, `/${question.reference}`)
    const asked = await send(path, fields)
    expect(asked.status).toBe(200)
    expect(wordsOf(asked)).toContain('Možnost „a“ vybrali 2 lidé')
    expect((await listQuestions(world.db, event.id))[0]?.options.filter(o => o.archivedAt !== null)).toEqual([])
    expect((await send(path, { ...fields, confirmed: 'yes' })).status).toBe(303)
    const [after] = await listQuestions(world.db, event.id)
    expect(after?.options.filter(o => o.archivedAt !== null).map(o => o.reference)).toEqual([a])
  })

  it('saves a harmless change without asking', async () => {
    const event = await theEvent()
    const question = await createQuestion(world.db, event, 'short_text', { title: 'Klastr' })
    const fields = { 'label.cs': 'Klastr', 'label.en': 'Klastr (en)', 'help.cs': 'Celý název.' }
    expect((await send(formOf(event, `/${question.reference}`), fields)).status).toBe(303)
    expect((await listQuestions(world.db, event.id))[0]?.help).toEqual({ cs: 'Celý název.' })
  })

  it('gives no option fewer places than were taken', async () => {
    const event = await theEvent()
    await send(formOf(event, '/new?kind=one_choice'), lunch)
    const [question] = await listQuestions(world.db, event.id)
    const [soup, salad] = question?.options ?? []
    await world
      .db('quotas')
      .where({ optionId: soup?.id ?? 0 })
      .update({ taken: 2 })
    const fields = {
      ...lunch,
      'label.cs': 'Oběd v pátek',
      'option.0.reference': soup?.reference ?? '',
      'option.0.capacity': '1',
      'option.1.reference': salad?.reference ?? '',
    }
    const answer = await send(formOf(event, `/${question?.reference}`), fields)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('href="#option.0.capacity"')
    // Neither the places nor the words were changed.
    expect(await titles(event)).toEqual(['Oběd'])
  })

  it('takes an answered question off the form after saying so, and puts it back', async () => {
    const event = await theEvent()
    const question = await createQuestion(world.db, event, 'one_choice', { title: 'Oběd', choices: ['a', 'b'] })
    await choose(question, question.options[0]?.reference ?? '', 'jana')
    const path = formOf(event, `/${question.reference}/remove`)
    const asked = await (await organiser()).get(path)
    expect(wordsOf(asked)).toContain('Odpověděl na ni 1 člověk')
    expect((await send(path, {})).status).toBe(303)
    expect(await titles(event)).toEqual([])
    const list = await (await organiser()).get(formOf(event))
    expect(wordsOf(list)).toContain('Odebrané z formuláře')
    expect((await send(formOf(event, `/${question.reference}/reinstate`), {})).status).toBe(303)
    expect(await titles(event)).toEqual(['Oběd'])
    // Twice changes nothing.
    expect((await send(formOf(event, `/${question.reference}/reinstate`), {})).status).toBe(303)
  })

  it('deletes a question nobody answered', async () => {
    const event = await theEvent()
    const question = await createQuestion(world.db, event, 'note', { title: 'Poznámka' })
    expect((await send(formOf(event, `/${question.reference}/remove`), {})).status).toBe(303)
    expect(await listQuestions(world.db, event.id, { archived: true })).toEqual([])
    expect((await send(formOf(event, `/${question.reference}/remove`), {})).status).toBe(404)
  })

  it('copies a form with its places, from one’s own events only', async () => {
    const [from, to] = [await theEvent('last-year'), await theEvent()]
    await send(formOf(from, '/new?kind=one_choice'), lunch)
    const { otherOrganisation } = await world.people()
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'foreign' })
    await createQuestion(world.db, foreign, 'note', { title: 'Cizí' })
    const page = await (await organiser()).get(formOf(to, '/copy'))
    expect(wordsOf(page)).toContain('value="last-year"')
    expect(wordsOf(page)).not.toContain('value="foreign"')
    expect((await send(formOf(to, '/copy'), { event: 'foreign' })).status).toBe(422)
    expect((await send(formOf(to, '/copy'), { event: 'last-year' })).status).toBe(303)
    expect(await titles(to)).toEqual(['Oběd'])
    const copied = await world.db('quotas').where({ eventId: to.id }).whereNotNull('optionId').pluck('capacity')
    expect(copied).toEqual([2])
  })

  it('previews the form in both languages and tries answers out', async () => {
    const event = await theEvent()
    const dinner = await createQuestion(world.db, event, 'yes_no', { title: 'Večeře', isRequired: true })
    const diet = await createQuestion(world.db, event, 'short_text', {
      title: 'Dieta',
      isRequired: true,
      isSensitive: true,
      shownIf: dinner.reference,
      shownIfValues: ['yes'],
    })
    const english = await (await organiser()).get(formOf(event, '/preview').replace('/cs/', '/en/'))
    expect(wordsOf(english)).toContain('Večeře (en)')
    const path = formOf(event, '/preview')
    const empty = await send(path, { asked: ['-', dinner.reference] })
    expect([empty.status, empty.text.includes(`href="#q.${dinner.reference}"`)]).toEqual([422, true])
    const asks = { asked: ['-', dinner.reference], [`q.${dinner.reference}`]: 'yes' }
    const newly = await send(path, asks)
    expect([newly.status, wordsOf(newly).includes('Ještě se zeptáme')]).toEqual([422, true])
    expect(wordsOf(newly)).toContain('30 dní po akci')
    expect(wordsOf(newly)).not.toContain('class="error"')
    const all = { ...asks, asked: ['-', dinner.reference, diet.reference], [`q.${diet.reference}`]: 'bez lepku' }
    const accepted = await send(path, all)
    expect([accepted.status, wordsOf(accepted).includes('by prošel')]).toEqual([200, true])
    expect(await world.db('sensitiveAnswers')).toEqual([])
  })

  it('lists a long form with as many statements as a short one', async () => {
    const event = await theEvent()
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const count = async () => (await world.queries(async () => agent.get(formOf(event)))).count
    await createQuestion(world.db, event, 'one_choice', { choices: ['a', 'b'] })
    await count()
    const one = await count()
    for (let n = 0; n < 12; n++) await createQuestion(world.db, event, 'one_choice', { choices: ['a', 'b', 'c'] })
    expect(await count()).toBe(one)
  })
})
