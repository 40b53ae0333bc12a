import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { NotFound } from '../../../core/errors.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { findQuestion, findUsage, lockQuestions } from '../queries.ts'
import { neededOption, readCondition } from '../rules/conditions.ts'
import { dependentsOf, mostQuestions } from '../rules/order.ts'
import { isReworded } from '../rules/consents.ts'
import type { Question, QuestionInput, QuestionKind } from '../types.ts'
import {
  type AddQuestionOutcome,
  type ArchiveQuestionOutcome,
  auditQuestion,
  type EditQuestionOutcome,
  type ReinstateQuestionOutcome,
  type RemoveQuestionOutcome,
} from './outcomes.ts'
import { columnsOf, insertOptions, replaceCategories, replaceOptions } from './rows.ts'
import '../tables.ts'

/** Adds a question at the end of the form of an event. */
export async function addQuestion(
  db: Database | Transaction,
  actor: Actor,
  { event, kind, input }: { event: { readonly id: number }; kind: QuestionKind; input: QuestionInput },
): Promise<AddQuestionOutcome> {
  return inTransaction(db, async trx => {
    const questions = await lockQuestions(trx, event.id)
    if (questions.filter(({ archivedAt }) => archivedAt === null).length >= mostQuestions) return { kind: 'too-many' }
    const condition = readCondition(questions, input)
    if (condition.kind === 'unknown') return { kind: 'condition-unknown' }
    if (condition.kind === 'without-values') return { kind: 'condition-without-values' }
    const columns = columnsOf(kind, input, condition)
    const place = { eventId: event.id, reference: newReference(), kind, position: lastPosition(questions) + 1 }
    const added = only(await trx('questions').insert({ ...columns, ...place }, '*'))
    await insertOptions(trx, added, input.options)
    await replaceCategories(trx, added, input.categoryIds)
    await auditQuestion(trx, actor, 'added', added)
    return { kind: 'added', question: await reread(trx, added) }
  })
}

/**
 * Changes a question; its kind stays. Answers given stay as they are and readable. A consent whose words change after
 * somebody agreed gets the next version of its text.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function editQuestion(
  db: Database | Transaction,
  actor: Actor,
  { question, input }: { question: Question; input: QuestionInput },
): Promise<EditQuestionOutcome> {
  return inTransaction(db, async trx => {
    const questions = await lockQuestions(trx, question.eventId)
    const current = questions.find(({ id }) => id === question.id)
    if (current === undefined) throw new NotFound()
    const condition = readCondition(questions, input, current)
    if (condition.kind === 'unknown') return { kind: 'condition-unknown' }
    if (condition.kind === 'without-values') return { kind: 'condition-without-values' }
    const needed = neededOption(questions, current, input.options)
    if (needed !== undefined) return { kind: 'option-needed', ...needed }
    const usage = await findUsage(trx, current)
    const columns = columnsOf(current.kind, input, condition)
    if (columns.isSensitive !== current.isSensitive && usage.answers > 0) {
      return { kind: 'sensitivity-answered', answers: usage.answers }
    }
    const raised = usage.answers > 0 && isReworded(current, columns) ? 1 : 0
    const textVersion = current.textVersion + raised
    await trx('questions')
      .where({ id: current.id })
      .update({ ...columns, textVersion })
    await replaceOptions(trx, current, input.options, usage)
    await replaceCategories(trx, current, input.categoryIds)
    await auditQuestion(trx, actor, 'changed', current, { textVersion })
    return { kind: 'saved', question: await reread(trx, current) }
  })
}

/** Takes a question off the form; what was answered stays readable. */
export async function archiveQuestion(
  db: Database | Transaction,
  actor: Actor,
  { question }: { question: Question },
): Promise<ArchiveQuestionOutcome> {
  return inTransaction(db, async trx => {
    const [dependent] = dependentsOf(await lockQuestions(trx, question.eventId), question)
    if (dependent !== undefined) return { kind: 'needed', dependent }
    await trx('questions').where({ id: question.id }).whereNull('archivedAt').update({ archivedAt: now() })
    await auditQuestion(trx, actor, 'archived', question)
    return { kind: 'archived' }
  })
}

/** Puts an archived question back, at the end of the form. */
export async function reinstateQuestion(
  db: Database | Transaction,
  actor: Actor,
  { question }: { question: Question },
): Promise<ReinstateQuestionOutcome> {
  return inTransaction(db, async trx => {
    const questions = await lockQuestions(trx, question.eventId)
    const active = questions.filter(({ archivedAt }) => archivedAt === null)
    if (active.length >= mostQuestions) return { kind: 'too-many' }
    const parentId = question.shownIfQuestionId
    if (parentId !== null && !active.some(({ id }) => id === parentId)) return { kind: 'condition-archived' }
    const position = lastPosition(questions) + 1
    await trx('questions').where({ id: question.id }).update({ archivedAt: null, position })
    await auditQuestion(trx, actor, 'reinstated', question)
    return { kind: 'reinstated' }
  })
}

/** Removes a question nobody answered. Others are archived instead. */
export async function removeQuestion(
  db: Database | Transaction,
  actor: Actor,
  { question }: { question: Question },
): Promise<RemoveQuestionOutcome> {
  try {
    return await inTransaction(db, async trx => {
      const questions = await lockQuestions(trx, question.eventId)
      const dependent = questions.find(({ shownIfQuestionId }) => shownIfQuestionId === question.id)
      if (dependent !== undefined) return { kind: 'needed', dependent }
      const { answers } = await findUsage(trx, question)
      if (answers > 0) return { kind: 'answered', answers }
      await trx('questions').where({ id: question.id }).delete()
      await auditQuestion(trx, actor, 'removed', question)
      return { kind: 'removed' }
    })
  } catch (error) {
    // Somebody answered in this very moment.
    if (violatedConstraint(error) !== undefined) return { kind: 'answered', answers: 1 }
    throw error
  }
}

function lastPosition(questions: readonly Pick<Question, 'position'>[]): number {
  return Math.max(0, ...questions.map(({ position }) => position))
}

async function reread(trx: Transaction, { eventId, reference }: Pick<Question, 'eventId' | 'reference'>) {
  const found = await findQuestion(trx, eventId, reference)
  if (found === undefined) throw new Error('the question was not written')
  return found
}
