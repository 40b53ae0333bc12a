import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import type { Log } from '../log.ts'
import { networkOf } from '../throttle.ts'
import { createTally } from './tally.ts'

/** A mail as it came, with its envelope (RFC 5321). */
export interface Arrival {
  /** undefined: longer than `mostBytes`, and not kept. */
  readonly source: Buffer | undefined
  /** Of MAIL FROM; `''` is the null sender of bounces. */
  readonly sender: string
  readonly recipient: string
}

export interface ListenerOptions {
  /** Told in the greeting. */
  readonly name: string
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly log: Log
  /** False for benchmarks and tests. */
  readonly limits: boolean
  /** Whether there is such an address with us; everything else is refused before its content comes. */
  knows(recipient: string): boolean
  /** Takes a mail for good; where it throws, the sender is asked to try again later. */
  take(arrival: Arrival): Promise<void>
}

export interface Listener {
  readonly port: number
  /** Lets conversations that have begun come to their end, for a few seconds. */
  stop(): Promise<void>
}

/** No report and no answer is longer. */
export const mostBytes = 1024 * 1024

const perMinute = { connections: 120, messages: 600 }
/** A return address belongs to one mail or one registration: nobody writes to it often. */
const perHour = { messagesToOneAddress: 30 }
const mostWrongAddresses = 5

/**
 * A mail server that takes mail for our own addresses and nothing else (RFC 5321): it relays to nobody, knows no
 * passwords and sends no bounces of its own, since it refuses while the sender still listens. It speaks without TLS:
 * what comes is public post, and believed only for the MAC in its address.
 * @throws the error of the socket when the port cannot be had (`EADDRINUSE`, `EACCES`)
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({ ...limitsOfServer(options), ...conversation(options) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      // A client that hangs up in the middle of a word is no news.
      server.on('error', error => options.log.debug({ error }, 'a conversation about mail broke off'))
      resolve()
    })
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** The types of smtp-server lag behind: `maxRecipients` is not in them yet. */
type ServerLimits = SMTPServerOptions & { readonly maxRecipients: number }

function limitsOfServer({ name }: ListenerOptions): ServerLimits {
  return {
    name,
    banner: 'Pozvanka',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS', 'XCLIENT', 'XFORWARD'],
    disableReverseLookup: true,
    logger: false,
    size: mostBytes,
    maxClients: 100,
    // A second recipient comes in a transaction of its own (452, RFC 5321 §4.5.3.1): a mail is about one thing.
    maxRecipients: 1,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
  }
}

function conversation({ log, limits, knows, take }: ListenerOptions): SMTPServerOptions {
  const connections = createTally(perMinute.connections, 60)
  const messages = createTally(perMinute.messages, 60)
  const toAddress = createTally(perHour.messagesToOneAddress, 3_600)
  const wrong = new WeakMap<SMTPServerSession, number>()
  return {
    onConnect({ remoteAddress }, done) {
      if (limits && !connections.take(networkOf(remoteAddress))) return done(answer(421, 'Too many connections, later'))
      done()
    },
    onRcptTo({ address }, session, done) {
      if (!knows(address)) {
        const count = (wrong.get(session) ?? 0) + 1
        wrong.set(session, count)
        log.info({ network: networkOf(session.remoteAddress) }, 'refused mail to an address that is none of ours')
        return done(
          count < mostWrongAddresses ? answer(550, '5.1.1 No such address') : answer(421, 'Too many mistakes'),
        )
      }
      const isWelcome = messages.take(networkOf(session.remoteAddress)) && toAddress.take(address.toLowerCase())
      done(limits && !isWelcome ? answer(450, '4.2.1 Too much mail, later') : null)
    },
    onData(stream, session, done) {
      readWhole(stream)
        .then(async source => {
          await take({ source, ...envelopeOf(session) })
          done(source === undefined ? answer(552, '5.3.4 Too long') : null, 'Thank you')
        })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'a mail that came in could not be taken')
          done(answer(451, '4.3.0 Try again later'))
        })
    },
  }
}

function envelopeOf({ envelope }: SMTPServerSession): { sender: string; recipient: string } {
  return {
    sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    recipient: envelope.rcptTo[0]?.address ?? '',
  }
}

/** Reads to the end, as the protocol wants it, but keeps no more than allowed. */
async function readWhole(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) continue
    length += part.length
    if (length > mostBytes) parts.length = 0
    else parts.push(part)
  }
  return length > mostBytes ? undefined : Buffer.concat(parts)
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
