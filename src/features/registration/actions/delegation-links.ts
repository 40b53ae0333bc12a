import type { Transaction } from '../../../core/database.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { newReference } from '../../../core/tokens.ts'
import { mailName } from '../queries/names.ts'
import type { DelegationRow } from '../types.ts'
import '../tables.ts'

interface EventId {
  readonly id: number
  readonly organisationId: number
}

/** The mail with the link of a delegation; `delegations` writes it. `key` tells apart those that are sent again. */
export function delegationMail(delegation: DelegationRow, event: EventId, key = ''): MailToQueue {
  const { reference, contactName, contactEmail, locale } = delegation
  return {
    kind: 'delegation-registered',
    idempotencyKey: `delegation-registered:${reference}${key === '' ? '' : `:${key}`}`,
    to: { name: mailName({ givenName: contactName, familyName: '' }), address: contactEmail },
    locale,
    organisationId: event.organisationId,
    eventId: event.id,
    payload: { delegation: reference },
  }
}

/** Delegations of one contact whose links are sent at once; more are nobody's honest lot. */
const mostAtOnce = 5

/** Sends an address the links of the delegations at an event whose contact it is; nothing when there are none. */
export async function sendDelegationLinks(
  trx: Transaction,
  { email, event }: { email: string; event: EventId },
): Promise<void> {
  const found = await trx('delegations')
    .where({ eventId: event.id })
    .whereRaw('lower(contact_email) = lower(?)', [email])
    .orderBy('id', 'desc')
    .limit(mostAtOnce)
  await queueMails(
    trx,
    found.map(delegation => delegationMail(delegation, event, newReference())),
  )
}
