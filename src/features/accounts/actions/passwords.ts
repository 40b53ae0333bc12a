import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { endSessionsOf } from '../../../core/http/sessions.ts'
import { hashPassword, isPassword } from '../../../core/passwords.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { newReference, type Tokens } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { queueMail } from '../../mail/actions.ts'
import { findUser, findUserByEmail, lockPasswordReset } from '../queries.ts'
import { resetMinutes } from '../rules.ts'
import '../tables.ts'
import type { PasswordResetRow, UserRow } from '../types.ts'

/** Makes a link to set a password; the token is made of its reference when it is needed, and nowhere stored. */
export async function issuePasswordReset(trx: Transaction, userId: number, minutes: number): Promise<PasswordResetRow> {
  const at = now()
  const row = { userId, reference: newReference(12), requestedAt: at, expiresAt: addMinutes(at, minutes) }
  return only(await trx('passwordResets').insert(row, '*'))
}

/** The token of a link to set a password. */
export function passwordResetToken(tokens: Tokens, reset: Pick<PasswordResetRow, 'reference'>): string {
  return tokens.issue('password-reset', reset.reference, 0)
}

/** The reference in a token, if it is one of ours. */
export function passwordResetReference(tokens: Tokens, token: string): string | undefined {
  const reference = tokens.referenceOf(token)
  return reference !== undefined && tokens.isGenuine(token, 'password-reset', reference, 0) ? reference : undefined
}

/** Sends the link to whoever has an account with this address, and does nothing when nobody has. */
export async function sendPasswordReset(db: Database, email: string): Promise<void> {
  await inTransaction(db, async trx => {
    const user = await findUserByEmail(trx, email)
    if (user === undefined || user.disabledAt !== null) return
    const reset = await issuePasswordReset(trx, user.id, resetMinutes)
    await recordAudit(trx, { kind: 'visitor' }, 'user.password-reset-requested', {
      subject: { kind: 'user', id: user.id },
    })
    await queueMail(trx, {
      kind: 'password-reset',
      idempotencyKey: `password-reset ${reset.reference}`,
      to: { name: user.name, address: user.email },
      locale: user.locale,
      payload: { reset: reset.reference },
    })
  })
}

/**
 * Sets the password by a link, once; every other link of the account is void, and every session ends (SEC-21).
 * `gone`: expired, used, or the account is shut.
 */
export async function setPasswordByLink(
  db: Database,
  { reference, password }: { reference: string; password: string },
): Promise<{ readonly kind: 'set' } | { readonly kind: 'gone' }> {
  const passwordHash = await hashPassword(password)
  return inTransaction(db, async trx => {
    const reset = await lockPasswordReset(trx, reference, now())
    const user = reset && (await findUser(trx, reset.userId))
    if (user === undefined || user.disabledAt !== null) return { kind: 'gone' }
    await trx('passwordResets').where({ userId: user.id, usedAt: null }).update({ usedAt: now() })
    await replacePassword(trx, { kind: 'user', userId: user.id }, user.id, passwordHash)
    await endSessionsOf(trx, user.id)
    return { kind: 'set' }
  })
}

/** Changes one's own password, knowing the present one; every session but `sessionId` ends. */
export async function changePassword(
  db: Database,
  actor: Actor,
  { user, present, password, sessionId }: { user: UserRow; present: string; password: string; sessionId: string },
): Promise<{ readonly kind: 'changed' } | { readonly kind: 'wrong-password' }> {
  if (!(await isPassword(user.passwordHash, present))) return { kind: 'wrong-password' }
  const passwordHash = await hashPassword(password)
  await inTransaction(db, async trx => {
    await trx('passwordResets').where({ userId: user.id, usedAt: null }).update({ usedAt: now() })
    await replacePassword(trx, actor, user.id, passwordHash)
    await endSessionsOf(trx, user.id, sessionId)
  })
  return { kind: 'changed' }
}

async function replacePassword(trx: Transaction, actor: Actor, userId: number, passwordHash: string): Promise<void> {
  await trx('users').where({ id: userId }).update({ passwordHash })
  await recordAudit(trx, actor, 'user.password-set', { subject: { kind: 'user', id: userId } })
}
