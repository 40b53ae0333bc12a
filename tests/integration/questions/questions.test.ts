import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { copyQuestions } from '../../../src/features/questions/actions/copy.ts'
import { moveQuestion } from '../../../src/features/questions/actions/move.ts'
import {
  addQuestion,
  archiveQuestion,
  editQuestion,
  reinstateQuestion,
  removeQuestion,
} from '../../../src/features/questions/actions/questions.ts'
import { findQuestion, findUsage, listQuestions } from '../../../src/features/questions/queries.ts'
import { mostQuestions } from '../../../src/features/questions/rules/order.ts'
import type { Question } from '../../../src/features/questions/types.ts'
import { createOrganisation } from '../../factories/accounts.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion, questionInput } from '../../factories/questions.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function anEvent(slug = 'clusters-meet-regions') {
  const { organisation } = await world.people()
  return createPublished(world.db, { organisation, slug })
}

/** Somebody who answered one question; how it came to be is the matter of the form. */
async function answered(question: Question, value: string | boolean | readonly string[], who = 'jana') {
  const category = await createCategory(world.db, { id: question.eventId })
  const answers = [{ questionId: question.id, value, isSensitive: question.isSensitive }]
  return createRegistration(world.db, category, who, { answers })
}

const titles = (questions: readonly Question[]) => questions.map(({ label }) => label.cs)

describe('questions of a form', () => {
  it('are listed in order with options and categories, with one statement', async () => {
    const event = await anEvent()
    const category = await createCategory(world.db, event)
    await createQuestion(world.db, event, 'one_choice', { title: 'Oběd', choices: ['polévka', 'salát'] })
    await createQuestion(world.db, event, 'short_text', { title: 'Klastr', categoryIds: [category.id] })
    const one = await world.queries(() => listQuestions(world.db, event.id))
    expect(one.count).toBe(1)
    const [meal, cluster] = one.result
    expect(meal?.options.map(({ label, archivedAt }) => [label.cs, archivedAt])).toEqual([
      ['polévka', null],
      ['salát', null],
    ])
    expect([meal?.categoryIds, cluster?.categoryIds]).toEqual([[], [category.id]])
  })

  it('take no category of another event', async () => {
    const event = await anEvent()
    const other = await createCategory(world.db, await anEvent('other-event'))
    const question = await createQuestion(world.db, event, 'short_text', { categoryIds: [other.id] })
    expect(question.categoryIds).toEqual([])
    expect(await findQuestion(world.db, other.eventId, question.reference)).toBeUndefined()
  })

  it('keep only what their kind knows', async () => {
    const event = await anEvent()
    const heading = await createQuestion(world.db, event, 'heading', { isRequired: true, least: 1, keepDays: 3 })
    expect(heading).toMatchObject({ isRequired: false, least: null, keepDays: null })
    const consent = await createQuestion(world.db, event, 'consent', { isSensitive: true, purpose: { cs: 'Fotky' } })
    expect(consent).toMatchObject({ isSensitive: false, purpose: { cs: 'Fotky' }, textVersion: 1 })
  })

  it('are sixty at most', async () => {
    const event = await anEvent()
    for (let n = 0; n < mostQuestions; n++) await createQuestion(world.db, event, 'note')
    const outcome = await addQuestion(world.db, system, { event, kind: 'note', input: questionInput() })
    expect(outcome.kind).toBe('too-many')
  })

  it('depend only on earlier questions of their event', async () => {
    const event = await anEvent()
    const first = await createQuestion(world.db, event, 'yes_no', { title: 'Večeře' })
    const input = questionInput({ title: 'Dieta', shownIf: first.reference, shownIfValues: ['yes', 'nonsense'] })
    const second = await createQuestion(world.db, event, 'one_choice', { ...input, choices: ['a', 'b'] })
    expect(second).toMatchObject({ shownIf: first.reference, shownIfValues: ['yes'] })
    const backwards = questionInput({ shownIf: second.reference, shownIfValues: ['a'] })
    const edited = await editQuestion(world.db, system, { question: first, input: backwards })
    expect(edited.kind).toBe('condition-unknown')
    const abroad = await anEvent('other-event')
    const stolen = await addQuestion(world.db, system, { event: abroad, kind: 'note', input })
    expect(stolen.kind).toBe('condition-unknown')
  })

  it('are moved, but never before what they depend on', async () => {
    const event = await anEvent()
    const a = await createQuestion(world.db, event, 'yes_no', { title: 'A' })
    const b = await createQuestion(world.db, event, 'note', {
      title: 'B',
      shownIf: a.reference,
      shownIfValues: ['yes'],
    })
    const c = await createQuestion(world.db, event, 'note', { title: 'C' })
    expect((await moveQuestion(world.db, system, { question: b, position: 1 })).kind).toBe('before-condition')
    expect((await moveQuestion(world.db, system, { question: a, position: 3 })).kind).toBe('after-dependent')
    expect((await moveQuestion(world.db, system, { question: c, position: 1 })).kind).toBe('moved')
    expect(titles(await listQuestions(world.db, event.id))).toEqual(['C', 'A', 'B'])
  })

  it('survive two organisers who move at once', async () => {
    const event = await anEvent()
    const all = []
    for (const title of ['A', 'B', 'C', 'D']) all.push(await createQuestion(world.db, event, 'note', { title }))
    await Promise.all(all.map((question, n) => moveQuestion(world.db, system, { question, position: 4 - n })))
    const positions = (await listQuestions(world.db, event.id)).map(({ position }) => position)
    expect(positions).toEqual([1, 2, 3, 4])
  })
})

