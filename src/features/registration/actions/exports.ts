import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'

/** Writes down that somebody took a list of people away, before it is handed over. */
export async function recordExport(
  db: Database,
  actor: Actor,
  { event, format, rows }: { event: { readonly id: number }; format: 'csv' | 'xlsx'; rows: number },
): Promise<void> {
  await inTransaction(db, trx =>
    recordAudit(trx, actor, 'registration.exported', { eventId: event.id, details: { format, rows } }),
  )
}
