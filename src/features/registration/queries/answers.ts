import type { Database, Transaction } from '../../../core/database.ts'
import { rows } from '../../../core/database.ts'
import type { AnswerValue } from '../../questions/types.ts'
import '../tables.ts'

interface Answered {
  readonly questionId: number
  readonly value: AnswerValue
}

/** What somebody answered to the questions that are not sensitive, archived questions included. */
export async function listAnswers(
  db: Database | Transaction,
  registrationId: number,
): Promise<Map<number, AnswerValue>> {
  const found = await rows<Answered>(db, 'select question_id, value from answers where registration_id = ?', [
    registrationId,
  ])
  return new Map(found.map(({ questionId, value }) => [questionId, value]))
}

/** What somebody answered to sensitive questions: for the person and for organisers, for nothing that lists people. */
export async function listSensitiveAnswers(
  db: Database | Transaction,
  registrationId: number,
): Promise<Map<number, AnswerValue>> {
  const found = await rows<Answered>(db, 'select question_id, value from sensitive_answers where registration_id = ?', [
    registrationId,
  ])
  return new Map(found.map(({ questionId, value }) => [questionId, value]))
}

/** All that somebody answered, sensitive answers too: for the person and for those who organise. */
export async function listAllAnswers(
  db: Database | Transaction,
  registrationId: number,
): Promise<Map<number, AnswerValue>> {
  return new Map([...(await listAnswers(db, registrationId)), ...(await listSensitiveAnswers(db, registrationId))])
}