describe('a form that was answered', () => {
  it('keeps a question that somebody answered: it is archived, and comes back at the end', async () => {
    const event = await anEvent()
    const question = await createQuestion(world.db, event, 'short_text', { title: 'A' })
    await createQuestion(world.db, event, 'note', { title: 'B' })
    await answered(question, 'odpověď')
    expect(await removeQuestion(world.db, system, { question })).toEqual({ kind: 'answered', answers: 1 })
    expect(await archiveQuestion(world.db, system, { question })).toEqual({ kind: 'archived' })
    expect(titles(await listQuestions(world.db, event.id))).toEqual(['B'])
    expect(await listQuestions(world.db, event.id, { archived: true })).toHaveLength(2)
    expect(await reinstateQuestion(world.db, system, { question })).toEqual({ kind: 'reinstated' })
    expect(titles(await listQuestions(world.db, event.id))).toEqual(['B', 'A'])
  })

  it('loses a question nobody answered', async () => {
    const event = await anEvent()
    const question = await createQuestion(world.db, event, 'one_choice', { choices: ['a', 'b'] })
    expect(await removeQuestion(world.db, system, { question })).toEqual({ kind: 'removed' })
    expect(await world.db('questionOptions')).toEqual([])
  })

  it('holds what another question depends on', async () => {
    const event = await anEvent()
    const parent = await createQuestion(world.db, event, 'one_choice', { choices: ['a', 'b'] })
    const [a, b] = parent.options
    const dependent = await createQuestion(world.db, event, 'note', {
      shownIf: parent.reference,
      shownIfValues: [a?.reference ?? ''],
    })
    expect((await archiveQuestion(world.db, system, { question: parent })).kind).toBe('needed')
    expect((await removeQuestion(world.db, system, { question: parent })).kind).toBe('needed')
    const options = [{ reference: b?.reference, label: { cs: 'b' }, hasWaitingList: false }]
    const outcome = await editQuestion(world.db, system, { question: parent, input: questionInput({ options }) })
    expect(outcome.kind).toBe('option-needed')
    await archiveQuestion(world.db, system, { question: dependent })
    await archiveQuestion(world.db, system, { question: parent })
    expect((await reinstateQuestion(world.db, system, { question: dependent })).kind).toBe('condition-archived')
  })

  it('archives an option that was chosen and removes one of a question nobody answered', async () => {
    const event = await anEvent()
    const question = await createQuestion(world.db, event, 'several_choices', { choices: ['a', 'b', 'c'] })
    const [a, b] = question.options
    await answered(question, [a?.reference ?? ''])
    expect(await findUsage(world.db, question)).toEqual({ answers: 1, chosen: { [a?.reference ?? '']: 1 } })
    const options = [
      { label: { cs: 'nová' }, hasWaitingList: true },
      { reference: b?.reference, label: { cs: 'b bez lepku' }, hasWaitingList: false },
    ]
    await editQuestion(world.db, system, { question, input: questionInput({ options }) })
    const after = await findQuestion(world.db, event.id, question.reference)
    const seen = after?.options.map(({ label, archivedAt }) => [label.cs, archivedAt === null]).sort()
    expect(seen).toEqual([
      ['a', false],
      ['b bez lepku', true],
      ['c', false],
      ['nová', true],
    ])
    const open = after?.options.filter(({ archivedAt }) => archivedAt === null).map(({ label }) => label.cs)
    expect(open).toEqual(['nová', 'b bez lepku'])
  })

  it('does not move answers between the tables', async () => {
    const event = await anEvent()
    const question = await createQuestion(world.db, event, 'short_text', { isSensitive: true })
    await answered(question, 'bez lepku')
    expect(await world.db('answers')).toEqual([])
    const outcome = await editQuestion(world.db, system, { question, input: questionInput() })
    expect(outcome).toEqual({ kind: 'sensitivity-answered', answers: 1 })
  })

  it('gives a consent a new version when its words change after somebody agreed', async () => {
    const event = await anEvent()
    const question = await createQuestion(world.db, event, 'consent', { title: 'Souhlasím', purpose: { cs: 'fotky' } })
    const change = (purpose: string) =>
      editQuestion(world.db, system, {
        question,
        input: questionInput({ title: 'Souhlasím', purpose: { cs: purpose } }),
      })
    await change('fotky a video')
    expect((await listQuestions(world.db, event.id))[0]?.textVersion).toBe(1)
    await answered(question, true)
    await change('fotky a video')
    expect((await listQuestions(world.db, event.id))[0]?.textVersion).toBe(1)
    await change('jen fotky')
    expect((await listQuestions(world.db, event.id))[0]?.textVersion).toBe(2)
  })
})

