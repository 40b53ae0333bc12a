import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'

type Fact = 'drafted' | 'edited' | 'removed' | 'planned' | 'unplanned' | 'sent' | 'skipped' | 'stopped' | 'resumed'

/** Writes down a fact about an announcement. */
export async function auditAnnouncement(
  trx: Transaction,
  actor: Actor,
  fact: Fact,
  { id, eventId }: { readonly id: number; readonly eventId: number },
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(trx, actor, `announcement.${fact}`, { eventId, subject: { kind: 'announcement', id }, details })
}
