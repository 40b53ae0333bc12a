import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { lockCode } from '../queries/ledger.ts'
import { lockSignUps } from '../queries/locks.ts'
import { itemOf } from '../rules/admission.ts'
import { type Ledger, quotasOf, take, wait } from '../rules/ledger.ts'
import type { ClosingReason, RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'
import { placesFor } from '../rules/claims.ts'
import '../tables.ts'

/** How a registration ends. */
export type Ending = { readonly kind: 'cancelled'; readonly reason: ClosingReason } | { readonly kind: 'declined' }

/**
 * Ends a registration that is locked: what it holds and waits for is counted back, its sign-ups end with it, the use of its
 * code is free again. The caller settles, audits and tells.
 */
export async function endRegistration(
  trx: Transaction,
  ledger: Ledger,
  registration: RegistrationRow,
  ending: Ending,
): Promise<void> {
  const moment = now()
  ledger.touched.add(registration.id)
  await freeMain(trx, ledger, registration)
  for (const signUp of await lockSignUps(trx, registration.id)) countOut(ledger, signUp)
  await trx('signUps')
    .where({ registrationId: registration.id })
    .whereNull('cancelledAt')
    .update({ cancelledAt: moment, contentUpdatedAt: moment })
    .increment('calendarSequence', 1)
  const facts =
    ending.kind === 'declined' ? { declinedAt: moment } : { cancelledAt: moment, closingReason: ending.reason }
  await trx('registrations')
    .where({ id: registration.id })
    .update({
      ...facts,
      placeHeld: false,
      contentUpdatedAt: moment,
      calendarSequence: registration.calendarSequence + 1,
    })
}

/** Counts a registration itself out: the place it holds or its wait, and the use of its code. */
export async function freeMain(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<void> {
  const { status, placeHeld, accessCodeId } = registration
  const code = await lockCode(trx, accessCodeId)
  if (status === 'waiting') wait(quotasOf(ledger, registration), -1)
  // A place that a code keeps is kept again for the next who has it; only the way of coming becomes free.
  if (placeHeld) take(placesFor(ledger, registration, code), -1)
  if (code !== undefined && status !== 'unconfirmed')
    await trx('accessCodes').where({ id: code.id }).decrement('used', 1)
}

/** Counts a sign-up as no longer held or waiting. */
export function countOut(ledger: Ledger, signUp: SignUpRow): void {
  const quotas = quotasOf(ledger, itemOf(signUp))
  if (signUp.status === 'confirmed' || signUp.status === 'offered') take(quotas, -1)
  if (signUp.status === 'waiting') wait(quotas, -1)
}
