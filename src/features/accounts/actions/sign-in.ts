import { type Database, inTransaction } from '../../../core/database.ts'
import { hashPassword, isOutdatedHash, isPassword } from '../../../core/passwords.ts'
import { createThrottle, networkOf, type Throttle } from '../../../core/throttle.ts'
import { recordAudit } from '../../audit/actions.ts'
import { findUserByEmail } from '../queries.ts'
import { demonstrationPassword } from '../rules.ts'
import '../tables.ts'
import type { SignInOutcome, UserRow } from '../types.ts'

/** The limits on guessing passwords, shared by all processes (SEC-15). */
export interface SignInThrottles {
  readonly pair: Throttle
  readonly network: Throttle
  readonly account: Throttle
}

/** Five wrong tries in a quarter of an hour for one account from one place, 100 an hour from a place, 50 for an account. */
export function signInThrottles(db: Database, isOff: boolean): SignInThrottles {
  return {
    pair: createThrottle(db, { name: 'sign-in-pair', attempts: 5, seconds: 900, isOff }),
    network: createThrottle(db, { name: 'sign-in-network', attempts: 100, seconds: 3_600, isOff }),
    account: createThrottle(db, { name: 'sign-in-account', attempts: 50, seconds: 3_600, isOff }),
  }
}

/** What somebody typed, and from where. */
export interface SignInAttempt {
  readonly email: string
  readonly password: string
  readonly address: string
  /** The accounts of the demonstration open nothing here. */
  readonly isProduction: boolean
}

/**
 * Checks who somebody says to be. The answer and its time are the same for an unknown address as for a wrong password.
 * The counters are asked from the narrowest on: who guesses from one place is stopped before the account is, and its
 * owner still comes in from another.
 * @throws Busy when too many passwords wait to be checked
 */
export async function signIn(db: Database, throttles: SignInThrottles, attempt: SignInAttempt): Promise<SignInOutcome> {
  const keys = keysOf(attempt)
  const mayTry =
    (await throttles.pair.take(keys.pair)) &&
    (await throttles.network.take(keys.network)) &&
    (await throttles.account.take(keys.account))
  if (!mayTry) return { kind: 'throttled' }
  const user = await findUserByEmail(db, attempt.email)
  const fits = await isPassword(user?.passwordHash, attempt.password)
  if (!user || !fits || user.disabledAt !== null || isDemonstration(attempt)) return { kind: 'refused' }
  await throttles.pair.reset(keys.pair)
  await throttles.network.giveBack(keys.network)
  await throttles.account.giveBack(keys.account)
  await noteSignIn(db, user, attempt.password)
  const { id, reference, email, name, locale, isAdministrator } = user
  return { kind: 'signed-in', user: { id, reference, email, name, locale, isAdministrator } }
}

function isDemonstration({ isProduction, password }: SignInAttempt): boolean {
  return isProduction && password.normalize('NFC') === demonstrationPassword
}

function keysOf({ email, address }: SignInAttempt): { pair: string; network: string; account: string } {
  const account = email.normalize('NFC').toLowerCase()
  const network = networkOf(address)
  return { pair: `${account} ${network}`, network, account }
}

async function noteSignIn(db: Database, { id, passwordHash }: UserRow, password: string): Promise<void> {
  const renewed = isOutdatedHash(passwordHash ?? '') ? await hashPassword(password) : undefined
  await inTransaction(db, async trx => {
    if (renewed !== undefined) await trx('users').where({ id, passwordHash }).update({ passwordHash: renewed })
    await recordAudit(trx, { kind: 'user', userId: id }, 'user.signed-in', { subject: { kind: 'user', id } })
  })
}
