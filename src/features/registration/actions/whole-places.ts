import type { Actor } from '../../../core/actor.ts'
import type { Database, Transaction } from '../../../core/database.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockLedger } from '../queries/ledger.ts'
import { type WholeScope, wholeScopes } from '../rules/whole-places.ts'
import type { QuotaRow } from '../types/places.ts'
import { changeCapacities, recountQuota } from './places.ts'
import { allOrNothing } from './savepoints.ts'
import '../tables.ts'

export type WholePlacesOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** More take part already; nothing was written. */
  | { readonly kind: 'below-taken'; readonly scope: WholeScope; readonly taken: number }

/** Sets how many may come at all, on site and online, all together or none; null: without a limit. */
export async function setWholePlaces(
  db: Database | Transaction,
  actor: Actor,
  { event, capacities }: { event: { readonly id: number }; capacities: Readonly<Record<WholeScope, number | null>> },
): Promise<WholePlacesOutcome> {
  return allOrNothing(db, async (trx): Promise<WholePlacesOutcome> => {
    await lockLedger(trx, event.id)
    const scopes = new Map<number, WholeScope>()
    for (const scope of wholeScopes) {
      const quota = await wholeQuota(trx, event.id, scope, capacities[scope])
      if (quota) scopes.set(quota.id, scope)
    }
    const wanted = new Map([...scopes].map(([id, scope]) => [id, capacities[scope]]))
    const outcome = await changeCapacities(trx, actor, { eventId: event.id, capacities: wanted })
    if (outcome.kind === 'below-taken')
      return { kind: 'below-taken', scope: scopes.get(outcome.quotaId) ?? 'event', taken: outcome.taken }
    const subject = { kind: 'event', id: event.id }
    await recordAudit(trx, actor, 'quota.whole-changed', { eventId: event.id, subject, details: { ...capacities } })
    return { kind: 'saved', promoted: outcome.promoted }
  })
}

/** The quota of everybody; made without a limit, and counted, when one is wanted and there is none. */
async function wholeQuota(
  trx: Transaction,
  eventId: number,
  scope: WholeScope,
  capacity: number | null,
): Promise<Pick<QuotaRow, 'id'> | undefined> {
  const known = await trx('quotas').where({ eventId, scope }).first()
  if (known !== undefined || capacity === null) return known
  const [made] = await trx('quotas').insert({ eventId, scope, reference: newReference() }).returning('*')
  if (made !== undefined) await recountQuota(trx, { eventId, quotaId: made.id })
  return made
}
