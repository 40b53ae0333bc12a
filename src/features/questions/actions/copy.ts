import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { listQuestions, lockQuestions } from '../queries.ts'
import { mostQuestions } from '../rules/order.ts'
import type { Question, QuestionOptionRow } from '../types.ts'
import '../tables.ts'

/**
 * Takes the questions of one event over to the end of the form of another, with options and conditions. `categoryIds`
 * says which category became which; a question whose categories have no counterpart is asked of everybody. What does
 * not fit into the form any more is left out. Answers: the options, old id → new id, so that their places can follow.
 */
export async function copyQuestions(
  trx: Transaction,
  actor: Actor,
  { from, to, categoryIds }: { from: number; to: number; categoryIds: ReadonlyMap<number, number> },
): Promise<Map<number, number>> {
  const there = await lockQuestions(trx, to)
  const room = mostQuestions - there.filter(({ archivedAt }) => archivedAt === null).length
  const questions = (await listQuestions(trx, from)).slice(0, Math.max(room, 0))
  if (questions.length === 0) return new Map()
  const ids = await insertQuestions(trx, to, questions, Math.max(0, ...there.map(({ position }) => position)))
  const options = await insertOptions(trx, to, questions, ids)
  await insertConditions(trx, questions, ids, options)
  await insertCategories(trx, questions, ids, categoryIds)
  await recordAudit(trx, actor, 'question.copied', { eventId: to, details: { questions: questions.length } })
  return new Map([...options].map(([old, { id }]) => [old, id]))
}

/** Old id → new id. Matched by reference: the order of returned rows is no promise of PostgreSQL. */
async function insertQuestions(
  trx: Transaction,
  eventId: number,
  questions: readonly Question[],
  last: number,
): Promise<Map<number, number>> {
  const references = new Map(questions.map(({ id }) => [id, newReference()]))
  const rows = questions.map(
    ({ kind, label, help, isRequired, isSensitive, keepDays, least, most, purpose, id }, index) => ({
      eventId,
      reference: references.get(id) ?? newReference(),
      position: last + index + 1,
      kind,
      label,
      help,
      isRequired,
      isSensitive,
      keepDays,
      least,
      most,
      purpose,
    }),
  )
  const inserted = await trx('questions').insert(rows).returning(['id', 'reference'])
  const byReference = new Map(inserted.map(({ id, reference }) => [reference, id]))
  return new Map(questions.map(({ id }) => [id, byReference.get(references.get(id) ?? '') ?? 0]))
}

async function insertOptions(
  trx: Transaction,
  eventId: number,
  questions: readonly Question[],
  ids: ReadonlyMap<number, number>,
): Promise<Map<number, Pick<QuestionOptionRow, 'id' | 'reference'>>> {
  const options = questions.flatMap(question => question.options.filter(({ archivedAt }) => archivedAt === null))
  if (options.length === 0) return new Map()
  const references = new Map(options.map(({ id }) => [id, newReference()]))
  const rows = options.map(({ id, questionId, position, label, hasWaitingList }) => ({
    eventId,
    questionId: ids.get(questionId) ?? 0,
    reference: references.get(id) ?? newReference(),
    position,
    label,
    hasWaitingList,
  }))
  const inserted = await trx('questionOptions').insert(rows).returning(['id', 'reference'])
  const byReference = new Map(inserted.map(option => [option.reference, option]))
  return new Map(
    options.flatMap(({ id }) => {
      const copy = byReference.get(references.get(id) ?? '')
      return copy === undefined ? [] : [[id, copy] as const]
    }),
  )
}

async function insertConditions(
  trx: Transaction,
  questions: readonly Question[],
  ids: ReadonlyMap<number, number>,
  options: ReadonlyMap<number, Pick<QuestionOptionRow, 'reference'>>,
): Promise<void> {
  const renamed = new Map(
    questions.flatMap(question => question.options.map(o => [o.reference, options.get(o.id)?.reference] as const)),
  )
  for (const { id, shownIfQuestionId, shownIfValues } of questions) {
    const parent = shownIfQuestionId === null ? undefined : ids.get(shownIfQuestionId)
    if (parent === undefined) continue
    const values = shownIfValues.map(value => renamed.get(value) ?? value)
    await trx('questions')
      .where({ id: ids.get(id) ?? 0 })
      .update({ shownIfQuestionId: parent, shownIfValues: values })
  }
}

async function insertCategories(
  trx: Transaction,
  questions: readonly Question[],
  ids: ReadonlyMap<number, number>,
  categoryIds: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = questions.flatMap(question =>
    question.categoryIds.flatMap(old => {
      const [questionId, categoryId] = [ids.get(question.id), categoryIds.get(old)]
      return questionId === undefined || categoryId === undefined ? [] : [{ questionId, categoryId }]
    }),
  )
  if (rows.length > 0) await trx('questionCategories').insert(rows)
}
