import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import PostalMime from 'postal-mime'
import { inTransaction, only, rows } from '../../../src/core/database.ts'
import { startJobs } from '../../../src/core/jobs/worker.ts'
import { createTransport, type MailTransport } from '../../../src/core/mailer.ts'
import { addMinutes, instant, now, useClock } from '../../../src/core/time.ts'
import { queueMail, queueMails } from '../../../src/features/mail/actions.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { mailJobs } from '../../../src/features/mail/jobs.ts'
import type { MailRow, MailToQueue } from '../../../src/features/mail/types.ts'
import type { Services } from '../../../src/services.ts'
import { databaseUrl } from '../../support/database-url.ts'
import { useWorld } from '../../support/world.ts'
import { confirmation } from './confirmation.ts'
import { type SmtpPeer, startSmtpPeer } from './smtp-peer.ts'

// The faults of a mail server that the outbox must bear, with a real one on the other end.
const world = useWorld()
let peer: SmtpPeer
let transport: MailTransport | null

beforeAll(async () => {
  peer = await startSmtpPeer()
  transport = createTransport({ smtpUrl: peer.url })
})
afterEach(() => void peer.received.splice(0))
afterAll(async () => {
  transport?.close()
  await peer.close()
})

const start = instant('2026-11-22T08:00:00Z')
const services = (mailer: MailTransport | null = transport): Services => ({ ...world.services, mailer })
const mailTo = (n: number, more: Partial<MailToQueue> = {}): MailToQueue => ({
  kind: 'test-confirmed',
  idempotencyKey: `fault ${n}`,
  to: { name: '', address: `p${n}@example.org` },
  locale: 'cs',
  ...more,
})
const queue = (mails: readonly MailToQueue[]) => inTransaction(world.db, trx => queueMails(trx, mails))
const many = (count: number, more: Partial<MailToQueue> = {}) =>
  queue(Array.from({ length: count }, (_, n) => mailTo(n, more)))
const theMail = async (): Promise<MailRow> => only(await world.db('mails'))
const standing = () =>
  rows<{ sent: number; failed: number; open: number }>(
    world.db,
    `select count(sent_at)::int as sent, count(failed_at)::int as failed,
       count(*) filter (where num_nonnulls(sent_at, failed_at, dropped_at) = 0)::int as open from mails`,
  )
/** A transport, and how many mails it had under way at once. */
function countingAbreast(inner: MailTransport | null) {
  if (inner === null) throw new Error('no transport')
  let [now, most] = [0, 0]
  const send: MailTransport['send'] = async message => {
    now += 1
    most = Math.max(most, now)
    return inner.send(message).finally(() => (now -= 1))
  }
  return { transport: { ...inner, send }, most: () => most }
}
const recipients = () => peer.received.map(({ to }) => to[0])

describe('E14: the server is down for half an hour', () => {
  it('everything waits, and arrives once each when it is back', async () => {
    const down = createTransport({ smtpUrl: 'smtp://127.0.0.1:9' })
    world.at(start)
    await many(20)
    for (const minutes of [0, 1, 6, 21, 30]) {
      world.at(addMinutes(start, minutes))
      await deliverDueMails(services(down), [confirmation])
    }
    down?.close()
    expect(await standing()).toEqual([{ sent: 0, failed: 0, open: 20 }])
    world.at(addMinutes(start, 52))
    await deliverDueMails(services(), [confirmation])
    expect(await standing()).toEqual([{ sent: 20, failed: 0, open: 0 }])
    expect([recipients().length, new Set(recipients()).size]).toEqual([20, 20])
  })
})

