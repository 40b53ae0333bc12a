import { createTransport as createSmtpTransport } from 'nodemailer'

/** One mail to one person, ready to be sent. */
export interface MailMessage {
  readonly from: string | { readonly name: string; readonly address: string }
  /** Exactly one recipient, and never a string: a string would be split at commas into several. */
  readonly to: { readonly name: string; readonly address: string }
  readonly replyTo?: string | { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With angle brackets; the same for every try, so that mailboxes recognise a repeat. */
  readonly messageId: string
  readonly date?: Date
  readonly headers?: Readonly<Record<string, string>>
  /** A calendar message (RFC 6047): the last alternative, in base64, and the same bytes as an attachment `invite.ics`. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string }
  /** RFC 5321 MAIL FROM, where bounces go; usual: the address of `from`. */
  readonly envelopeFrom?: string
  /** Message-ID of the mail that this one belongs to (In-Reply-To, References). */
  readonly inReplyTo?: string
  readonly attachments?: readonly MailAttachment[]
}

/** A file of a mail; with `contentId` a picture that the html shows by `cid:`. */
export interface MailAttachment {
  readonly filename: string
  readonly contentType: string
  readonly content: Buffer | string
  readonly contentId?: string
}

/** What became of one try. Only `refused` is final for the message; `unreachable` says nothing about it. */
export type SendResult =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'deferred'; readonly code: number; readonly response: string }
  | { readonly kind: 'refused'; readonly code: number; readonly response: string }
  | { readonly kind: 'unreachable'; readonly reason: string }

/** The way out for mails; a test gives its own. */
export interface MailTransport {
  /** Tries once. Never throws for what a mail server may answer. */
  send(message: MailMessage): Promise<SendResult>
  close(): void
}

/** SMTP when there is a server, else `null`: mails are for the demo inbox only. */
export function createTransport({ smtpUrl }: { readonly smtpUrl: string | undefined }): MailTransport | null {
  if (smtpUrl === undefined) return null
  const smtp = createSmtpTransport({
    pool: true,
    url: smtpUrl,
    maxConnections: 3,
    // A message whose connection broke may have arrived: the outbox decides about a repeat, not the pool.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message) {
      try {
        const { response } = await smtp.sendMail(compose(message))
        return { kind: 'accepted', response: response ?? '' }
      } catch (error) {
        return resultOf(error)
      }
    },
    close: () => smtp.close(),
  }
}

const written = createSmtpTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
})

/** The message as it would go on the wire (RFC 5322), without sending it. */
export async function sourceOf(message: MailMessage): Promise<Buffer> {
  const { message: source } = await written.sendMail(compose(message))
  if (!Buffer.isBuffer(source)) throw new Error('the message was not written into a buffer')
  return source
}

function compose({ to, calendar, attachments, headers, envelopeFrom, inReplyTo, ...rest }: MailMessage) {
  const files = (attachments ?? []).map(({ contentId, ...file }) => ({ ...file, ...(contentId && { cid: contentId }) }))
  // Not nodemailer's own `icalEvent`: it writes quoted-printable, and shares its headers with the attachment.
  const type = `text/calendar; charset=utf-8; method=${calendar?.method}`
  const event = calendar && { content: calendar.content, contentTransferEncoding: 'base64' as const }
  return {
    ...rest,
    to: { name: to.name, address: to.address },
    ...(headers && { headers: { ...headers } }),
    ...(inReplyTo && { inReplyTo, references: inReplyTo }),
    ...(envelopeFrom && { envelope: { from: envelopeFrom, to: to.address } }),
    ...(event && { alternatives: [{ ...event, contentType: type }] }),
    attachments: event ? [...files, { ...event, contentType: 'application/ics', filename: 'invite.ics' }] : files,
  }
}

/**
 * Sorts the errors of nodemailer: an answer to the message of 4xx is a deferral and of 5xx a refusal (RFC 5321
 * §4.2.1); a message the client cannot even put on the wire is refused; everything else is the connection's fault.
 */
export function resultOf(error: unknown): SendResult {
  if (!(error instanceof Error)) return { kind: 'unreachable', reason: String(error) }
  const code = 'code' in error ? String(error.code) : ''
  const answer = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  const response = 'response' in error && typeof error.response === 'string' ? error.response : error.message
  const aboutTheMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (!aboutTheMessage || answer === 421) return { kind: 'unreachable', reason: `${code} ${response}`.trim() }
  if (answer === undefined) return { kind: 'refused', code: 550, response }
  return { kind: answer < 500 ? 'deferred' : 'refused', code: answer, response }
}
