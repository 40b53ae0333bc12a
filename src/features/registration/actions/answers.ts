import type { Transaction } from '../../../core/database.ts'
import { rows } from '../../../core/database.ts'
import type { AnswerValue } from '../../questions/types.ts'
import type { GivenAnswer } from '../types.ts'
import '../tables.ts'

/** The answers of one registration. */
export interface AnswersOfRegistration {
  readonly registrationId: number
  readonly answers: readonly GivenAnswer[]
}

/** An answer ready for its table. */
interface AnswerToWrite extends GivenAnswer {
  readonly registrationId: number
}

const tables = { answers: false, sensitive_answers: true } as const
type AnswerTable = keyof typeof tables

/**
 * Writes the answers of new registrations, sensitive ones in their table apart, and hands the uploaded files over to
 * their registrations: one statement a table, however many people. An answer that is there already is replaced.
 */
export async function saveAnswers(trx: Transaction, given: readonly AnswersOfRegistration[]): Promise<void> {
  const answers = given.flatMap(({ registrationId, answers }) => answers.map(answer => ({ ...answer, registrationId })))
  for (const [table, isSensitive] of Object.entries(tables) as [AnswerTable, boolean][]) {
    await write(
      trx,
      table,
      answers.filter(answer => answer.isSensitive === isSensitive),
    )
  }
  await attachFiles(trx, answers)
}

/**
 * Puts new answers in the place of those given before; answers to questions that are archived, or that are kept in
 * the other table than they would be today, are dealt with so that each question has one answer at most.
 * @returns the ids of the questions whose answer changed, appeared or went, in order
 */
export async function replaceAnswers(
  trx: Transaction,
  { registrationId, answers }: AnswersOfRegistration,
): Promise<number[]> {
  const before = await rows<{ questionId: number; value: AnswerValue; isSensitive: boolean }>(
    trx,
    `select a.question_id, a.value, a.is_sensitive from (
       select question_id, value, false as is_sensitive from answers where registration_id = :registrationId
       union all select question_id, value, true from sensitive_answers where registration_id = :registrationId) a
     join questions q on q.id = a.question_id where q.archived_at is null`,
    { registrationId },
  )
  const changed = changedQuestions(before, answers)
  if (changed.length === 0) return []
  for (const table of Object.keys(tables) as AnswerTable[])
    await trx(table).where({ registrationId }).whereIn('questionId', changed).delete()
  await detachFiles(trx, registrationId, changed, answers)
  const isChanged = new Set(changed)
  await saveAnswers(trx, [{ registrationId, answers: answers.filter(({ questionId }) => isChanged.has(questionId)) }])
  return changed
}

/** A question that was removed while the form was open is passed over. */
async function write(trx: Transaction, table: AnswerTable, answers: readonly AnswerToWrite[]): Promise<void> {
  if (answers.length === 0) return
  await trx.raw(
    `insert into ${table} (registration_id, question_id, value)
     select registration_id, question_id, value::jsonb
     from unnest(?::bigint[], ?::bigint[], ?::text[]) as given(registration_id, question_id, value)
     where exists (select from questions q where q.id = question_id)
     on conflict (registration_id, question_id) do update set value = excluded.value`,
    [
      answers.map(answer => answer.registrationId),
      answers.map(answer => answer.questionId),
      answers.map(answer => JSON.stringify(answer.value)),
    ],
  )
}

/** References of files are this long; no other answer that is as long names a file of its question. */
const fileReference = /^[2-9A-Z]{24}$/

/**
 * A file belongs to the first registration that names it, and only as the answer to its own question. From one that was
 * cancelled it moves on: the same person registers again with the same file.
 */
async function attachFiles(trx: Transaction, answers: readonly AnswerToWrite[]): Promise<void> {
  const files = answers.filter(({ value }) => typeof value === 'string' && fileReference.test(value))
  if (files.length === 0) return
  await trx.raw(
    `update answer_files f set registration_id = given.registration_id
     from unnest(?::bigint[], ?::bigint[], ?::text[]) as given(registration_id, question_id, reference)
     where f.reference = given.reference and f.question_id = given.question_id
       and not exists (select from registrations r where r.id = f.registration_id
         and r.cancelled_at is null and r.declined_at is null)`,
    [files.map(file => file.registrationId), files.map(file => file.questionId), files.map(file => String(file.value))],
  )
}

/** A file that is no answer any more is nobody's, and goes. */
async function detachFiles(
  trx: Transaction,
  registrationId: number,
  questionIds: readonly number[],
  answers: readonly GivenAnswer[],
): Promise<void> {
  const kept = answers.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  await trx('answerFiles')
    .where({ registrationId })
    .whereIn('questionId', questionIds)
    .whereNotIn('reference', kept)
    .delete()
}

function changedQuestions(before: readonly GivenAnswer[], after: readonly GivenAnswer[]): number[] {
  const fingerprint = ({ value, isSensitive }: GivenAnswer) => JSON.stringify([value, isSensitive])
  const [old, fresh] = [before, after].map(list => new Map(list.map(item => [item.questionId, fingerprint(item)])))
  const ids = new Set([...before, ...after].map(({ questionId }) => questionId))
  return [...ids].filter(id => old?.get(id) !== fresh?.get(id)).toSorted((a, b) => a - b)
}
