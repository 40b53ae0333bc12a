import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows, type Transaction } from '../../../core/database.ts'
import { auditRegistrations } from './facts.ts'
import '../tables.ts'

/** Tags of one registration at most. */
export const mostTags = 20

interface Tagging {
  readonly eventId: number
  /** Ids of registrations of the event. */
  readonly registrationIds: readonly number[]
  readonly tag: string
}

/**
 * Puts a tag on registrations that do not have it yet. Two statements, however many. A registration that has as many
 * tags as it may stays as it is.
 * @returns the ids of those that got it
 */
export async function tagRegistrations(
  db: Database | Transaction,
  actor: Actor,
  { eventId, registrationIds, tag }: Tagging,
): Promise<number[]> {
  return inTransaction(db, async trx => {
    const changed = await rows<{ id: number }>(
      trx,
      `update registrations set tags = tags || :tag::text where event_id = :eventId and id = any(:registrationIds)
         and not tags @> array[:tag::text] and cardinality(tags) < :mostTags returning id`,
      { tag, eventId, registrationIds, mostTags },
    )
    const ids = changed.map(({ id }) => id)
    await auditRegistrations(trx, actor, 'tagged', eventId, ids)
    return ids
  })
}

/**
 * Takes a tag off registrations. Two statements, however many.
 * @returns the ids of those that had it
 */
export async function untagRegistrations(
  db: Database | Transaction,
  actor: Actor,
  { eventId, registrationIds, tag }: Tagging,
): Promise<number[]> {
  return inTransaction(db, async trx => {
    const changed = await rows<{ id: number }>(
      trx,
      `update registrations set tags = array_remove(tags, :tag::text) where event_id = :eventId
         and id = any(:registrationIds) and tags @> array[:tag::text] returning id`,
      { tag, eventId, registrationIds },
    )
    const ids = changed.map(({ id }) => id)
    await auditRegistrations(trx, actor, 'untagged', eventId, ids)
    return ids
  })
}
