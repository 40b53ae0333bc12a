import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { freeze, headerLine, senderOf, type WrittenMail } from '../mails.ts'
import type { Circumstances } from '../queries/circumstances.ts'
import '../tables.ts'
import type { MailDefinition, MailRow } from '../types.ts'

/** A mail as it is to be sent. */
export type Written = MailRow & WrittenMail

/**
 * The mail with its content: that of the first try, else written and kept now, so that every further try sends the same
 * bytes; undefined when nobody needs it any more. A mail about a registration answers the first one about it.
 */
export async function writeOnce(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mail: MailRow,
  circumstances: Circumstances,
): Promise<Written | undefined> {
  const { subject: kept, content: frozen } = mail
  if (kept !== null && frozen !== null && !mail.isBulk) return { ...mail, subject: kept, content: frozen }
  const definition = definitions.find(({ kind }) => kind === mail.kind)
  if (definition === undefined) throw new Error(`nobody writes mails of the kind ${mail.kind}`)
  const content = await definition.write(services, mail)
  if (content === undefined) return undefined
  // What goes to many is asked at every try whether it still is for its reader; the words stay those of the first.
  if (kept !== null && frozen !== null) return { ...mail, subject: kept, content: frozen }
  const fromName = content.fromName ?? (readText(circumstances.eventTitle ?? {}, mail.locale) || undefined)
  const sender = circumstances.server?.fromAddress ?? senderOf(services.config.mailFrom).address
  const written = {
    subject: headerLine(content.subject),
    messageId: mail.messageId.startsWith('<') ? mail.messageId : `<${mail.messageId}@${domainOf(sender)}>`,
    calendarSequence: content.calendar?.sequence ?? null,
    content: { ...freeze({ ...content, fromName }), inReplyTo: circumstances.firstMessageId },
  }
  await services.db('mails').where({ id: mail.id }).update(written)
  return { ...mail, ...written }
}

function domainOf(address: string): string {
  return address.split('@').at(-1) || 'localhost'
}
