import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Locked, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { queueMails } from '../../mail/actions.ts'
import { isActive, mayCancel } from '../permissions.ts'
import { lockLedger } from '../queries/ledger.ts'
import { listQueue, lockRegistration } from '../queries/locks.ts'
import { decidePlace, waitingIn } from '../rules/admission.ts'
import { hasRoom, type Ledger, quotasOf, take, wait } from '../rules/ledger.ts'
import type { ClosingReason, RegistrationRow } from '../types.ts'
import { drawNumbers } from './counters.ts'
import { endRegistration } from './endings.ts'
import { auditRegistration, mailAbout } from './facts.ts'
import { grantWishes } from './grants.ts'
import { settle } from './places.ts'

interface About {
  readonly registration: Pick<RegistrationRow, 'id' | 'eventId'>
}

/** What is decided about one registration, all of it under the lock of its event's places. */
export type Work<Outcome> = (
  trx: Transaction,
  ledger: Ledger,
  registration: Locked<RegistrationRow>,
) => Promise<Outcome>

/** Locks the places of the event, then the registration, and does something about it. */
export function underLock<Outcome>(
  db: Database | Transaction,
  { id, eventId }: Pick<RegistrationRow, 'id' | 'eventId'>,
  work: Work<Outcome>,
): Promise<Outcome> {
  return inTransaction(db, async trx => {
    const ledger = await lockLedger(trx, eventId)
    return work(trx, ledger, await lockRegistration(trx, id))
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
  { registration: about, reason }: About & { reason?: ClosingReason | undefined },
): Promise<CancelOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (!isActive(registration.status)) return { kind: 'already-cancelled' }
    if (!mayCancel(registration.status, ledger.event, now())) return { kind: 'over' }
    const usual = actor.kind === 'user' ? 'organiser' : 'self'
    await endRegistration(trx, ledger, registration, { kind: 'cancelled', reason: reason ?? usual })
    const details = { was: registration.status, ...(reason && { reason }) }
    await auditRegistration(trx, actor, 'cancelled', registration, details)
    await queueMails(trx, [mailAbout('registration-cancelled', registration, ledger.event)])
    return { kind: 'cancelled', promoted: await settle(trx, ledger) }
  })
}

export type PromoteOutcome =
  | { readonly kind: 'promoted' }
  | { readonly kind: 'not-waiting' }
  /** Every place is taken: the capacity must be raised, or somebody must cancel, first. */
  | { readonly kind: 'full' }

/** Gives a free place to somebody who waits, out of order; an organiser's decision, logged with its reason. */
export async function promoteRegistration(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, reason }: About & { reason?: string | undefined },
): Promise<PromoteOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'waiting') return { kind: 'not-waiting' }
    const quotas = quotasOf(ledger, registration)
    if (!hasRoom(quotas)) return { kind: 'full' }
    take(quotas)
    wait(quotas, -1)
    await confirm(trx, ledger, registration)
    await auditRegistration(trx, actor, 'promoted', registration, reason === undefined ? {} : { reason })
    await queueMails(trx, [mailAbout('registration-promoted', registration, ledger.event)])
    await settle(trx, ledger)
    return { kind: 'promoted' }
  })
}

/** Writes that a registration has a place that is counted already, and decides what it wished besides. */
export async function confirm(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<void> {
  const moment = now()
  ledger.touched.add(registration.id)
  await trx('registrations')
    .where({ id: registration.id })
    .update({
      confirmedAt: moment,
      ...(registration.waitlistedAt !== null && { promotedAt: moment }),
      placeHeld: true,
      contentUpdatedAt: moment,
      // TENTATIVE becomes CONFIRMED: calendars take a change of status only with a higher SEQUENCE.
      calendarSequence: registration.calendarSequence + 1,
    })
  await grantWishes(trx, ledger, [registration.id])
}

/** Writes that a registration waits, counted, at the end of the queue. Returns its rank. */
export async function enqueueLast(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<number> {
  const [queueNumber] = await drawNumbers(trx, 1)
  const moment = now()
  ledger.touched.add(registration.id)
  wait(quotasOf(ledger, registration))
  await trx('registrations')
    .where({ id: registration.id })
    .update({ waitlistedAt: moment, queueNumber: queueNumber ?? null, placeHeld: false, contentUpdatedAt: moment })
  return waitingIn(ledger, registration.categoryId)
}

export type MoveOutcome = { readonly kind: 'moved'; readonly position: number } | { readonly kind: 'not-waiting' }

/** Moves somebody to another rank (1: next) in the queue of their category; logged with its reason. */
export async function moveInQueue(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, position, reason }: About & { position: number; reason: string },
): Promise<MoveOutcome> {
  return underLock(db, about, async (trx, _ledger, registration) => {
    if (registration.status !== 'waiting') return { kind: 'not-waiting' }
    const queue = await listQueue(trx, registration.categoryId)
    const from = queue.findIndex(({ id }) => id === registration.id)
    const to = Math.min(Math.max(position, 1), queue.length) - 1
    const order = queue.toSpliced(from, 1).toSpliced(to, 0, ...queue.slice(from, from + 1))
    await trx.raw(
      `update registrations r set queue_number = v.number
       from unnest(?::bigint[], ?::bigint[]) as v(id, number) where r.id = v.id and r.queue_number <> v.number`,
      [order.map(({ id }) => id), queue.map(({ queueNumber }) => queueNumber)],
    )
    await auditRegistration(trx, actor, 'moved', registration, { from: from + 1, to: to + 1, reason })
    return { kind: 'moved', position: to + 1 }
  })
}

export type ApproveOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'waiting'; readonly position: number }
  | { readonly kind: 'not-applied' }
  | { readonly kind: 'full' }

/** Grants an application: the place it holds or a free one, else the end of the queue. */
export async function approveRegistration(
  db: Database | Transaction,
  actor: Actor,
  { registration: about }: About,
): Promise<ApproveOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'applied') return { kind: 'not-applied' }
    const category = ledger.categories.get(registration.categoryId)
    const quotas = quotasOf(ledger, registration)
    const place = registration.placeHeld
      ? 'held'
      : decidePlace(ledger, quotas, category ?? { hasWaitingList: false }, now())
    if (place === 'full') return { kind: 'full' }
    if (place === 'place') take(quotas)
    if (place === 'waiting') {
      const position = await enqueueLast(trx, ledger, registration)
      await auditRegistration(trx, actor, 'approved', registration, { kind: 'waiting', position })
      await queueMails(trx, [mailAbout('registration-waiting', registration, ledger.event)])
      await settle(trx, ledger)
      return { kind: 'waiting', position }
    }
    await confirm(trx, ledger, registration)
    await auditRegistration(trx, actor, 'approved', registration, { kind: 'place' })
    await queueMails(trx, [mailAbout('registration-confirmed', registration, ledger.event)])
    await settle(trx, ledger)
    return { kind: 'confirmed' }
  })
}

export type DeclineOutcome = { readonly kind: 'declined' } | { readonly kind: 'not-applied' }

/** Refuses an application; the person is told, with the reason if there is one, and may apply again. */
export async function declineRegistration(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, reason = '' }: About & { reason?: string | undefined },
): Promise<DeclineOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'applied') return { kind: 'not-applied' }
    await endRegistration(trx, ledger, registration, { kind: 'declined' })
    await auditRegistration(trx, actor, 'declined', registration, reason === '' ? {} : { reason })
    const payload = reason === '' ? {} : { reason }
    await queueMails(trx, [mailAbout('registration-declined', registration, ledger.event, { payload })])
    await settle(trx, ledger)
    return { kind: 'declined' }
  })
}
