import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/** What the peer does with the next message. */
export type Behaviour =
  | { readonly kind: 'accept' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'defer-recipient' }
  | { readonly kind: 'defer-data' }
  | { readonly kind: 'refuse-recipient' }
  | { readonly kind: 'refuse-data' }
  | { readonly kind: 'answer'; readonly code: number; readonly text: string }
  | { readonly kind: 'cut-after-data' }
  | { readonly kind: 'hang' }

/** A message as it came over the wire. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
}

/** A mail server that does what it is told, and keeps what it got. */
export interface SmtpPeer {
  readonly url: string
  readonly received: Received[]
  /** What it does with the next messages, in order; then it accepts. */
  next(...behaviours: readonly Behaviour[]): void
  /** Closes the connections it has. */
  hangUp(): void
  /** Takes back what it was told and has not done. */
  forget(): void
  /** Resolves when a message has been read to its end, whatever is answered. */
  read(): Promise<void>
  close(): Promise<void>
}

function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** Starts the peer on a free port of this machine. */
export async function startSmtpPeer(): Promise<SmtpPeer> {
  const received: Received[] = []
  const plans: Behaviour[] = []
  const sockets = new Set<Socket>()
  let current: Behaviour = { kind: 'accept' }
  let onRead: () => void = () => undefined

  async function decide(behaviour: Behaviour, done: (error?: Error | null, message?: string) => void): Promise<void> {
    if (behaviour.kind === 'hang') return
    if (behaviour.kind === 'cut-after-data') {
      for (const socket of sockets) socket.destroy()
      return
    }
    if (behaviour.kind === 'slow') await sleep(behaviour.milliseconds)
    if (behaviour.kind === 'defer-data') return done(answer(451, 'try again later'))
    if (behaviour.kind === 'refuse-data') return done(answer(554, 'we do not like it'))
    done(null, 'OK: queued as 1')
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onMailFrom(_address, _session, done) {
      current = plans.shift() ?? { kind: 'accept' }
      done()
    },
    onRcptTo(_address, _session, done) {
      if (current.kind === 'defer-recipient') return done(answer(450, '4.2.0 greylisted'))
      if (current.kind === 'answer') return done(answer(current.code, current.text))
      if (current.kind === 'refuse-recipient') return done(answer(550, '5.1.1 no such user'))
      done()
    },
    onData(stream, session, done) {
      const behaviour = current
      let source = ''
      stream.setEncoding('latin1')
      stream.on('data', part => (source += String(part)))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), source })
        onRead()
        void decide(behaviour, done)
      })
    },
  })
  server.on('error', () => undefined)
  server.server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    next: (...behaviours) => void plans.push(...behaviours),
    hangUp: () => sockets.forEach(socket => void socket.destroy()),
    forget: () => void plans.splice(0),
    read: () => new Promise(resolve => (onRead = resolve)),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
