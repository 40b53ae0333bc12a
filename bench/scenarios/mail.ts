import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { connect, type Database, inTransaction, rows } from '../../src/core/database.ts'
import { joinEmbedded } from '../../src/core/embedded-postgres.ts'
import { queueMails } from '../../src/features/mail/actions.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import { type BenchContext, type Measurement, measure, type Scenario } from '../scenario.ts'

const event = 'technologicky-transfer-ukazka'
const smtpPort = 42_525

/** A mail server that takes everything, at once or after a while, and counts. */
interface Peer {
  taken(): number
  /** Milliseconds it thinks about each mail from now on. */
  ponder(milliseconds: number): void
  close(): Promise<void>
}

async function startPeer(): Promise<Peer> {
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
  await new Promise<void>(resolve => server.listen(smtpPort, '127.0.0.1', resolve))
  return {
    taken: () => taken,
    ponder: milliseconds => void (pause = milliseconds),
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** How the pages of the event answer meanwhile. */
function readPages(url: string, name: string, quick: boolean): Promise<Measurement> {
  const request = async () => {
    const response = await fetch(`${url}/cs/events/${event}`)
    await response.arrayBuffer()
    return response.status === 200
  }
  return measure({ name, connections: 2, requests: quick ? 40 : 400, request })
}

/** Work as one measurement: so many pieces in so many milliseconds. */
function whole(name: string, pieces: number, milliseconds: number, failures = 0): Measurement {
  const each = { p50: milliseconds, p95: milliseconds, p99: milliseconds }
  return { name, requests: pieces, failures, perSecond: pieces / (milliseconds / 1_000), ...each }
}

/** Personal mails to the people of the event, again and again until there are enough. */
async function mailsTo(db: Database, count: number): Promise<MailToQueue[]> {
  const [found] = await rows<{ id: number; organisationId: number }>(
    db,
    'select id, organisation_id from events where slug = ?',
    [event],
  )
  const people = await rows<{ id: number; email: string; locale: 'cs' | 'en' }>(
    db,
    `select id, email, locale from registrations where event_id = ? and status = 'confirmed' order by id`,
    [found?.id],
  )
  const run = Date.now().toString(36)
  return Array.from({ length: count }, (_, n) => {
    const person = people[n % people.length]
    return {
      kind: 'registration-message',
      idempotencyKey: `bench ${run} ${n}`,
      to: { name: `Jana Nováková ${n}`, address: person?.email ?? '' },
      locale: person?.locale ?? 'cs',
      isBulk: true,
      eventId: found?.id,
      organisationId: found?.organisationId,
      registrationId: person?.id,
      payload: { subject: 'Zítra začínáme', text: 'Dobrý den,\n\ntěšíme se na vás zítra v devět.' },
    }
  })
}

/** Over the two connections of the bulk lane to a server that takes 100 ms for a mail: 20 a second is all it can take. */
async function toSlowPeer(db: Database, peer: Peer, count: number): Promise<Measurement> {
  peer.ponder(100)
  const before = peer.taken()
  const mails = await mailsTo(db, count)
  const began = performance.now()
  await inTransaction(db, trx => queueMails(trx, mails))
  while (peer.taken() - before < count && performance.now() - began < 120_000) await sleep(50)
  const missing = Math.max(0, count - (peer.taken() - before))
  return whole('handed to a peer of 20 a second', count, performance.now() - began, missing)
}

async function run({ url, dataDir, quick }: BenchContext): Promise<readonly Measurement[]> {
  const connection = await joinEmbedded(join(dataDir, 'postgres'))
  if (connection === undefined) throw new Error('the application has no database of its own')
  const db = connect({ ...connection, database: 'pozvanka' })
  const peer = await startPeer()
  try {
    const count = quick ? 200 : 5_000
    const idle = await readPages(url, 'pages, nothing to send', quick)
    const mails = await mailsTo(db, count)
    const began = performance.now()
    await inTransaction(db, async trx => {
      for (let from = 0; from < mails.length; from += 1_000) await queueMails(trx, mails.slice(from, from + 1_000))
    })
    const queued = whole('queued in one transaction', count, performance.now() - began)
    const busy = await readPages(url, 'pages, while mails go', quick)
    while (peer.taken() < count && performance.now() - began < 600_000) await sleep(100)
    const sent = whole('handed over', count, performance.now() - began, Math.max(0, count - peer.taken()))
    return [idle, queued, busy, sent, await toSlowPeer(db, peer, quick ? 40 : 400)]
  } finally {
    await peer.close()
    await db.destroy()
  }
}

const mail: Scenario = {
  description: 'Thousands of personal mails to many: how fast they are queued and handed over, and whether pages wait.',
  environment: { RATE_LIMITS: 'off', MAIL_RATES: 'off', SMTP_URL: `smtp://127.0.0.1:${smtpPort}` },
  run,
}
export default mail
