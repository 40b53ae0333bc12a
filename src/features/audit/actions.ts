import type { Actor } from '../../core/actor.ts'
import { insertRows, type Transaction } from '../../core/database.ts'
import { now } from '../../core/time.ts'
import './tables.ts'
import type { AuditAbout } from './types.ts'

/**
 * Writes down who did what, in the transaction that did it: the entry exists exactly when the change does.
 * @param action `feature.fact` in the past tense, for example `event.published`
 */
export async function recordAudit(trx: Transaction, actor: Actor, action: string, about: AuditAbout): Promise<void> {
  await recordAudits(trx, actor, action, [about])
}

/** As `recordAudit`, for many subjects in one statement. */
export async function recordAudits(
  trx: Transaction,
  actor: Actor,
  action: string,
  abouts: readonly AuditAbout[],
): Promise<void> {
  if (abouts.length === 0) return
  const who = { actorKind: actor.kind, actorUserId: actor.kind === 'user' ? actor.userId : null }
  const at = now()
  const entries = abouts.map(({ eventId, organisationId, subject, details }) => ({
    ...who,
    at,
    action,
    eventId: eventId ?? null,
    organisationId: organisationId ?? null,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    details: details ?? {},
  }))
  await insertRows(trx, 'auditEntries', entries)
}
