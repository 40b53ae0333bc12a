import { visitor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import { type AddedByHand, registerInvited } from '../../registration/actions/register.ts'
import type { RegisterRequest } from '../../registration/types.ts'
import { findInvitationByReference, lockInvitation } from '../queries/invitations.ts'
import { type InvitationView, viewOf } from '../rules/states.ts'
import type { InvitationInEvent } from '../types.ts'
import { auditInvitation } from './follow-up.ts'
import '../tables.ts'

interface About {
  readonly invitation: Pick<InvitationInEvent, 'id' | 'reference'>
  readonly event: EventRow
}

/** Nothing to answer, and what the page shows instead. */
export interface NotAsked {
  readonly kind: 'not-asked'
  readonly view: InvitationView
}

export type AcceptOutcome = AddedByHand | NotAsked

/**
 * Answers yes: registers the invited and marks the invitation in one transaction, so that neither is ever true alone.
 * When the places are gone nothing is answered. Sent twice, it registers once.
 */
export async function acceptInvitation(
  db: Database,
  { invitation, event, request }: About & { request: RegisterRequest },
): Promise<AcceptOutcome> {
  const attempt = () => accept(db, { invitation, event, request })
  try {
    return await attempt()
  } catch (error) {
    // The public form registered the address between our look and our insert: the second look finds it.
    if (violatedConstraint(error) !== 'one_active_registration_per_address') throw error
    return attempt()
  }
}

async function accept(
  db: Database,
  { invitation, event, request }: About & { request: RegisterRequest },
): Promise<AcceptOutcome> {
  return inTransaction(db, async trx => {
    const view = await lockView(trx, { invitation, event })
    if (view !== 'open' && view !== 'no') return { kind: 'not-asked', view }
    const outcome = await registerInvited(trx, visitor, request)
    const reference = 'reference' in outcome ? outcome.reference : undefined
    if (reference === undefined) return outcome
    const registration = await trx('registrations').where({ eventId: event.id, reference }).first('id')
    await trx('invitations')
      .where({ id: invitation.id })
      .update({ answer: 'yes', answeredAt: now(), registrationId: registration?.id ?? null })
    await auditInvitation(trx, visitor, 'accepted', { id: invitation.id, eventId: event.id }, { kind: outcome.kind })
    return outcome
  })
}

export type AnswerOutcome = { readonly kind: 'answered' } | NotAsked

/** Answers no; nothing is registered and nothing is asked. */
export async function declineInvitation(db: Database, about: About): Promise<AnswerOutcome> {
  return inTransaction(db, async trx => {
    const view = await lockView(trx, about)
    if (view !== 'open') return { kind: 'not-asked', view }
    const { invitation, event } = about
    await trx('invitations').where({ id: invitation.id }).update({ answer: 'no', answeredAt: now() })
    await auditInvitation(trx, visitor, 'declined', { id: invitation.id, eventId: event.id })
    return { kind: 'answered' }
  })
}

/** Takes a no back: the question stands again, while the event is ahead. */
export async function reopenInvitation(db: Database, about: About): Promise<AnswerOutcome> {
  return inTransaction(db, async trx => {
    const view = await lockView(trx, about)
    if (view !== 'no') return { kind: 'not-asked', view }
    const { invitation, event } = about
    await trx('invitations').where({ id: invitation.id }).update({ answer: null, answeredAt: null })
    await auditInvitation(trx, visitor, 'reopened', { id: invitation.id, eventId: event.id })
    return { kind: 'answered' }
  })
}

/** Where the invitation stands, under its lock. */
async function lockView(trx: Transaction, { invitation, event }: About): Promise<InvitationView> {
  await lockInvitation(trx, invitation.id)
  const present = await findInvitationByReference(trx, invitation.reference)
  return present === undefined ? 'withdrawn' : viewOf(present, event, now())
}
