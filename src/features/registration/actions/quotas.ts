import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { NotFound } from '../../../core/errors.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockLedger } from '../queries/ledger.ts'
import { type CountedThing, findOwnQuota } from '../queries/quotas.ts'
import type { QuotaRow } from '../types/places.ts'
import { countOption, type OptionOfEvent, stopCountingOption } from './option-places.ts'
import { changeCapacities, recountQuota } from './places.ts'
import { allOrNothing } from './savepoints.ts'
import '../tables.ts'

/** What an organiser says of places that several things share. */
export interface SharedQuotaInput {
  readonly name: LocalisedText
  /** null: without a limit, only counted. */
  readonly capacity: number | null
  /** What it counts: categories, parts and options of the event. */
  readonly members: readonly Pick<CountedThing, 'kind' | 'id'>[]
}

export type SharedQuotaOutcome =
  | { readonly kind: 'saved'; readonly reference: string }
  /** What it is to count has more taken than the capacity allows; nothing was written. */
  | { readonly kind: 'below-taken'; readonly taken: number }

interface About {
  readonly id: number
}

/** Makes places that several things share; what is taken already counts at once. */
export async function addSharedQuota(
  db: Database | Transaction,
  actor: Actor,
  { event, input }: { event: About; input: SharedQuotaInput },
): Promise<SharedQuotaOutcome> {
  return allOrNothing(db, async (trx): Promise<SharedQuotaOutcome> => {
    await lockLedger(trx, event.id)
    const [quota] = await trx('quotas')
      .insert({ eventId: event.id, scope: 'shared', reference: newReference(), name: input.name })
      .returning('*')
    if (quota === undefined) throw new Error('the quota was not inserted')
    const outcome = await fillQuota(trx, quota, input)
    if (outcome.kind === 'saved') await auditQuota(trx, actor, 'added', quota, { capacity: input.capacity })
    return outcome
  })
}

/**
 * Changes the name, the capacity and what is counted. Places that become free go at once to those who wait.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function editSharedQuota(
  db: Database | Transaction,
  actor: Actor,
  { quota, input }: { quota: QuotaRow; input: SharedQuotaInput },
): Promise<SharedQuotaOutcome> {
  return allOrNothing(db, async (trx): Promise<SharedQuotaOutcome> => {
    const ledger = await lockLedger(trx, quota.eventId)
    if (!ledger.quotas.some(({ id }) => id === quota.id)) throw new NotFound()
    const outcome = await fillQuota(trx, quota, input)
    if (outcome.kind === 'saved') await auditQuota(trx, actor, 'changed', quota, { capacity: input.capacity })
    return outcome
  })
}

async function fillQuota(trx: Transaction, quota: QuotaRow, input: SharedQuotaInput): Promise<SharedQuotaOutcome> {
  const { id: quotaId, eventId, reference } = quota
  for (const { kind, id } of input.members) if (kind === 'option') await countOption(trx, { eventId, optionId: id })
  // From nothing: what the new members have taken is compared with the new capacity, in one step.
  const { name, capacity } = input
  await trx('quotas').where({ id: quotaId }).update({ name, capacity, taken: 0, waiting: 0 })
  await trx('quotaMembers').where({ quotaId }).delete()
  const members = input.members.map(({ kind, id }) => ({ quotaId, [`${kind}Id`]: id }))
  if (members.length > 0) await trx('quotaMembers').insert(members)
  const outcome = await recountQuota(trx, { eventId, quotaId })
  return outcome.kind === 'saved' ? { kind: 'saved', reference } : outcome
}

/** Removes shared places: each of the members has only its own limit from now on. Returns how many were promoted. */
export async function removeSharedQuota(
  db: Database | Transaction,
  actor: Actor,
  { quota }: { quota: QuotaRow },
): Promise<{ readonly promoted: number }> {
  return inTransaction(db, async trx => {
    await lockLedger(trx, quota.eventId)
    const removed = await trx('quotas').where({ id: quota.id, scope: 'shared' }).delete()
    if (removed === 0) throw new NotFound()
    await auditQuota(trx, actor, 'removed', quota)
    const outcome = await changeCapacities(trx, actor, { eventId: quota.eventId, capacities: new Map() })
    return { promoted: outcome.kind === 'saved' ? outcome.promoted : 0 }
  })
}

export type OptionPlacesOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** More have chosen it already; nothing was written. */
  | { readonly kind: 'below-taken'; readonly taken: number }

/**
 * Sets how many may choose an option of a question; null: anybody, and it is no longer counted. Who chose it before
 * counts. More places go at once to those who wait.
 */
export async function setOptionPlaces(
  db: Database | Transaction,
  actor: Actor,
  { eventId, optionId, capacity }: OptionOfEvent & { readonly capacity: number | null },
): Promise<OptionPlacesOutcome> {
  return allOrNothing(db, async (trx): Promise<OptionPlacesOutcome> => {
    await lockLedger(trx, eventId)
    const known = await findOwnQuota(trx, { optionId })
    if (known === undefined && capacity === null) return { kind: 'saved', promoted: 0 }
    const isEnd = capacity === null && (await stopCountingOption(trx, { eventId, optionId }))
    const quota = isEnd ? undefined : await countOption(trx, { eventId, optionId })
    const capacities = new Map(quota ? [[quota.id, capacity]] : [])
    const outcome = await changeCapacities(trx, actor, { eventId, capacities })
    if (outcome.kind === 'below-taken') return { kind: 'below-taken', taken: outcome.taken }
    const details = { capacity, was: known?.capacity ?? null }
    const subject = { kind: 'question-option', id: optionId }
    await recordAudit(trx, actor, 'quota.option-changed', { eventId, subject, details })
    return { kind: 'saved', promoted: outcome.promoted }
  })
}

async function auditQuota(
  trx: Transaction,
  actor: Actor,
  fact: string,
  quota: Pick<QuotaRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'quota', id: quota.id }
  await recordAudit(trx, actor, `quota.${fact}`, { eventId: quota.eventId, subject, details })
}
