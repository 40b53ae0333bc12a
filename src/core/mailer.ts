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
  /** To many: over connections of its own, so that it is in nobody's way. Usual: false. */
  readonly isBulk?: boolean
  readonly attachments?: readonly MailAttachment[]
}

/** A file of a mail; with `contentId` a picture that the html shows by `cid:`. */
export interface MailAttachment {
  readonly filename: string
  readonly contentType: string
  readonly content: Buffer | string
  readonly contentId?: string
}

/**
 * What became of one try. Only `refused` is final for the message; `unreachable` says nothing about it.
 * `mayHaveArrived`: the server got the whole message, and the connection broke before it answered.
 */
export type SendResult =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'deferred'; readonly code: number; readonly response: string }
  | { readonly kind: 'refused'; readonly code: number; readonly response: string }
  | { readonly kind: 'unreachable'; readonly reason: string; readonly mayHaveArrived?: boolean }

/** The way out for mails; a test gives its own. */
export interface MailTransport {
  /** Tries once. Never throws for what a mail server may answer. */
  send(message: MailMessage): Promise<SendResult>
  close(): void
}

/** The key that mails are signed with (RFC 6376), and where its public half is found. */
export interface SigningKey {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

/** Where mails are handed over. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** The name its certificate must bear, where `host` is an address. */
  readonly certificateName?: string
  /** From the first byte, by STARTTLS (and not without), or not at all. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: { readonly name: string; readonly password: string } | undefined
}

const patience = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const

/** A message whose connection broke may have arrived: the outbox decides about a repeat, not the pool. */
const pooled = { ...patience, pool: true, maxRequeues: 0 } as const

/** SMTP when there is a server, else `null`: mails are for the demo inbox only. Bulk has connections of its own. */
export function createTransport({
  smtpUrl,
  dkim,
}: {
  readonly smtpUrl: string | undefined
  readonly dkim?: SigningKey | undefined
}): MailTransport | null {
  if (smtpUrl === undefined) return null
  const urgent = way({ ...pooled, url: smtpUrl, maxConnections: 3 }, dkim)
  const bulk = way({ ...pooled, url: smtpUrl, maxConnections: 2 }, dkim)
  return lanes(urgent, bulk)
}

/** SMTP to a server that is not the installation's; it signs by itself. */
export function createTransportTo({ host, port, certificateName, security, user }: MailServer): MailTransport {
  const options = {
    ...pooled,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(certificateName !== undefined && { tls: { servername: certificateName } }),
    ...(user && { auth: { user: user.name, pass: user.password } }),
  }
  return lanes(way({ ...options, maxConnections: 2 }), way({ ...options, maxConnections: 1 }))
}

function lanes(urgent: MailTransport, bulk: MailTransport): MailTransport {
  return {
    send: message => (message.isBulk === true ? bulk : urgent).send(message),
    close() {
      urgent.close()
      bulk.close()
    },
  }
}

function way(options: Parameters<typeof createSmtpTransport>[0], key?: SigningKey): MailTransport {
  const smtp = createSmtpTransport(options)
  /** By Message-ID: how far the message was read on its way to the server. */
  const progress = new Map<string, 'begun' | 'read'>()
  smtp.use('stream', ({ message, data }, done) => {
    const id = String(data.messageId)
    const open = message.createReadStream.bind(message)
    message.createReadStream = settings =>
      open(settings)
        .once('data', () => progress.set(id, 'begun'))
        .once('end', () => progress.set(id, 'read'))
        .pause()
    done()
  })
  async function once(message: MailMessage): Promise<SendResult> {
    try {
      const { response } = await smtp.sendMail(compose(message, key))
      return { kind: 'accepted', response: readable(response ?? '') }
    } catch (error) {
      const result = resultOf(error)
      const mayHaveArrived = progress.get(message.messageId) === 'read' && !wasAnswered(error)
      return result.kind === 'unreachable' && mayHaveArrived ? { ...result, mayHaveArrived } : result
    }
  }
  return {
    async send(message) {
      let result = await once(message)
      // A server may close a connection that it has kept for the next mail: nothing was sent, another one is opened.
      for (let more = staleConnections; more > 0 && isStale(result) && !progress.has(message.messageId); more--)
        result = await once(message)
      progress.delete(message.messageId)
      return result
    },
    close: () => smtp.close(),
  }
}

/** At most as many as a pool keeps. */
const staleConnections = 3

/** What the pool says when a connection was closed that had served before. */
function isStale(result: SendResult): boolean {
  return result.kind === 'unreachable' && result.reason.includes('after connection was closed')
}

/** A server that answered, though with a refusal, does not have the message. */
function wasAnswered(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
}

const written = createSmtpTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
})

/** The message as it would go on the wire (RFC 5322), signed when there is a key, without sending it. */
export async function sourceOf(message: MailMessage, key?: SigningKey): Promise<Buffer> {
  const { message: source } = await written.sendMail(compose(message, key))
  if (!Buffer.isBuffer(source)) throw new Error('the message was not written into a buffer')
  return source
}

/** What a signature covers: the default of nodemailer leaves out what RFC 8058 §4 wants signed. */
const signedHeaders = [
  'from:sender:reply-to:subject:date:message-id:to:cc:in-reply-to:references:mime-version:content-type',
  'auto-submitted:feedback-id:list-id:list-unsubscribe:list-unsubscribe-post',
].join(':')

function compose(mail: MailMessage, key?: SigningKey) {
  const { to, calendar, attachments, headers, envelopeFrom, inReplyTo, isBulk: _, ...rest } = mail
  const files = (attachments ?? []).map(({ contentId, ...file }) => ({ ...file, ...(contentId && { cid: contentId }) }))
  // Not nodemailer's own `icalEvent`: it writes quoted-printable, and shares its headers with the attachment.
  const type = `text/calendar; charset=utf-8; method=${calendar?.method}`
  const event = calendar && { content: calendar.content, contentTransferEncoding: 'base64' as const }
  return {
    ...rest,
    ...(key && {
      dkim: {
        domainName: key.domain,
        keySelector: key.selector,
        privateKey: key.privateKey,
        headerFieldNames: signedHeaders,
      },
    }),
    to: { name: to.name, address: to.address },
    ...(headers && { headers: { ...headers } }),
    ...(inReplyTo && { inReplyTo, references: inReplyTo }),
    ...(envelopeFrom && { envelope: { from: envelopeFrom, to: to.address } }),
    ...(event && { alternatives: [{ ...event, contentType: type }] }),
    attachments: event ? [...files, { ...event, contentType: 'application/ics', filename: 'invite.ics' }] : files,
  }
}

/** What a server said, without what no text of the database may hold: a mail that was taken must be noted as sent. */
function readable(response: string): string {
  return response.replaceAll('\u0000', '')
}

/**
 * Sorts the errors of nodemailer: an answer to the message of 4xx is a deferral and of 5xx a refusal (RFC 5321
 * §4.2.1); a message the client cannot even put on the wire is refused; everything else is the connection's fault.
 */
export function resultOf(error: unknown): SendResult {
  if (!(error instanceof Error)) return { kind: 'unreachable', reason: String(error) }
  const code = 'code' in error ? String(error.code) : ''
  const answer = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  const response = readable('response' in error && typeof error.response === 'string' ? error.response : error.message)
  const aboutTheMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (!aboutTheMessage || answer === 421) return { kind: 'unreachable', reason: `${code} ${response}`.trim() }
  if (answer === undefined) return { kind: 'refused', code: 550, response }
  return { kind: answer < 500 ? 'deferred' : 'refused', code: answer, response }
}
