import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import type { QuestionUsage } from '../queries.ts'
import { hasOptions, limitOf } from '../rules/kinds.ts'
import type { Condition } from '../rules/conditions.ts'
import type { OptionInput, Question, QuestionInput, QuestionKind } from '../types.ts'
import '../tables.ts'

/** What of the input stands in the question itself; what its kind does not know is left empty. */
export function columnsOf(kind: QuestionKind, input: QuestionInput, condition: Condition) {
  const asks = kind !== 'heading' && kind !== 'note'
  const hasLimits = limitOf(kind) !== undefined
  return {
    label: input.label,
    help: input.help,
    isRequired: asks && input.isRequired,
    isSensitive: asks && kind !== 'consent' && input.isSensitive,
    keepDays: asks && kind !== 'consent' ? input.keepDays : null,
    least: hasLimits ? input.least : null,
    most: hasLimits ? input.most : null,
    purpose: kind === 'consent' ? input.purpose : {},
    shownIfQuestionId: condition.kind === 'condition' ? condition.parent.id : null,
    shownIfValues: condition.kind === 'condition' ? [...condition.values] : [],
  }
}

/** Writes the options of a new question. */
export async function insertOptions(
  trx: Transaction,
  question: Pick<Question, 'id' | 'eventId' | 'kind'>,
  options: readonly OptionInput[],
  from = 0,
): Promise<void> {
  if (!hasOptions(question.kind) || options.length === 0) return
  await trx('questionOptions').insert(
    options.map(({ label, hasWaitingList }, index) => ({
      eventId: question.eventId,
      questionId: question.id,
      reference: newReference(),
      position: from + index + 1,
      label,
      hasWaitingList,
    })),
  )
}

/**
 * Makes the options what the input says, in its order. Those left out go when nobody chose anything of the question
 * yet; else they are archived, so that answers stay readable.
 */
export async function replaceOptions(
  trx: Transaction,
  question: Question,
  options: readonly OptionInput[],
  usage: QuestionUsage,
): Promise<void> {
  if (!hasOptions(question.kind)) return
  const known = new Map(question.options.map(option => [option.reference, option]))
  const placed = options.map((option, index) => ({ ...option, position: index + 1 }))
  const kept = placed.filter(({ reference }) => reference !== undefined && known.has(reference))
  await updateOptions(trx, question, kept)
  const gone = question.options.filter(({ reference }) => !kept.some(option => option.reference === reference))
  const ids = gone.map(({ id }) => id)
  if (usage.answers === 0) await trx('questionOptions').whereIn('id', ids).delete()
  else await trx('questionOptions').whereIn('id', ids).whereNull('archivedAt').update({ archivedAt: now() })
  for (const option of placed) {
    if (kept.includes(option)) continue
    await insertOptions(trx, question, [option], option.position - 1)
  }
}

async function updateOptions(
  trx: Transaction,
  { id }: Question,
  options: readonly (OptionInput & { readonly position: number })[],
): Promise<void> {
  await trx.raw(
    `update question_options o set label = v.label, has_waiting_list = v.has_waiting_list, position = v.position,
       archived_at = null
     from jsonb_to_recordset(?::jsonb) as v(reference text, label jsonb, has_waiting_list boolean, position integer)
     where o.question_id = ? and o.reference = v.reference`,
    [
      JSON.stringify(
        options.map(({ reference, label, hasWaitingList, position }) => ({
          reference,
          label,
          has_waiting_list: hasWaitingList,
          position,
        })),
      ),
      id,
    ],
  )
}

/** Says in which categories of its event a question is asked; none: in all. */
export async function replaceCategories(
  trx: Transaction,
  { id, eventId }: Pick<Question, 'id' | 'eventId'>,
  categoryIds: readonly number[],
): Promise<void> {
  await trx('questionCategories').where({ questionId: id }).delete()
  await trx.raw(
    `insert into question_categories (question_id, category_id)
     select ?, c.id from categories c where c.event_id = ? and c.id = any(?::bigint[])`,
    [id, eventId, [...categoryIds]],
  )
}
