import { type Actor, system } from '../../../core/actor.ts'
import type { Database, Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { queueMails } from '../../mail/actions.ts'
import { lockCode } from '../queries/ledger.ts'
import { lockSignUps } from '../queries/locks.ts'
import { closedBecause, decidePlace, waitingIn } from '../rules/admission.ts'
import { placesFor } from '../rules/claims.ts'
import { isCodeAlive, keepsPlaces, type Ledger, take } from '../rules/ledger.ts'
import type { Admission } from '../types/offers.ts'
import type { RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'
import { confirm, enqueueLast, underLock } from './decisions.ts'
import { endRegistration } from './endings.ts'
import { endSignUp, expireOne } from './expiry.ts'
import { auditRegistration, mailAbout } from './facts.ts'
import { partsIn } from './grants.ts'
import { settle } from './places.ts'
import '../tables.ts'

interface About {
  readonly registration: Pick<RegistrationRow, 'id' | 'eventId'>
}

/** Takes a place that was offered. Late is late, even before the clock has taken it away. */
export async function acceptOffer(
  db: Database | Transaction,
  actor: Actor,
  { registration: about }: About,
): Promise<{ readonly kind: 'accepted' | 'not-offered' | 'expired' }> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'offered') return { kind: 'not-offered' }
    if (isPast(registration)) {
      await expireOne(trx, ledger, registration)
      await settle(trx, ledger)
      return { kind: 'expired' }
    }
    await confirm(trx, ledger, registration)
    await auditRegistration(trx, actor, 'offer-accepted', registration)
    await queueMails(trx, [mailAbout('registration-promoted', registration, ledger.event)])
    await settle(trx, ledger)
    return { kind: 'accepted' }
  })
}

/** Leaves an offered place to the next; the registration ends. */
export async function declineOffer(
  db: Database | Transaction,
  actor: Actor,
  { registration: about }: About,
): Promise<{ readonly kind: 'declined' | 'not-offered' }> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'offered') return { kind: 'not-offered' }
    await endRegistration(trx, ledger, registration, { kind: 'cancelled', reason: 'offer-declined' })
    await auditRegistration(trx, actor, 'offer-declined', registration)
    await queueMails(trx, [mailAbout('registration-cancelled', registration, ledger.event)])
    await settle(trx, ledger)
    return { kind: 'declined' }
  })
}

interface AboutSignUp extends About {
  readonly signUp: Pick<SignUpRow, 'id'>
}

/** Takes a place in a part or an option that was offered. */
export async function acceptSignUpOffer(
  db: Database | Transaction,
  actor: Actor,
  about: AboutSignUp,
): Promise<{ readonly kind: 'accepted' | 'not-offered' | 'expired' }> {
  return aboutSignUp(db, about, async (trx, ledger, registration, signUp) => {
    if (isPast(signUp)) {
      await endSignUp(trx, ledger, signUp)
      await auditRegistration(trx, system, 'part-offer-expired', registration, partsIn(ledger, signUp))
      await settle(trx, ledger)
      return { kind: 'expired' }
    }
    const moment = now()
    await trx('signUps')
      .where({ id: signUp.id })
      .update({ confirmedAt: moment, contentUpdatedAt: moment })
      .increment('calendarSequence', 1)
    await auditRegistration(trx, actor, 'part-offer-accepted', registration, partsIn(ledger, signUp))
    return { kind: 'accepted' }
  })
}

/** Leaves an offered place in a part or an option to the next. */
export async function declineSignUpOffer(
  db: Database | Transaction,
  actor: Actor,
  about: AboutSignUp,
): Promise<{ readonly kind: 'declined' | 'not-offered' }> {
  return aboutSignUp(db, about, async (trx, ledger, registration, signUp) => {
    await endSignUp(trx, ledger, signUp)
    await auditRegistration(trx, actor, 'part-offer-declined', registration, partsIn(ledger, signUp))
    await settle(trx, ledger)
    return { kind: 'declined' }
  })
}

function aboutSignUp<Outcome>(
  db: Database | Transaction,
  { registration: about, signUp: { id } }: AboutSignUp,
  work: (trx: Transaction, ledger: Ledger, registration: RegistrationRow, signUp: SignUpRow) => Promise<Outcome>,
): Promise<Outcome | { readonly kind: 'not-offered' }> {
  return underLock(db, about, async (trx, ledger, registration) => {
    const signUp = (await lockSignUps(trx, registration.id)).find(one => one.id === id)
    if (signUp?.status !== 'offered') return { kind: 'not-offered' }
    return work(trx, ledger, registration, signUp)
  })
}

function isPast({ offerExpiresAt }: Pick<RegistrationRow, 'offerExpiresAt'>): boolean {
  return offerExpiresAt !== null && now() >= offerExpiresAt
}

/**
 * Counts a registration from the moment its address was shown to be its owner's: what it asked for is decided now. The
 * times of registering bind as they did when it was sent.
 */
export async function confirmAddress(
  db: Database | Transaction,
  actor: Actor,
  { registration: about }: About,
): Promise<Admission | { readonly kind: 'not-unconfirmed' }> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (registration.status !== 'unconfirmed') return { kind: 'not-unconfirmed' }
    const admission = await admit(trx, ledger, registration)
    if (!['place', 'waiting', 'approval'].includes(admission.kind)) return admission
    await trx('registrations').where({ id: registration.id }).update({ addressConfirmedAt: now() })
    await auditRegistration(trx, actor, 'address-confirmed', registration, { kind: admission.kind })
    const kind = { place: 'registration-confirmed', waiting: 'registration-waiting', approval: 'registration-applied' }
    const mail = kind[admission.kind as 'place' | 'waiting' | 'approval'] as 'registration-confirmed'
    await queueMails(trx, [mailAbout(mail, registration, ledger.event)])
    await settle(trx, ledger)
    return admission
  })
}

async function admit(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<Admission> {
  const category = ledger.categories.get(registration.categoryId)
  if (category === undefined) return { kind: 'closed' }
  const closed = closedBecause(category, ledger.event, registration.createdAt)
  if (closed) return closed
  const code = await lockCode(trx, registration.accessCodeId)
  if (code && !isCodeAlive(code, now())) return { kind: 'code-unknown' }
  if (code?.mostUses && code.used >= code.mostUses) return { kind: 'code-used-up' }
  const quotas = placesFor(ledger, registration, code)
  const place = decidePlace(ledger, quotas, category, now())
  const isKept = code !== undefined && keepsPlaces(code)
  if (place === 'full' || (isKept && place !== 'place')) return { kind: 'full' }
  if (code) await trx('accessCodes').where({ id: code.id }).increment('used', 1)
  if (category.needsApproval) {
    const placeHeld = (category.approvalHoldsPlace || isKept) && place === 'place'
    if (placeHeld) take(quotas)
    await trx('registrations')
      .where({ id: registration.id })
      .update({ appliedAt: now(), placeHeld, contentUpdatedAt: now() })
    return { kind: 'approval' }
  }
  if (place === 'waiting') {
    await enqueueLast(trx, ledger, registration)
    return { kind: 'waiting', position: waitingIn(ledger, registration.categoryId) }
  }
  take(quotas)
  await confirm(trx, ledger, registration)
  return { kind: 'place' }
}
