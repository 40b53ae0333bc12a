import { rows, type Transaction } from '../../../core/database.ts'
import '../tables.ts'

interface Pair {
  readonly keepId: number
  readonly dropId: number
}

/**
 * Moves what one registration has and the other lacks: answers with their files and consents, diet, tags; and all notes.
 * Returns the questions whose answers moved.
 */
export async function moveBelongings(trx: Transaction, pair: Pair): Promise<number[]> {
  const moved = [...(await moveAnswers(trx, pair, 'answers')), ...(await moveAnswers(trx, pair, 'sensitive_answers'))]
  const { keepId, dropId } = pair
  if (moved.length > 0) {
    await trx('answerFiles')
      .where({ registrationId: dropId })
      .whereIn('questionId', moved)
      .update({ registrationId: keepId })
    await trx('consents')
      .where({ registrationId: dropId })
      .whereIn('questionId', moved)
      .update({ registrationId: keepId })
  }
  await trx.raw(
    `update registration_needs set registration_id = :keepId
     where registration_id = :dropId and not exists (select from registration_needs where registration_id = :keepId)`,
    { keepId, dropId },
  )
  await trx('registrationNotes').where({ registrationId: dropId }).update({ registrationId: keepId })
  await trx.raw(
    `update registrations k set tags = array(select distinct t from unnest(k.tags || d.tags) as t order by t)
     from registrations d where k.id = :keepId and d.id = :dropId and d.tags <> '{}'`,
    { keepId, dropId },
  )
  return moved
}

/** An answer moves where the other one has none, in neither of the two tables. */
async function moveAnswers(
  trx: Transaction,
  { keepId, dropId }: Pair,
  table: 'answers' | 'sensitive_answers',
): Promise<number[]> {
  const found = await rows<{ questionId: number }>(
    trx,
    `update ${table} a set registration_id = :keepId where a.registration_id = :dropId
       and not exists (select from answers where registration_id = :keepId and question_id = a.question_id)
       and not exists (select from sensitive_answers where registration_id = :keepId and question_id = a.question_id)
     returning a.question_id`,
    { keepId, dropId },
  )
  return found.map(({ questionId }) => questionId)
}
