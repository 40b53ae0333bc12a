import { readMailbox } from '../../../core/inbound/mailbox.ts'
import type { Services } from '../../../services.ts'
import { receiveMail } from './receive.ts'

/**
 * Reads what came into the mailbox of INBOUND_IMAP_URL since the last time, each mail once. Gives how many.
 * @throws what the mail server or the network says; the mails stay unseen there
 */
export async function collectMails(services: Services): Promise<number> {
  const { inboundImapUrl: url, inboundDomain } = services.config
  if (url === undefined || inboundDomain === undefined) return 0
  return readMailbox(url, async letter => {
    await receiveMail(services, letter)
  })
}
