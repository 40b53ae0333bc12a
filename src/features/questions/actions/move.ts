import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { lockQuestions } from '../queries.ts'
import { reorder } from '../rules/order.ts'
import type { Question } from '../types.ts'
import { auditQuestion, type MoveQuestionOutcome } from './outcomes.ts'
import '../tables.ts'

/** Moves a question to a position (from 1) among those of the form. A condition keeps looking back, else it is refused. */
export async function moveQuestion(
  db: Database | Transaction,
  actor: Actor,
  { question, position }: { question: Question; position: number },
): Promise<MoveQuestionOutcome> {
  return inTransaction(db, async trx => {
    const questions = await lockQuestions(trx, question.eventId)
    const active = questions.filter(({ archivedAt }) => archivedAt === null)
    const reordering = reorder(active, question, position)
    if (reordering.kind !== 'order') return reordering
    const archived = questions.filter(({ archivedAt }) => archivedAt !== null)
    await writeOrder(trx, [...reordering.order, ...archived])
    await auditQuestion(trx, actor, 'moved', question, { position })
    return { kind: 'moved' }
  })
}

async function writeOrder(trx: Transaction, questions: readonly Question[]): Promise<void> {
  await trx.raw(
    `update questions q set position = v.position
     from unnest(?::bigint[]) with ordinality as v(id, position) where q.id = v.id and q.position <> v.position`,
    [questions.map(({ id }) => id)],
  )
}
