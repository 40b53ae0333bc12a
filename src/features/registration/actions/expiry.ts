import { type Actor, system } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import { lockCode, lockLedger } from '../queries/ledger.ts'
import { hoursToConfirm } from '../rules.ts'
import { keepsPlaces, type Ledger } from '../rules/ledger.ts'
import type { RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'
import { underLock } from './decisions.ts'
import { countOut, endRegistration } from './endings.ts'
import { auditRegistration, mailAbout } from './facts.ts'
import { noNews, partsIn, tellOfParts } from './grants.ts'
import { releasePlaces, settle } from './places.ts'
import '../tables.ts'

/** Writes that a sign-up is over; it is counted out. */
export async function endSignUp(trx: Transaction, ledger: Ledger, signUp: SignUpRow): Promise<void> {
  const moment = now()
  countOut(ledger, signUp)
  await trx('signUps')
    .where({ id: signUp.id })
    .update({ cancelledAt: moment, contentUpdatedAt: moment })
    .increment('calendarSequence', 1)
}

/** Ends a registration whose offer was not taken in time; the caller settles. */
export async function expireOne(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<void> {
  await endRegistration(trx, ledger, registration, { kind: 'cancelled', reason: 'offer-expired' })
  await auditRegistration(trx, system, 'offer-expired', registration)
  await queueMails(trx, [mailAbout('registration-offer-expired', registration, ledger.event)])
}

/**
 * Ends the offers whose time is up; each place falls to the next. For the clock; may run any number of times and in
 * several processes at once. Returns how many ended.
 */
export async function expireOffers(db: Database): Promise<number> {
  const moment = now()
  const registrations = await db('registrations').where({ status: 'offered' }).where('offerExpiresAt', '<=', moment)
  const signUps = await db('signUps').where({ status: 'offered' }).where('offerExpiresAt', '<=', moment)
  const eventIds = new Set([...registrations, ...signUps].map(({ eventId }) => eventId))
  let ended = 0
  for (const eventId of [...eventIds].toSorted((a, b) => a - b)) {
    ended += await inTransaction(db, trx => expireOffersOf(trx, eventId))
  }
  return ended
}

async function expireOffersOf(trx: Transaction, eventId: number): Promise<number> {
  const ledger = await lockLedger(trx, eventId)
  const past = { eventId, status: 'offered' } as const
  const people = await trx('registrations').where(past).where('offerExpiresAt', '<=', now()).orderBy('id').forUpdate()
  for (const registration of people) await expireOne(trx, ledger, registration)
  const signUps = await trx('signUps').where(past).where('offerExpiresAt', '<=', now()).orderBy('id').forUpdate()
  for (const signUp of signUps) {
    await endSignUp(trx, ledger, signUp)
    const part = signUp.partId === null ? undefined : ledger.parts.get(signUp.partId)
    const expired = part ? [part.reference] : []
    const about = { id: signUp.registrationId, eventId }
    await auditRegistration(trx, system, 'part-offer-expired', about, partsIn(ledger, signUp))
    await tellOfParts(trx, ledger, new Map([[signUp.registrationId, { ...noNews(), expired }]]))
  }
  await settle(trx, ledger)
  return people.length + signUps.length
}

/** Ends registrations whose address nobody confirmed in time. Returns how many. */
export async function expireAddresses(db: Database): Promise<number> {
  const late = await db('registrations')
    .where({ status: 'unconfirmed' })
    .where('addressAskedAt', '<=', addMinutes(now(), -hoursToConfirm * 60))
    .orderBy('id')
  let ended = 0
  for (const about of late) {
    ended += await underLock(db, about, async (trx, ledger, registration) => {
      if (registration.status !== 'unconfirmed') return 0
      await endRegistration(trx, ledger, registration, { kind: 'cancelled', reason: 'address-unconfirmed' })
      await auditRegistration(trx, system, 'address-expired', registration)
      return 1
    })
  }
  return ended
}

/** Gives back the places that codes kept and nobody used, once the codes are over. Returns how many codes. */
export async function expireCodes(db: Database): Promise<number> {
  const late = await db('accessCodes').where({ reserves: true }).whereNull('releasedAt').where('expiresAt', '<=', now())
  for (const { id, eventId } of late) await inTransaction(db, trx => releaseCode(trx, system, { id, eventId }))
  return late.length
}

/** Gives back the places a code keeps for nobody any more; they go to those who wait. Nothing when it keeps none. */
export async function releaseCode(
  trx: Transaction,
  actor: Actor,
  { id, eventId }: { readonly id: number; readonly eventId: number },
): Promise<number> {
  const ledger = await lockLedger(trx, eventId)
  const code = await lockCode(trx, id)
  if (code === undefined || !keepsPlaces(code) || code.categoryId === null) return 0
  await trx('accessCodes').where({ id }).update({ releasedAt: now() })
  const count = (code.mostUses ?? 0) - code.used
  await recordAudit(trx, actor, 'code.released', { eventId, subject: { kind: 'code', id }, details: { count } })
  return releasePlaces(trx, actor, ledger, { categoryId: code.categoryId, count })
}
