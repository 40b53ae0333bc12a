import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { endSessionsOf } from '../../../core/http/sessions.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { hashPassword } from '../../../core/passwords.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import '../tables.ts'
import type { UserRow } from '../types.ts'

/** A new account. Without a password nobody can sign in until they set one by a link. */
export interface NewUser {
  readonly email: string
  readonly name: string
  readonly locale: Locale
  readonly password?: string | undefined
  readonly isAdministrator?: boolean | undefined
}

/** Makes an account; `taken` when somebody has one with that address (in any case). */
export async function createUser(
  db: Database,
  actor: Actor,
  { password, ...user }: NewUser,
): Promise<{ readonly kind: 'created'; readonly user: UserRow } | { readonly kind: 'taken' }> {
  const passwordHash = password === undefined ? null : await hashPassword(password)
  try {
    // A transaction of its own, also inside another one: a refused insert must not spoil that.
    return await db.transaction(async trx => ({
      kind: 'created',
      user: await insertUser(trx, actor, user, passwordHash),
    }))
  } catch (error) {
    if (violatedConstraint(error) === 'user_email_is_unique') return { kind: 'taken' }
    throw error
  }
}

/** Inserts the row of an account and says so in the audit log. */
export async function insertUser(
  trx: Transaction,
  actor: Actor,
  { email, name, locale, isAdministrator = false }: Omit<NewUser, 'password'>,
  passwordHash: string | null,
): Promise<UserRow> {
  const row = { email, name, locale, isAdministrator, passwordHash, reference: newReference() }
  const user = only(await trx('users').insert(row, '*'))
  await recordAudit(trx, actor, 'user.created', {
    subject: { kind: 'user', id: user.id },
    details: { isAdministrator },
  })
  return user
}

/** Changes what somebody says of themselves. */
export async function editUser(
  db: Database,
  actor: Actor,
  { userId, changes }: { userId: number; changes: Pick<UserRow, 'name' | 'locale'> },
): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('users').where({ id: userId }).update(changes)
    await recordAudit(trx, actor, 'user.edited', { subject: { kind: 'user', id: userId } })
  })
}

/** Shuts an account: nobody signs in with it, and whoever is signed in is out with the next request (SEC-07). */
export async function disableUser(db: Database, actor: Actor, { userId }: { userId: number }): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('users').where({ id: userId }).update({ disabledAt: now() })
    await endSessionsOf(trx, userId)
    await recordAudit(trx, actor, 'user.disabled', { subject: { kind: 'user', id: userId } })
  })
}

/** Opens a disabled account again. */
export async function enableUser(db: Database, actor: Actor, { userId }: { userId: number }): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('users').where({ id: userId }).update({ disabledAt: null })
    await recordAudit(trx, actor, 'user.enabled', { subject: { kind: 'user', id: userId } })
  })
}

/** Ends every session of somebody but the one they ask from. */
export async function signOutElsewhere(
  db: Database,
  actor: Actor,
  { userId, sessionId }: { userId: number; sessionId: string },
): Promise<void> {
  await inTransaction(db, async trx => {
    await endSessionsOf(trx, userId, sessionId)
    await recordAudit(trx, actor, 'user.signed-out-elsewhere', { subject: { kind: 'user', id: userId } })
  })
}