describe('E15: the server is slow', () => {
  it('the queue drains at its pace, four abreast, and pages come as ever', async () => {
    await many(16)
    peer.next(...Array.from({ length: 16 }, () => ({ kind: 'slow', milliseconds: 500 }) as const))
    let isDone = false
    const watched = countingAbreast(transport)
    const draining = deliverDueMails(services(watched.transport), [confirmation]).then(() => void (isDone = true))
    const waits: number[] = []
    while (!isDone) {
      const asked = performance.now()
      expect((await world.agent().get('/health/live')).status).toBe(200)
      waits.push(performance.now() - asked)
      await sleep(50)
    }
    await draining
    expect(watched.most()).toBe(4)
    expect(await standing()).toEqual([{ sent: 16, failed: 0, open: 0 }])
    // A page that had to wait for a mail would take as long as one.
    expect(waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(500)
  }, 30_000)
})

describe('E16: the server puts off', () => {
  it.each([
    [421, '4.7.0 too many connections'],
    [450, '4.2.0 greylisted'],
    [452, '4.2.2 mailbox full'],
  ])('with %i: the mail arrives once, later', async (code, text) => {
    world.at(start)
    await queue([mailTo(1)])
    peer.next({ kind: 'answer', code, text })
    const fresh = createTransport({ smtpUrl: peer.url })
    await deliverDueMails(services(fresh), [confirmation])
    await deliverDueMails(services(fresh), [confirmation])
    fresh?.close()
    expect([recipients(), (await theMail()).attempts, (await theMail()).smtpResponse]).toEqual([
      [],
      1,
      expect.stringContaining(text),
    ])
    world.at(addMinutes(start, 1))
    await deliverDueMails(services(), [confirmation])
    expect(recipients()).toEqual(['p1@example.org'])
    expect((await theMail()).sentAt).not.toBeNull()
  })
})

describe('a connection that was kept', () => {
  it('and closed by the server meanwhile costs nobody a minute', async () => {
    await queue([mailTo(1)])
    await deliverDueMails(services(), [confirmation])
    peer.hangUp()
    await queue([mailTo(2)])
    await deliverDueMails(services(), [confirmation])
    expect(recipients()).toEqual(['p1@example.org', 'p2@example.org'])
  })
})

describe('E17: the server refuses one of twenty', () => {
  it('those end with its words, and nobody tries them again', async () => {
    world.at(start)
    await many(40)
    peer.next(
      ...Array.from({ length: 40 }, (_, n) =>
        n % 20 === 0
          ? ({ kind: 'answer', code: 550, text: '5.1.1 no such user' } as const)
          : ({ kind: 'accept' } as const),
      ),
    )
    for (const minutes of [0, 1, 60, 600]) {
      world.at(addMinutes(start, minutes))
      await deliverDueMails(services(), [confirmation])
    }
    expect(await standing()).toEqual([{ sent: 38, failed: 2, open: 0 }])
    expect(await world.db('mails').whereNotNull('failedAt').select('attempts', 'smtpResponse', 'bounceStatus')).toEqual(
      [
        { attempts: 1, smtpResponse: '550 5.1.1 no such user', bounceStatus: '5.1.1' },
        { attempts: 1, smtpResponse: '550 5.1.1 no such user', bounceStatus: '5.1.1' },
      ],
    )
  })
})

describe('E18: the connection dies before the answer', () => {
  const copies = async () => {
    const read = peer.received.map(({ source }) => new PostalMime().parse(source))
    return (await Promise.all(read)).map(({ messageId }) => messageId)
  }

  it('a ticket goes once more with the same Message-ID, and no third time', async () => {
    world.at(start)
    await queue([mailTo(1)])
    peer.next({ kind: 'cut-after-data' }, { kind: 'cut-after-data' }, { kind: 'cut-after-data' })
    for (const minutes of [0, 1, 10, 60]) {
      world.at(addMinutes(start, minutes))
      await deliverDueMails(services(), [confirmation])
    }
    peer.forget()
    const { messageId, smtpResponse, failedAt } = await theMail()
    expect(await copies()).toEqual([messageId, messageId])
    expect([smtpResponse, failedAt]).toEqual(['doubtful', addMinutes(start, 1)])
  })

  it('a mail to many is left for the organiser to judge', async () => {
    world.at(start)
    await queue([mailTo(1, { isBulk: true })])
    peer.next({ kind: 'cut-after-data' })
    for (const minutes of [0, 1, 10]) {
      world.at(addMinutes(start, minutes))
      await deliverDueMails(services(), [confirmation])
    }
    expect(await copies()).toHaveLength(1)
    expect((await theMail()).smtpResponse).toBe('doubtful')
  })

  it('a connection that could not even be made raises no doubt', async () => {
    world.at(start)
    const down = createTransport({ smtpUrl: 'smtp://127.0.0.1:9' })
    await queue([mailTo(1, { isBulk: true })])
    await deliverDueMails(services(down), [confirmation])
    down?.close()
    expect(await theMail()).toMatchObject({ doubtful: 0, failedAt: null })
  })
})

describe('E19: the worker is killed while it sends', () => {
  const env = () => ({
    ...process.env,
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl(world.connection),
    SMTP_URL: peer.url,
    MAIL_RATES: 'off',
    DATA_DIR: world.services.config.dataDir,
  })
  const startWorker = () => {
    const script = join(import.meta.dirname, 'sender.ts')
    return spawn(process.execPath, ['--import', 'tsx', script, 'worker'], { env: env(), stdio: 'inherit' })
  }

  it('another one takes the mail over within the minute', async () => {
    const child = startWorker()
    peer.next({ kind: 'hang' })
    const read = peer.read()
    await inTransaction(world.db, trx => queueMail(trx, mailTo(1)))
    await read
    child.kill('SIGKILL')
    const killed = now()
    // The lease ends within half a minute; nobody but the test's clock waits so long.
    expect(Number((await theMail()).leaseUntil) - killed.getTime()).toBeLessThanOrEqual(30_000)
    useClock(() => addMinutes(new Date(), 0.52))
    const options = { pollMs: 100, heartbeatMs: 200, deadAfterMs: 1_500 }
    const jobs = await startJobs(services(), mailJobs([confirmation]), options)
    while ((await theMail()).sentAt === null) await sleep(100)
    await jobs.stop()
    const { messageId, doubtful, sentAt } = await theMail()
    expect([sentAt, doubtful]).toEqual([expect.any(Date), 1])
    const ids = peer.received.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1]?.trim())
    expect(ids).toEqual([messageId, messageId])
  }, 60_000)

  it('a mail to many is not sent a second time by itself', async () => {
    world.at(start)
    await queue([mailTo(1, { isBulk: true })])
    const id = (await theMail()).id
    await world
      .db('mails')
      .where({ id })
      .update({ leaseUntil: addMinutes(start, 0.5), attempts: 1, subject: 'x' })
    await world.db.raw(`update mails set content = '{}'`)
    expect(await deliverMail(services(), [confirmation], id)).toBe('not-due')
    world.at(addMinutes(start, 1))
    expect(await deliverMail(services(), [confirmation], id)).toBe('failed')
    expect((await theMail()).smtpResponse).toBe('doubtful')
    expect(peer.received).toEqual([])
  })
})

describe('a ticket behind mails to many', () => {
  async function placeOfTicket(isBulk: boolean): Promise<number> {
    await many(12, { isBulk })
    peer.next(...Array.from({ length: 12 }, () => ({ kind: 'slow', milliseconds: 250 }) as const))
    const mine = services()
    const all = deliverDueMails(mine, [confirmation])
    await peer.read()
    await queue([mailTo(99)])
    await Promise.all([all, deliverDueMails(mine, [confirmation])])
    return recipients().indexOf('p99@example.org')
  }

  it('goes by', async () => {
    expect(await placeOfTicket(true)).toBeLessThan(8)
  }, 20_000)

  it('would wait if they were tickets, too (control)', async () => {
    // Four go abreast, so the last of the others may be read just after it.
    expect(await placeOfTicket(false)).toBeGreaterThanOrEqual(9)
  }, 20_000)
})
