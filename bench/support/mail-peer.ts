import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything, at once or after a while, and counts. */
export interface MailPeer {
  readonly port: number
  taken(): number
  /** Milliseconds it thinks about each mail from now on. */
  ponder(milliseconds: number): void
  close(): Promise<void>
}

/** Starts it on a free port of this machine. */
export async function startMailPeer(): Promise<MailPeer> {
  let taken = 0
  let pause = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => {
        void sleep(pause).then(() => {
          taken++
          done()
        })
      })
    },
  })
  // A sender that is stopped drops its connections.
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    taken: () => taken,
    ponder: milliseconds => void (pause = milliseconds),
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
