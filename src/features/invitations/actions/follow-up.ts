import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { countToRemind, lockInvitation, remindable } from '../queries/invitations.ts'
import { isStillAsked, lastMailBefore, mayInvite } from '../rules/states.ts'
import type { InvitationRow } from '../types.ts'
import { queueInvitations } from './invite.ts'
import '../tables.ts'

export type RemindOutcome =
  | { readonly kind: 'reminded'; readonly count: number }
  /** Somebody answered, or was reminded by somebody else, since the count was shown. */
  | { readonly kind: 'count-changed'; readonly count: number }
  | { readonly kind: 'closed' }

/**
 * Reminds everybody who has not answered and heard nothing for a day: exactly as many as the organiser was told, or
 * nobody. Two organisers at once remind each person once.
 */
export async function remind(
  db: Database,
  actor: Actor,
  { event, expected }: { event: EventRow; expected: number },
): Promise<RemindOutcome> {
  const at = now()
  if (!mayInvite(event, at)) return { kind: 'closed' }
  return inTransaction(db, async trx => {
    const bindings = { eventId: event.id, before: lastMailBefore(at), at }
    await rows(trx, `select id from invitations where ${remindable} order by id for update`, bindings)
    const count = await countToRemind(trx, event.id)
    if (count !== expected) return { kind: 'count-changed', count }
    const reminded = await rows<InvitationRow>(
      trx,
      `update invitations set reminded_at = :at where ${remindable} returning *`,
      bindings,
    )
    await queueInvitations(trx, event, reminded, 'invitation-reminder', at.toISOString())
    await recordAudit(trx, actor, 'invitation.reminded', { eventId: event.id, details: { count } })
    return { kind: 'reminded', count }
  })
}

export type ResendOutcome = { readonly kind: 'resent' } | { readonly kind: 'not-asked' }

/** Sends one invitation again, to the same address; clicking twice within a minute sends one. */
export async function resendInvitation(
  db: Database,
  actor: Actor,
  { event, invitation }: { event: EventRow; invitation: Pick<InvitationRow, 'id'> },
): Promise<ResendOutcome> {
  return inTransaction(db, async trx => {
    const at = now()
    const locked = await lockInvitation(trx, invitation.id)
    if (!isStillAsked(locked, event, at)) return { kind: 'not-asked' }
    await trx('invitations').where({ id: locked.id }).update({ sentAt: at })
    const minute = Math.floor(at.getTime() / 60_000)
    const queued = await queueInvitations(trx, event, [locked], 'invitation', String(minute))
    if (queued > 0) await auditInvitation(trx, actor, 'resent', locked)
    return { kind: 'resent' }
  })
}

export type WithdrawOutcome =
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'already-withdrawn' }
  /** Who said yes has a registration; that is what must be cancelled. */
  | { readonly kind: 'accepted' }

/** Takes an invitation back: its link says so from now on, and the address may be invited again. Nobody is written to. */
export async function withdrawInvitation(
  db: Database,
  actor: Actor,
  { invitation }: { invitation: Pick<InvitationRow, 'id'> },
): Promise<WithdrawOutcome> {
  return inTransaction(db, async trx => {
    const locked = await lockInvitation(trx, invitation.id)
    if (locked.withdrawnAt !== null) return { kind: 'already-withdrawn' }
    if (locked.answer === 'yes') return { kind: 'accepted' }
    await trx('invitations').where({ id: locked.id }).update({ withdrawnAt: now() })
    await auditInvitation(trx, actor, 'withdrawn', locked)
    return { kind: 'withdrawn' }
  })
}

/** Writes down a fact about one invitation. */
export async function auditInvitation(
  trx: Transaction,
  actor: Actor,
  fact: string,
  { id, eventId }: Pick<InvitationRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(trx, actor, `invitation.${fact}`, { eventId, subject: { kind: 'invitation', id }, details })
}

/** Logs the first opening of the page; a hint that decides nothing, so nobody waits for it. */
export async function markOpened(db: Database, invitation: Pick<InvitationRow, 'id'>): Promise<void> {
  await db('invitations').where({ id: invitation.id }).whereNull('openedAt').update({ openedAt: now() })
}
