import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { recordAudit, recordAudits } from '../../audit/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { mailName } from '../queries/names.ts'
import type { RegistrationMailKind, RegistrationRow } from '../types.ts'

/** A mail about a registration, sent once in its life; `key` tells apart those that may be sent again. */
export function mailAbout(
  kind: RegistrationMailKind,
  registration: Pick<RegistrationRow, 'id' | 'reference' | 'email' | 'locale' | 'givenName' | 'familyName'>,
  event: { readonly id: number; readonly organisationId: number },
  { key = '', payload = {} }: { key?: string; payload?: Record<string, unknown> } = {},
): MailToQueue {
  return {
    kind,
    idempotencyKey: `${kind}:${registration.reference}${key === '' ? '' : `:${key}`}`,
    to: { name: mailName(registration), address: registration.email },
    locale: registration.locale,
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: registration.id,
    payload,
  }
}

/** Writes down a fact about one registration. */
export async function auditRegistration(
  trx: Transaction,
  actor: Actor,
  fact: string,
  registration: Pick<RegistrationRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'registration', id: registration.id }
  await recordAudit(trx, actor, `registration.${fact}`, { eventId: registration.eventId, subject, details })
}

/** As `auditRegistration`, for several in one statement. */
export async function auditRegistrations(
  trx: Transaction,
  actor: Actor,
  fact: string,
  eventId: number,
  ids: readonly number[],
): Promise<void> {
  const abouts = ids.map(id => ({ eventId, subject: { kind: 'registration', id } }))
  await recordAudits(trx, actor, `registration.${fact}`, abouts)
}
