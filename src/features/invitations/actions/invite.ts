import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { mailName } from '../../registration/queries/names.ts'
import { findKnownAddresses } from '../queries/invitations.ts'
import { mayInvite } from '../rules/states.ts'
import type { InvitationRow, Invited } from '../types.ts'
import '../tables.ts'

export type InviteOutcome =
  | { readonly kind: 'invited'; readonly count: number; readonly skipped: number }
  /** The event is a draft, cancelled or over. */
  | { readonly kind: 'closed' }

/**
 * Invites everybody of a list, or nobody: the invitations and their mails are written in one transaction. Whoever is
 * invited or registered already is passed over, so that the same list may come again.
 */
export async function invite(
  db: Database | Transaction,
  actor: Actor,
  {
    event,
    people,
    categoryId,
    message,
  }: { event: EventRow; people: readonly Invited[]; categoryId: number | null; message: LocalisedText },
): Promise<InviteOutcome> {
  if (!mayInvite(event, now())) return { kind: 'closed' }
  return inTransaction(db, async trx => {
    const known = await findKnownAddresses(
      trx,
      event.id,
      people.map(({ email }) => email),
    )
    const fresh = people.filter(({ email }) => !known.has(email.toLowerCase()))
    const invited: InvitationRow[] = []
    for (const some of inThousands(fresh)) invited.push(...(await insertSome(trx, event, some, categoryId, message)))
    await queueInvitations(trx, event, invited, 'invitation', '')
    await recordAudit(trx, actor, 'invitation.sent', {
      eventId: event.id,
      details: { count: invited.length, categoryId },
    })
    return { kind: 'invited', count: invited.length, skipped: people.length - invited.length }
  })
}

/** A statement takes 65,535 values at most, and a row has more than ten. */
function inThousands<Item>(items: readonly Item[]): Item[][] {
  const size = 1_000
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

async function insertSome(
  trx: Transaction,
  event: EventRow,
  people: readonly Invited[],
  categoryId: number | null,
  message: LocalisedText,
): Promise<InvitationRow[]> {
  const at = now()
  const fresh = people.map(person => ({
    ...person,
    eventId: event.id,
    categoryId,
    reference: newReference(),
    message: message[person.locale] ?? message.cs ?? message.en ?? '',
    createdAt: at,
    sentAt: at,
  }))
  // Somebody else may be sending the same list: the constraint decides, nobody gets two.
  return trx('invitations')
    .insert(fresh, '*')
    .onConflict(trx.raw(`(event_id, lower(email)) where withdrawn_at is null and email <> ''`))
    .ignore()
}

/**
 * Queues the mail of some invitations.
 * @param key tells apart mails of one kind to one person; '' for the only one
 */
export async function queueInvitations(
  trx: Transaction,
  event: EventRow,
  invitations: readonly InvitationRow[],
  kind: 'invitation' | 'invitation-reminder',
  key: string,
): Promise<number> {
  const mails = invitations.map(
    (invitation): MailToQueue => ({
      kind,
      idempotencyKey: `${kind}:${invitation.reference}${key === '' ? '' : `:${key}`}`,
      to: { name: mailName(invitation), address: invitation.email },
      locale: invitation.locale,
      organisationId: event.organisationId,
      eventId: event.id,
      isBulk: true,
      payload: { invitation: invitation.reference },
    }),
  )
  let queued = 0
  for (const some of inThousands(mails)) queued += await queueMails(trx, some)
  return queued
}
