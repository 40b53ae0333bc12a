import type { MailMessage } from '../../core/mailer.ts'
import type { Instant } from '../../core/time.ts'
import { returnAddress } from '../../core/tokens.ts'
import { beginning, normaliseLine } from '../../core/typography.ts'
import type { Services } from '../../services.ts'
import type { Circumstances } from './queries/circumstances.ts'
import { unsubscribeUrl } from './frame.ts'
import type { FrozenContent, MailContent, MailRow } from './types.ts'
import type { MailServerRow } from './types/standing.ts'

/** A mail that has been written. */
export interface WrittenMail
  extends Pick<MailRow, 'reference' | 'kind' | 'isBulk' | 'toName' | 'toAddress' | 'locale' | 'messageId'> {
  readonly subject: string
  readonly content: FrozenContent
}

/** The address that MAIL_FROM gives, with its name. */
export function senderOf(mailFrom: string): { name: string; address: string } {
  const parts = /^\s*(?<name>[^<>]*?)\s*<(?<address>[^<>\s]+)>\s*$/.exec(mailFrom)?.groups
  if (!parts) return { name: '', address: mailFrom.trim() }
  return { name: (parts['name'] ?? '').replace(/^"(.*)"$/, '$1'), address: parts['address'] ?? '' }
}

/** What a message is made with besides its mail. */
export interface Office extends Pick<Services, 'tokens'> {
  readonly config: Pick<Services['config'], 'mailFrom' | 'inboundDomain' | 'baseUrl'>
  /** The mail server of the organisation, when the mail goes through it. */
  readonly server?: Pick<MailServerRow, 'fromName' | 'fromAddress'> | null
}

/** What its headers tell of where it belongs. */
export type Belonging = Pick<Circumstances, 'eventSlug' | 'announcement'>

/**
 * The message as it goes on the wire: one recipient, our own Message-ID, an envelope that says which mail comes back
 * (VERP). What answers nobody is marked so (RFC 3834); what goes to many belongs to a list that one can leave with one
 * click (RFC 2919, 8058) instead.
 */
export function messageOf(office: Office, mail: WrittenMail, belonging: Belonging, date: Instant): MailMessage {
  const { content } = mail
  const { config, tokens, server } = office
  const usual = senderOf(config.mailFrom)
  const sender = server ? { name: server.fromName, address: server.fromAddress } : usual
  const fromName = server?.fromName || content.fromName || sender.name
  // Where an entry's organiser is a machine, people are answered by whom they would be otherwise.
  const replyTo = content.replyTo ?? (content.fromAddress ? { name: fromName, address: usual.address } : null)
  return {
    from: { name: fromName, address: content.fromAddress ?? sender.address },
    to: { name: mail.toName, address: mail.toAddress },
    ...(replyTo && { replyTo }),
    subject: mail.subject,
    text: content.text,
    html: content.html,
    messageId: mail.messageId,
    ...(content.inReplyTo && { inReplyTo: content.inReplyTo }),
    // Somebody else's server takes only senders of its own domain; what it gets back, it keeps.
    ...(!server &&
      config.inboundDomain !== undefined && {
        envelopeFrom: returnAddress(tokens, 'bounce', mail.reference, config.inboundDomain),
      }),
    ...(mail.isBulk && { isBulk: true }),
    date,
    headers: { ...commonHeaders(mail, belonging), ...(mail.isBulk && listHeaders(office, mail, belonging)) },
    ...(content.calendar && { calendar: content.calendar }),
    attachments: content.attachments.map(({ fileName, contentType, contentId, base64 }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(base64, 'base64'),
      ...(contentId !== null && { contentId }),
    })),
  }
}

function commonHeaders({ kind, isBulk, locale }: WrittenMail, { eventSlug, announcement }: Belonging) {
  return {
    ...(!isBulk && { 'Auto-Submitted': 'auto-generated' }),
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'Content-Language': locale,
    'Feedback-ID': [kind, eventSlug ?? 'none', announcement ?? 'none', 'pozvanka'].join(':'),
  }
}

/** A list is one of an event; its name (RFC 2919) need not be one that a mailbox shows. */
function listHeaders({ config, tokens }: Office, mail: WrittenMail, { eventSlug }: Belonging): Record<string, string> {
  return {
    'List-ID': `<${eventSlug ?? 'news'}.${new URL(config.baseUrl).hostname}>`,
    'List-Unsubscribe': `<${unsubscribeUrl({ config, tokens }, mail)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** The content as the table keeps it, so that every further try sends the same. */
export function freeze(content: MailContent): FrozenContent {
  return {
    preheader: content.preheader,
    html: content.html,
    text: content.text,
    fromName: content.fromName === undefined ? null : headerLine(content.fromName),
    fromAddress: content.fromAddress ?? null,
    calendar: content.calendar ?? null,
    replyTo: content.replyTo ? { ...content.replyTo, name: headerLine(content.replyTo.name) } : null,
    attachments: content.attachments.map(({ fileName, contentType, contentId, content: bytes }) => ({
      fileName,
      contentType,
      contentId: contentId ?? null,
      base64: Buffer.from(bytes).toString('base64'),
    })),
  }
}

/** A text that may stand in a header: one line without control characters. */
export function headerLine(text: string): string {
  return beginning(normaliseLine(text), 200)
}