describe('a copied form', () => {
  it('brings options, conditions and categories, and nothing that was archived', async () => {
    const [from, to] = [await anEvent(), await anEvent('next-year')]
    const [old, fresh] = [await createCategory(world.db, from), await createCategory(world.db, to)]
    const meal = await createQuestion(world.db, from, 'one_choice', { title: 'Oběd', choices: ['a', 'b'] })
    const [a] = meal.options
    const condition = { shownIf: meal.reference, shownIfValues: [a?.reference ?? ''] }
    await createQuestion(world.db, from, 'note', { title: 'Pozn', categoryIds: [old.id], ...condition })
    const gone = await createQuestion(world.db, from, 'note', { title: 'Pryč' })
    await archiveQuestion(world.db, system, { question: gone })
    await createQuestion(world.db, to, 'note', { title: 'Už tu byla' })
    const categoryIds = new Map([[old.id, fresh.id]])
    const options = await inTransaction(world.db, trx =>
      copyQuestions(trx, system, { from: from.id, to: to.id, categoryIds }),
    )
    const copies = await listQuestions(world.db, to.id)
    expect(titles(copies)).toEqual(['Už tu byla', 'Oběd', 'Pozn'])
    const [, copy, note] = copies
    expect(copy?.options.map(({ id }) => id)).toEqual(meal.options.map(({ id }) => options.get(id)))
    expect(note).toMatchObject({ shownIf: copy?.reference, shownIfValues: [copy?.options[0]?.reference] })
    expect(note?.categoryIds).toEqual([fresh.id])
    expect(new Set(copies.map(({ reference }) => reference)).size).toBe(3)
  })
})

describe('suggested organisations', () => {
  it('are found without diacritics, a few of them', async () => {
    await createOrganisation(world.db, { slug: 'ustecky-kraj', name: 'Ústecký kraj' })
    for (let n = 0; n < 10; n++) await createOrganisation(world.db, { slug: `klastr-${n}`, name: `Klastr číslo ${n}` })
    const ask = async (query: string) =>
      (await supertest(world.app).get('/cs/organisations.json').query({ q: query })).body
    expect(await ask('ustecky')).toMatchObject({ suggestions: ['Ústecký kraj'], label: 'Návrhy organizací' })
    expect((await ask('CISLO')).suggestions).toHaveLength(8)
    for (const query of ['u', '', '%', 'neexistuje', "'; drop table organisations; --"]) {
      expect((await ask(query)).suggestions).toEqual([])
    }
  })
})
