import { mailDefinitions } from '../../src/app.ts'
import type { Transaction } from '../../src/core/database.ts'
import { now } from '../../src/core/time.ts'
import { deliverMail } from '../../src/features/mail/actions/deliver.ts'
import { listDueMails } from '../../src/features/mail/queries.ts'
import type { Services } from '../../src/services.ts'

/**
 * Puts the mails that wait into the demo inbox, and never on the wire: nobody they are for exists, so a mail server,
 * should there be one, must not hear of them. Nothing leaves the process, so it may happen inside a transaction.
 */
export async function deliverToInbox(services: Services, trx: Transaction): Promise<void> {
  const inboxOnly = { ...services, db: trx, mailer: null }
  for (const id of await listDueMails(trx, now(), 100)) await deliverMail(inboxOnly, mailDefinitions, id)
}
