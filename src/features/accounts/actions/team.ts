import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'
import { queueMail } from '../../mail/actions.ts'
import { issuePasswordReset } from './passwords.ts'
import { insertUser } from './users.ts'
import { findUserByEmail, lockOrganisationRoles } from '../queries.ts'
import { invitationMinutes } from '../rules.ts'
import '../tables.ts'
import type { GrantOutcome, Invitee, Role, RoleChangeOutcome, UserRow } from '../types.ts'

/** Gives somebody a role at an organisation, or another one than they have; who has no account yet is invited. */
export async function grantOrganisationRole(
  db: Database,
  actor: Actor,
  { organisationId, invitee, role }: { organisationId: number; invitee: Invitee; role: Role },
): Promise<GrantOutcome> {
  return inviting(db, async trx => {
    const { user, isNew } = await findOrInvite(trx, actor, invitee, { organisationId })
    await trx('organisationRoles')
      .insert({ organisationId, userId: user.id, role })
      .onConflict(['organisationId', 'userId'])
      .merge(['role'])
    await recordAudit(trx, actor, 'organisation.role-granted', {
      organisationId,
      subject: { kind: 'user', id: user.id },
      details: { role },
    })
    return { kind: isNew ? 'invited' : 'granted', userId: user.id }
  })
}

/** Changes the role of a member; the last owner stays one. */
export async function changeOrganisationRole(
  db: Database,
  actor: Actor,
  { organisationId, userId, role }: { organisationId: number; userId: number; role: Role },
): Promise<RoleChangeOutcome> {
  return inTransaction(db, async trx => {
    const refusal = await refusalOf(trx, { organisationId, userId, stays: role === 'owner' })
    if (refusal) return refusal
    await trx('organisationRoles').where({ organisationId, userId }).update({ role })
    const about = { organisationId, subject: { kind: 'user', id: userId }, details: { role } }
    await recordAudit(trx, actor, 'organisation.role-changed', about)
    return { kind: 'saved' }
  })
}

/** Takes the role of a member away; the last owner stays. */
export async function revokeOrganisationRole(
  db: Database,
  actor: Actor,
  { organisationId, userId }: { organisationId: number; userId: number },
): Promise<RoleChangeOutcome> {
  return inTransaction(db, async trx => {
    const refusal = await refusalOf(trx, { organisationId, userId, stays: false })
    if (refusal) return refusal
    await trx('organisationRoles').where({ organisationId, userId }).delete()
    await recordAudit(trx, actor, 'organisation.role-revoked', {
      organisationId,
      subject: { kind: 'user', id: userId },
    })
    return { kind: 'saved' }
  })
}

/** The roles are locked first: of two owners who leave at once, one is told to stay. */
async function refusalOf(
  trx: Transaction,
  { organisationId, userId, stays }: { organisationId: number; userId: number; stays: boolean },
): Promise<RoleChangeOutcome | undefined> {
  const members = await lockOrganisationRoles(trx, organisationId)
  if (!members.some(member => member.userId === userId)) return { kind: 'no-member' }
  const others = members.filter(member => member.role === 'owner' && member.userId !== userId)
  const isOwner = members.some(member => member.userId === userId && member.role === 'owner')
  return isOwner && !stays && others.length === 0 ? { kind: 'last-owner' } : undefined
}

/** Gives somebody a role at one event, or another one than they have; who has no account yet is invited. */
export async function grantEventRole(
  db: Database,
  actor: Actor,
  {
    event,
    invitee,
    role,
  }: { event: { readonly id: number; readonly organisationId: number }; invitee: Invitee; role: Role },
): Promise<GrantOutcome> {
  return inviting(db, async trx => {
    const { user, isNew } = await findOrInvite(trx, actor, invitee, {
      organisationId: event.organisationId,
      eventId: event.id,
    })
    await trx('eventRoles')
      .insert({ eventId: event.id, userId: user.id, role })
      .onConflict(['eventId', 'userId'])
      .merge(['role'])
    await recordAudit(trx, actor, 'event.role-granted', {
      eventId: event.id,
      subject: { kind: 'user', id: user.id },
      details: { role },
    })
    return { kind: isNew ? 'invited' : 'granted', userId: user.id }
  })
}

/** Takes away a role at one event; the organisation's own people keep theirs. */
export async function revokeEventRole(
  db: Database,
  actor: Actor,
  { eventId, userId }: { eventId: number; userId: number },
): Promise<{ readonly kind: 'revoked' } | { readonly kind: 'no-member' }> {
  return inTransaction(db, async trx => {
    const revoked = await trx('eventRoles').where({ eventId, userId }).delete()
    if (revoked === 0) return { kind: 'no-member' }
    await recordAudit(trx, actor, 'event.role-revoked', { eventId, subject: { kind: 'user', id: userId } })
    return { kind: 'revoked' }
  })
}

/** Of two invitations of one address at once the second looks again, and finds the account that the first made. */
async function inviting(db: Database, work: (trx: Transaction) => Promise<GrantOutcome>): Promise<GrantOutcome> {
  try {
    return await inTransaction(db, work)
  } catch (error) {
    if (violatedConstraint(error) !== 'user_email_is_unique') throw error
    return inTransaction(db, work)
  }
}

/** The account of an address. A new one has no password; its owner gets a mail with a link to set one. */
async function findOrInvite(
  trx: Transaction,
  actor: Actor,
  { email, name, locale }: Invitee,
  about: { organisationId: number; eventId?: number },
): Promise<{ user: UserRow; isNew: boolean }> {
  const known = await findUserByEmail(trx, email)
  if (known !== undefined) return { user: known, isNew: false }
  const displayed = name === '' ? (email.split('@')[0] ?? email) : name
  const user = await insertUser(trx, actor, { email, name: displayed, locale }, null)
  const reset = await issuePasswordReset(trx, user.id, invitationMinutes)
  await queueMail(trx, {
    kind: 'account-invitation',
    idempotencyKey: `account-invitation ${reset.reference}`,
    to: { name: displayed, address: email },
    locale,
    ...about,
    payload: { reset: reset.reference, ...about, ...(actor.kind === 'user' && { inviterId: actor.userId }) },
  })
  return { user, isNew: true }
}
