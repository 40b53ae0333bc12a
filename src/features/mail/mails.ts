import type { MailMessage } from '../../core/mailer.ts'
import type { Instant } from '../../core/time.ts'
import { normaliseLine } from '../../core/typography.ts'
import type { FrozenContent, MailContent, MailRow } from './types.ts'

/** A mail that has been written. */
export interface WrittenMail extends Pick<MailRow, 'toName' | 'toAddress' | 'locale' | 'messageId'> {
  readonly subject: string
  readonly content: FrozenContent
}

/** The address that MAIL_FROM gives, with its name. */
export function senderOf(mailFrom: string): { name: string; address: string } {
  const parts = /^\s*(?<name>[^<>]*?)\s*<(?<address>[^<>\s]+)>\s*$/.exec(mailFrom)?.groups
  if (!parts) return { name: '', address: mailFrom.trim() }
  return { name: (parts['name'] ?? '').replace(/^"(.*)"$/, '$1'), address: parts['address'] ?? '' }
}

/** The message as it goes on the wire: one recipient, our own Message-ID, marked as sent by a machine (RFC 3834). */
export function messageOf(mail: WrittenMail, mailFrom: string, date: Instant): MailMessage {
  const { content } = mail
  const sender = senderOf(mailFrom)
  return {
    from: { name: content.fromName ?? sender.name, address: sender.address },
    to: { name: mail.toName, address: mail.toAddress },
    ...(content.replyTo && { replyTo: content.replyTo }),
    subject: mail.subject,
    text: content.text,
    html: content.html,
    messageId: mail.messageId,
    date,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Content-Language': mail.locale,
    },
    attachments: content.attachments.map(({ fileName, contentType, contentId, base64 }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(base64, 'base64'),
      ...(contentId !== null && { contentId }),
    })),
  }
}

/** The content as the table keeps it, so that every further try sends the same. */
export function freeze(content: MailContent): FrozenContent {
  return {
    preheader: content.preheader,
    html: content.html,
    text: content.text,
    fromName: content.fromName === undefined ? null : headerLine(content.fromName),
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
  return normaliseLine(text).slice(0, 200)
}
