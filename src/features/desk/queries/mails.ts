import type { Database } from '../../../core/database.ts'
import type { MailRow } from '../../mail/types.ts'
import type { RegistrationRow } from '../../registration/types.ts'

/** The registration a mail is about. */
export async function findRegistrationOfMail(
  db: Database,
  mail: Pick<MailRow, 'registrationId' | 'eventId'>,
): Promise<RegistrationRow | undefined> {
  if (mail.registrationId === null || mail.eventId === null) return undefined
  return db('registrations').where({ id: mail.registrationId, eventId: mail.eventId }).first()
}
