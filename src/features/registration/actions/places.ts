import { type Actor, system } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { lockLedger } from '../queries/ledger.ts'
import { listWaiting, listWaitingOfUnits, type Waiting } from '../queries/locks.ts'
import { countRows } from '../queries/offers.ts'
import { promotes } from '../rules/admission.ts'
import { hasRoom, type Ledger, quotasOf, roomIn, snapshot, take, wait } from '../rules/ledger.ts'
import { findServable, isAnything } from '../rules/servable.ts'
import { saveLedger } from './counters.ts'
import { grantWaiting } from './grants.ts'

/** Those looked at together when places are given away. */
const waitingAtOnce = 200

/**
 * Gives every free place to those who wait, strictly in the order of their numbers, each with a mail, and writes the
 * counters. Whoever needs a place where there is none is passed over; a delegation that waits together comes when there
 * are places for all of it. Returns how many were promoted.
 */
export async function settle(trx: Transaction, ledger: Ledger): Promise<number> {
  let promoted = 0
  let after = 0
  while (promotes(ledger, now())) {
    const servable = findServable(ledger)
    if (!isAnything(servable)) break
    const waiting = await listWaiting(trx, ledger.event.id, servable, { after, limit: waitingAtOnce })
    const units = await listWaitingOfUnits(trx, waiting)
    const due = chooseDue(ledger, waiting, units)
    await grantWaiting(trx, system, ledger, due)
    promoted += due.length
    const last = waiting.at(-1)
    if (last === undefined || waiting.length < waitingAtOnce) break
    after = last.queueNumber
  }
  await saveLedger(trx, ledger)
  return promoted
}

/** Whether anything that somebody waits for is free; costs nothing. */
export function mayPromote(ledger: Ledger): boolean {
  return promotes(ledger, now()) && isAnything(findServable(ledger))
}

/** Whose turn it is among some who wait, in their order; they are counted. Pure but for the counters. */
export function chooseDue(
  ledger: Ledger,
  waiting: readonly Waiting[],
  units: ReadonlyMap<number, readonly Waiting[]>,
): Waiting[] {
  const due: Waiting[] = []
  const seen = new Set<number>()
  for (const one of waiting) {
    if (one.unitId === null) due.push(...takeAll(ledger, [one]))
    else if (!seen.has(one.unitId)) {
      seen.add(one.unitId)
      due.push(
        ...takeAll(
          ledger,
          (units.get(one.unitId) ?? []).filter(member => !due.includes(member)),
        ),
      )
    }
  }
  return due
}

/** Counts places for all of them, or for none. */
function takeAll(ledger: Ledger, together: readonly Waiting[]): readonly Waiting[] {
  const undo = snapshot(ledger)
  for (const one of together) {
    const quotas = quotasOf(ledger, one.item)
    if (!hasRoom(quotas)) {
      undo()
      return []
    }
    take(quotas)
    wait(quotas, -1)
  }
  return together
}

export type CapacitiesOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** Nobody loses a place: a capacity cannot fall below what is taken. Nothing was written. */
  | { readonly kind: 'below-taken'; readonly quotaId: number; readonly taken: number }

/** Sets capacities (null: without a limit) of some quotas of an event; more places go at once to those who wait. */
export async function changeCapacities(
  trx: Transaction,
  _actor: Actor,
  { eventId, capacities }: { eventId: number; capacities: ReadonlyMap<number, number | null> },
): Promise<CapacitiesOutcome> {
  const ledger = await lockLedger(trx, eventId)
  for (const quota of ledger.quotas) {
    const capacity = capacities.get(quota.id)
    if (capacity === undefined) continue
    if (capacity !== null && capacity < quota.taken)
      return { kind: 'below-taken', quotaId: quota.id, taken: quota.taken }
    quota.capacity = capacity
  }
  return { kind: 'saved', promoted: await settle(trx, ledger) }
}

export type RecountOutcome = { readonly kind: 'saved' } | { readonly kind: 'below-taken'; readonly taken: number }

/**
 * Counts a quota anew after it was made or what it counts was changed, under the lock; its places then go to those who
 * wait. `below-taken`: it would count more than it may hold; the caller rolls back.
 */
export async function recountQuota(
  trx: Transaction,
  { eventId, quotaId }: { eventId: number; quotaId: number },
): Promise<RecountOutcome> {
  const ledger = await lockLedger(trx, eventId)
  const quota = ledger.quotas.find(({ id }) => id === quotaId)
  const counted = (await countRows(trx, eventId)).get(quotaId)
  if (quota === undefined || counted === undefined) throw new Error(`quota ${quotaId} is gone`)
  if (quota.capacity !== null && counted.taken > quota.capacity) return { kind: 'below-taken', taken: counted.taken }
  Object.assign(quota, counted)
  await settle(trx, ledger)
  return { kind: 'saved' }
}

/** Counts places of a category as taken for a code that keeps them; how its users come is left open. */
export async function reservePlaces(
  trx: Transaction,
  ledger: Ledger,
  { categoryId, count }: { categoryId: number; count: number },
): Promise<{ readonly kind: 'saved' } | { readonly kind: 'full'; readonly free: number }> {
  const quotas = quotasOf(ledger, { categoryId })
  if (!hasRoom(quotas, count)) return { kind: 'full', free: roomIn(quotas) ?? 0 }
  take(quotas, count)
  await saveLedger(trx, ledger)
  return { kind: 'saved' }
}

/** Gives back places that a code kept; they go at once to those who wait. */
export async function releasePlaces(
  trx: Transaction,
  _actor: Actor,
  ledger: Ledger,
  { categoryId, count }: { categoryId: number; count: number },
): Promise<number> {
  take(quotasOf(ledger, { categoryId }), -count)
  return settle(trx, ledger)
}
