import { type Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { recordAudits } from '../../audit/actions.ts'
import { type Disagreement, findDisagreements } from '../queries/offers.ts'

/**
 * Compares every counter of every event with the rows it counts, and writes what does not agree into the history of the
 * event. It mends nothing: a difference is a fault of the program, to be understood first. Returns what was found.
 */
export async function checkCounters(db: Database, actor: Actor): Promise<Disagreement[]> {
  const found = await findDisagreements(db)
  if (found.length === 0) return found
  await inTransaction(db, async trx => {
    const abouts = found.map(({ eventId, kind, reference, counted, rows, waitingCounted, waitingRows }) => ({
      eventId,
      subject: { kind: 'event', id: eventId },
      details: { kind, reference, counted, rows, waitingCounted, waitingRows },
    }))
    await recordAudits(trx, actor, 'registration.disagreement-found', abouts)
  })
  return found
}
