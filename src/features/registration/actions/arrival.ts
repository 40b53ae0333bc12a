import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import type { RegistrationRow } from '../types.ts'
import { auditRegistration } from './facts.ts'
import '../tables.ts'

type One = Pick<RegistrationRow, 'id' | 'eventId'>

export type ArrivalOutcome =
  | { readonly kind: 'arrived' }
  /** Somebody was quicker; the first time counts. */
  | { readonly kind: 'already' }
  /** Who waits, was declined or gave the place up cannot arrive. */
  | { readonly kind: 'no-place' }

/** Checks somebody in: once, and only somebody with a place. */
export async function recordArrival(
  db: Database | Transaction,
  actor: Actor,
  { registration }: { registration: One },
): Promise<ArrivalOutcome> {
  return inTransaction(db, async trx => {
    const before = await trx('registrations').where({ id: registration.id }).forUpdate().first('status', 'arrivedAt')
    if (before?.status !== 'confirmed') return { kind: 'no-place' }
    if (before.arrivedAt !== null) return { kind: 'already' }
    await trx('registrations').where({ id: registration.id }).update({ arrivedAt: now() })
    await auditRegistration(trx, actor, 'arrived', registration)
    return { kind: 'arrived' }
  })
}

/** Takes an arrival back that was recorded by mistake. */
export async function undoArrival(
  db: Database | Transaction,
  actor: Actor,
  { registration }: { registration: One },
): Promise<{ readonly kind: 'undone' } | { readonly kind: 'not-arrived' }> {
  return inTransaction(db, async trx => {
    const undone = await trx('registrations')
      .where({ id: registration.id })
      .whereNotNull('arrivedAt')
      .update({ arrivedAt: null })
    if (undone === 0) return { kind: 'not-arrived' }
    await auditRegistration(trx, actor, 'arrival-undone', registration)
    return { kind: 'undone' }
  })
}
