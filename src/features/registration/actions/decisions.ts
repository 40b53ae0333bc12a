import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Locked, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { queueMails } from '../../mail/actions.ts'
import { type Allotment, lockAllotment, lockRegistration } from '../queries/locks.ts'
import { isActive, mayCancel } from '../permissions.ts'
import { decidePlace, hasFreePlace } from '../rules.ts'
import type { RegistrationRow } from '../types.ts'
import { auditRegistration, confirmWaiting, countersOf, mailAbout, settleCounters } from './places.ts'

interface About {
  readonly registration: RegistrationRow
}

/** Locks a registration with its counters, counters first, and does something about it. */
function underLock<Outcome>(
  db: Database | Transaction,
  { categoryId, id }: RegistrationRow,
  work: (trx: Transaction, allotment: Allotment, registration: Locked<RegistrationRow>) => Promise<Outcome>,
): Promise<Outcome> {
  return inTransaction(db, async trx => {
    const allotment = await lockAllotment(trx, categoryId)
    return work(trx, allotment, await lockRegistration(trx, id))
  })
}

export type CancelOutcome =
  | { readonly kind: 'cancelled'; readonly promoted: number }
  | { readonly kind: 'already-cancelled' }
  | { readonly kind: 'over' }

/**
 * Gives up a registration. The place goes to the first who waits in the same transaction, so that it is never free
 * while somebody waits. Both get a mail.
 */
export async function cancelRegistration(
  db: Database | Transaction,
  actor: Actor,
  about: About,
): Promise<CancelOutcome> {
  return underLock(db, about.registration, async (trx, allotment, registration) => {
    const moment = now()
    if (!isActive(registration.status)) return { kind: 'already-cancelled' }
    if (!mayCancel(registration.status, allotment.event, moment)) return { kind: 'over' }
    await trx('registrations')
      .where({ id: registration.id })
      .update({
        cancelledAt: moment,
        contentUpdatedAt: moment,
        calendarSequence: registration.calendarSequence + 1,
      })
    await auditRegistration(trx, actor, 'cancelled', registration, { was: registration.status })
    await queueMails(trx, [mailAbout('registration-cancelled', registration, allotment.event)])
    const counters = countersOf(allotment)
    if (registration.status === 'confirmed') counters.taken -= 1
    if (registration.status === 'waiting') counters.waiting -= 1
    return { kind: 'cancelled', promoted: await settleCounters(trx, allotment, counters) }
  })
}

export type PromoteOutcome =
  | { readonly kind: 'promoted' }
  | { readonly kind: 'not-waiting' }
  /** Every place is taken: the capacity must be raised, or somebody must cancel, first. */
  | { readonly kind: 'full' }

/** Gives a free place to somebody who waits, out of order; an organiser's decision. */
export async function promoteRegistration(
  db: Database | Transaction,
  actor: Actor,
  about: About,
): Promise<PromoteOutcome> {
  return underLock(db, about.registration, async (trx, allotment, registration) => {
    if (registration.status !== 'waiting') return { kind: 'not-waiting' }
    const counters = countersOf(allotment)
    if (!hasFreePlace(counters)) return { kind: 'full' }
    await confirmWaiting(trx, actor, allotment, [registration])
    await settleCounters(trx, allotment, {
      ...counters,
      taken: counters.taken + 1,
      waiting: counters.waiting - 1,
    })
    return { kind: 'promoted' }
  })
}

export type ApproveOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'waiting'; readonly position: number }
  | { readonly kind: 'not-applied' }
  | { readonly kind: 'full' }

/** Grants an application: a place, else the end of the queue. */
export async function approveRegistration(
  db: Database | Transaction,
  actor: Actor,
  about: About,
): Promise<ApproveOutcome> {
  return underLock(db, about.registration, async (trx, allotment, registration) => {
    if (registration.status !== 'applied') return { kind: 'not-applied' }
    const counters = countersOf(allotment)
    const decision = decidePlace(allotment.category, counters)
    if (decision.kind === 'full' || decision.kind === 'approval') return { kind: 'full' }
    const moment = now()
    const granted = decision.kind === 'place'
    const place = granted ? { confirmedAt: moment } : { waitlistedAt: moment, queueNumber: counters.nextQueueNumber }
    await trx('registrations')
      .where({ id: registration.id })
      .update({
        ...place,
        contentUpdatedAt: moment,
        calendarSequence: registration.calendarSequence + (granted ? 1 : 0),
      })
    await auditRegistration(trx, actor, 'approved', registration, decision)
    const kind = granted ? 'registration-confirmed' : 'registration-waiting'
    await queueMails(trx, [mailAbout(kind, registration, allotment.event)])
    await settleCounters(trx, allotment, {
      ...counters,
      taken: counters.taken + (granted ? 1 : 0),
      waiting: counters.waiting + (granted ? 0 : 1),
      nextQueueNumber: counters.nextQueueNumber + (granted ? 0 : 1),
    })
    return decision.kind === 'waiting' ? decision : { kind: 'confirmed' }
  })
}

export type DeclineOutcome = { readonly kind: 'declined' } | { readonly kind: 'not-applied' }

/** Refuses an application; the person is told and may apply again. */
export async function declineRegistration(
  db: Database | Transaction,
  actor: Actor,
  about: About,
): Promise<DeclineOutcome> {
  return underLock(db, about.registration, async (trx, allotment, registration) => {
    if (registration.status !== 'applied') return { kind: 'not-applied' }
    const moment = now()
    await trx('registrations')
      .where({ id: registration.id })
      .update({
        declinedAt: moment,
        contentUpdatedAt: moment,
        calendarSequence: registration.calendarSequence + 1,
      })
    await auditRegistration(trx, actor, 'declined', registration)
    await queueMails(trx, [mailAbout('registration-declined', registration, allotment.event)])
    return { kind: 'declined' }
  })
}
