import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import PostalMime from 'postal-mime'
import { inTransaction, only, rows } from '../../../src/core/database.ts'
import { runJobsOnce } from '../../../src/core/jobs/worker.ts'
import { createTransport, type MailTransport } from '../../../src/core/mailer.ts'
import { addMinutes, instant, now, useClock } from '../../../src/core/time.ts'
import { queueMail, queueMails, retryMail } from '../../../src/features/mail/actions.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { mailJobs } from '../../../src/features/mail/jobs.ts'
import { countFailedMails, findMailOfEvent, listMailsOfEvent } from '../../../src/features/mail/queries.ts'
import type { MailRow, MailToQueue } from '../../../src/features/mail/types.ts'
import type { Services } from '../../../src/services.ts'
import { databaseUrl } from '../../support/database-url.ts'
import { useWorld } from '../../support/world.ts'
import { confirmation } from './confirmation.ts'
import { type SmtpPeer, startSmtpPeer } from './smtp-peer.ts'

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

const services = (mailer: MailTransport | null = transport): Services => ({ ...world.services, mailer })
const jana: MailToQueue = {
  kind: 'test-confirmed',
  idempotencyKey: 'confirmed 1',
  to: { name: 'Jana Nováková', address: 'jana@example.org' },
  locale: 'cs',
}

async function queued(mail: Partial<MailToQueue> = {}): Promise<number> {
  await inTransaction(world.db, trx => queueMail(trx, { ...jana, ...mail }))
  return only(await world.db('mails').select('id').orderBy('id', 'desc').limit(1)).id
}

const deliver = (id: number, mailer?: MailTransport | null) => deliverMail(services(mailer), [confirmation], id)
const mailOf = async (id: number): Promise<MailRow> => only(await world.db('mails').where({ id }))

async function insertEvent(): Promise<number> {
  const { organisation } = await world.people()
  const [event] = await rows<{ id: number }>(
    world.db,
    `insert into events (slug, organisation_id, title, time_zone, starts_local, ends_local, starts_at, ends_at)
     values ('burgas', ?, '{"cs": "Setkání klastrů, Burgas"}', 'Europe/Sofia', '2023-09-13', '2023-09-15', '2023-09-13', '2023-09-15') returning id`,
    [organisation.id],
  )
  return event?.id ?? 0
}

describe('the outbox', () => {
  it('takes a mail with its transaction, and once', async () => {
    const rolledBack = inTransaction(world.db, async trx => {
      expect(await queueMail(trx, jana)).toBe(true)
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    expect(await rows(world.db, 'select id from mails')).toEqual([])
    expect(await inTransaction(world.db, trx => queueMail(trx, jana))).toBe(true)
    expect(await inTransaction(world.db, trx => queueMail(trx, jana))).toBe(false)
    const both = { ...jana, idempotencyKey: 'confirmed 2' }
    expect(await inTransaction(world.db, trx => queueMails(trx, [both, jana, both]))).toBe(1)
    expect(await inTransaction(world.db, trx => queueMails(trx, []))).toBe(0)
    expect(await rows(world.db, 'select id from mails')).toHaveLength(2)
    // What was there already wakes the lane all the same; nothing woke it in vain for what was rolled back.
    const jobs = await rows(world.db, `select task_identifier, count(*)::int from graphile_worker.jobs group by 1`)
    expect(jobs).toEqual([{ taskIdentifier: 'mail.queued', count: 1 + 1 + 3 }])
  })

  it('takes a mail asked for by many at once, once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => inTransaction(world.db, trx => queueMail(trx, jana))),
    )
    expect(answers.filter(isNew => isNew)).toHaveLength(1)
  })

  it('takes a thousand in four statements', async () => {
    const mails = Array.from({ length: 1_000 }, (_, n) => ({ ...jana, idempotencyKey: `many ${n}` }))
    expect((await world.queries(() => inTransaction(world.db, trx => queueMails(trx, mails)))).count).toBe(4)
  })
})

describe('a delivery', () => {
  it('sends what was written to exactly one, with all its parts', async () => {
    const eventId = await insertEvent()
    await queued({ eventId })
    await runJobsOnce(services(), mailJobs([confirmation]))
    const { from, to, source } = only(peer.received)
    expect([from, to]).toEqual(['pozvanka@example.org', ['jana@example.org']])
    const mail = await new PostalMime().parse(source)
    const [row] = await world.db('mails')
    expect(mail.messageId).toBe(row?.messageId)
    expect(mail.messageId).toMatch(/^<test-confirmed\.[2-9A-Z]{10}@example\.org>$/)
    expect(mail.from).toEqual({ name: 'Setkání klastrů, Burgas', address: 'pozvanka@example.org' })
    expect(mail.to).toEqual([{ name: 'Jana Nováková', address: 'jana@example.org' }])
    expect(mail.replyTo).toEqual([{ name: 'Pořadatel', address: 'poradatel@example.org' }])
    expect(mail.subject).toBe('Máte místo: Clusters meet Regions Burgas')
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]))
    expect(headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'OOF, AutoReply',
      'content-language': 'cs',
    })
    expect(headers).not.toHaveProperty('list-unsubscribe')
    expect(mail.text).toContain(`Otevřít moji registraci:\n${world.url}/cs/r/TOKEN`)
    expect(mail.html).toContain('src="cid:qr@pozvanka"')
    expect(
      mail.attachments.map(({ filename, mimeType, disposition, contentId }) => [
        filename,
        mimeType,
        disposition,
        contentId,
      ]),
    ).toEqual([
      ['qr.png', 'image/png', 'inline', '<qr@pozvanka>'],
      ['akce – květen.ics', 'text/calendar', 'attachment', undefined],
    ])
    expect(source).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=PUBLISH/)
    expect(row).toMatchObject({ attempts: 1, failedAt: null, leaseUntil: null, smtpResponse: '250 OK: queued as 1' })
    expect(row?.sentAt).not.toBeNull()
    await runJobsOnce(services(), mailJobs([confirmation]))
    expect(peer.received).toHaveLength(1)
  })

  it('ends in the demo inbox where there is no mail server', async () => {
    const id = await queued()
    expect(await deliver(id, null)).toBe('sent')
    expect(await mailOf(id)).toMatchObject({
      smtpResponse: 'demo inbox',
      subject: 'Máte místo: Clusters meet Regions Burgas',
    })
    expect(await deliver(id, null)).toBe('not-due')
  })

  it('is put off by 4xx to the recipient or the data, and made again with the same bytes', async () => {
    world.at('2026-11-22T08:00:00Z')
    const id = await queued()
    peer.next({ kind: 'defer-recipient' }, { kind: 'defer-data' })
    expect(await deliver(id)).toBe('retry')
    expect(await mailOf(id)).toMatchObject({
      attempts: 1,
      smtpResponse: '450 4.2.0 greylisted',
      nextTryAt: instant('2026-11-22T08:01:00Z'),
      leaseUntil: null,
    })
    expect(await deliver(id)).toBe('not-due')
    world.at('2026-11-22T08:01:00Z')
    expect(await deliver(id)).toBe('retry')
    expect(await mailOf(id)).toMatchObject({
      attempts: 2,
      smtpResponse: '451 try again later',
      nextTryAt: instant('2026-11-22T08:06:00Z'),
    })
    world.at('2026-11-22T08:06:00Z')
    await deliverDueMails(services(), [confirmation])
    const [first, second] = peer.received.map(({ source }) =>
      source.replace(/^Date: .*$/m, '').replace(/--_NmP-[^\s"]*|boundary="[^"]*"/g, ''),
    )
    expect(second).toBe(first)
    expect((await mailOf(id)).sentAt).toEqual(instant('2026-11-22T08:06:00Z'))
  })

  it('fails for good by 5xx, with the reason for the organiser', async () => {
    const eventId = await insertEvent()
    peer.next({ kind: 'refuse-recipient' }, { kind: 'refuse-data' })
    const petr = { name: 'Petr Dvořák', address: 'petr@example.org' }
    const one = await queued({ eventId })
    const other = await queued({ eventId, idempotencyKey: 'confirmed 2', to: petr })
    expect([await deliver(one), await deliver(other)]).toEqual(['failed', 'failed'])
    expect((await mailOf(one)).smtpResponse).toBe('550 5.1.1 no such user')
    expect((await mailOf(other)).smtpResponse).toBe('554 we do not like it')
    expect(await countFailedMails(world.db, eventId)).toBe(2)
    const failed = await listMailsOfEvent(world.db, eventId, { state: 'failed', size: 1, offset: 0 })
    expect([failed.total, failed.mails.map(({ state, smtpResponse }) => [state, smtpResponse])]).toEqual([
      2,
      [['failed', '554 we do not like it']],
    ])
    expect((await listMailsOfEvent(world.db, eventId, { state: 'sent', size: 10, offset: 0 })).total).toBe(0)
  })

  it('waits for a server that is down, and gives up after two days', async () => {
    const down = createTransport({ smtpUrl: 'smtp://127.0.0.1:9' })
    const start = instant('2026-11-22T08:00:00Z')
    world.at(start)
    const id = await queued()
    let tries = 0
    for (let at = start; (await mailOf(id)).failedAt === null; at = (await mailOf(id)).nextTryAt) {
      world.at(at)
      await deliver(id, down)
      tries++
    }
    const mail = await mailOf(id)
    expect([tries, mail.failedAt]).toEqual([11, addMinutes(start, 48 * 60)])
    expect(mail.smtpResponse).toContain('ECONNREFUSED')
    down?.close()
  })

  it('bears a slow server, and nobody else sends meanwhile', async () => {
    const id = await queued()
    peer.next({ kind: 'slow', milliseconds: 600 })
    const slow = deliver(id)
    await peer.read()
    expect(await deliver(id)).toBe('not-due')
    await deliverDueMails(services(), [confirmation])
    expect(await slow).toBe('sent')
    expect(peer.received).toHaveLength(1)
  })

  it('whose connection breaks after the data is made again with the same Message-ID', async () => {
    world.at('2026-11-22T08:00:00Z')
    const id = await queued()
    peer.next({ kind: 'cut-after-data' })
    expect(await deliver(id)).toBe('retry')
    world.at('2026-11-22T08:01:00Z')
    expect(await deliver(id)).toBe('sent')
    const ids = await Promise.all(
      peer.received.map(async ({ source }) => (await new PostalMime().parse(source)).messageId),
    )
    expect(ids).toEqual([ids[0], ids[0]])
  })

  it('is made by one of many who try at once', async () => {
    const id = await queued()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => deliver(id)))
    expect(outcomes.sort()).toEqual([...Array.from({ length: 7 }, () => 'not-due'), 'sent'])
    expect(peer.received).toHaveLength(1)
  })

  it('of a killed process is made again when its lease has ended', async () => {
    const id = await queued()
    peer.next({ kind: 'hang' })
    const read = peer.read()
    const env = {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl(world.connection),
      SMTP_URL: peer.url,
      DATA_DIR: world.services.config.dataDir,
    }
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'sender.ts'), String(id)], {
      env,
      stdio: 'inherit',
    })
    await read
    child.kill('SIGKILL')
    expect(await mailOf(id)).toMatchObject({ attempts: 1, sentAt: null })
    expect(await deliver(id)).toBe('not-due')
    const later = addMinutes(now(), 2)
    useClock(() => later)
    await deliverDueMails(services(), [confirmation])
    const ids = await Promise.all(
      peer.received.map(async ({ source }) => (await new PostalMime().parse(source)).messageId),
    )
    expect(ids).toEqual([ids[0], ids[0]])
    expect((await mailOf(id)).sentAt).toEqual(later)
  }, 30_000)

  it('is dropped when nobody needs the mail any more, and tried again when it cannot be written', async () => {
    const dropped = await queued({ payload: { cancelled: true } })
    expect(await deliver(dropped)).toBe('dropped')
    expect(await deliver(dropped)).toBe('not-due')
    const broken = await queued({ idempotencyKey: 'confirmed 2', payload: { broken: true } })
    expect(await deliver(broken)).toBe('retry')
    const unknown = await queued({ idempotencyKey: 'confirmed 3', kind: 'test-unknown' })
    expect(await deliver(unknown)).toBe('retry')
    expect(peer.received).toEqual([])
  })

  it('forgets what opens an account once a server has taken it, and keeps it in the demonstration', async () => {
    const secret = { ...confirmation, isSecret: true }
    const id = await queued()
    await deliverMail(services(), [secret], id)
    expect(await mailOf(id)).toMatchObject({ content: null, subject: 'Máte místo: Clusters meet Regions Burgas' })
    const demo = await queued({ idempotencyKey: 'confirmed 2' })
    await deliverMail(services(null), [secret], demo)
    expect((await mailOf(demo)).content).not.toBeNull()
  })

  it('does not depend on the queue of jobs', async () => {
    await queued()
    await world.db.raw('delete from graphile_worker._private_jobs')
    await runJobsOnce(services(), mailJobs([confirmation]))
    expect(peer.received).toEqual([])
    await deliverDueMails(services(), [confirmation])
    expect(peer.received).toHaveLength(1)
  })
})

describe('an organiser', () => {
  const actor = { kind: 'system' } as const

  it('has a failed mail tried again, to a mended address', async () => {
    const eventId = await insertEvent()
    const id = await queued({ eventId })
    peer.next({ kind: 'refuse-recipient' })
    await deliver(id)
    const mail = await findMailOfEvent(world.db, eventId, (await mailOf(id)).reference)
    expect(await retryMail(world.db, actor, { mail: { id, eventId }, address: ' jana.n@example.org ' })).toEqual({
      kind: 'queued',
    })
    await runJobsOnce(services(), mailJobs([confirmation]))
    expect(only(peer.received).to).toEqual(['jana.n@example.org'])
    expect(await mailOf(id)).toMatchObject({ messageId: mail?.messageId, failedAt: null, attempts: 1 })
    expect(await retryMail(world.db, actor, { mail: { id, eventId } })).toEqual({ kind: 'not-failed' })
    expect(await rows(world.db, `select action, details from audit_entries`)).toEqual([
      { action: 'mail.retried', details: { addressMended: true } },
    ])
  })

  it('reads the mails of an event in one query', async () => {
    const eventId = await insertEvent()
    for (const size of [1, 30]) {
      await inTransaction(world.db, trx =>
        queueMails(
          trx,
          Array.from({ length: size }, (_, n) => ({ ...jana, eventId, idempotencyKey: `${size} ${n}` })),
        ),
      )
      const { count, result } = await world.queries(() => listMailsOfEvent(world.db, eventId, { size: 50, offset: 0 }))
      expect([count, result.total]).toEqual([1, size === 1 ? 1 : 31])
    }
  })
})

describe('hostile text', () => {
  const evil = 'Jana"\r\nBcc: obet@example.org\r\n\r\n<script>alert(1)</script>, dalsi@example.org, <treti@example.org>'

  it('in a name or a subject reaches one person and adds no header', async () => {
    const id = await queued({ to: { name: evil, address: 'jana@example.org' }, payload: { title: evil } })
    expect(await deliver(id)).toBe('sent')
    const { to, source } = only(peer.received)
    expect(to).toEqual(['jana@example.org'])
    const mail = await new PostalMime().parse(source)
    expect(mail.to).toHaveLength(1)
    expect(mail.to?.[0]?.address).toBe('jana@example.org')
    expect(mail.bcc ?? []).toEqual([])
    const names = source
      .slice(0, source.indexOf('\r\n\r\n'))
      .split('\r\n')
      .filter(line => /^[A-Za-z-]+:/.test(line))
      .map(line => line.split(':')[0])
    expect(names).toEqual(
      [
        'From',
        'To',
        'Subject',
        'Reply-To',
        'Message-ID',
        'Auto-Submitted',
        'X-Auto-Response-Suppress',
        'Content-Language',
        'Feedback-ID',
        'Date',
        'MIME-Version',
        'Content-Type',
      ].sort((a, b) => names.indexOf(a) - names.indexOf(b)),
    )
    expect(mail.html).not.toContain('<script')
  })

  it.each(['a@example.org, b@example.org', 'a@example.org\r\nRCPT TO:<b@example.org>', '<a@example.org>', 'nobody'])(
    'instead of an address is refused: %j',
    async address => {
      const id = await queued({ to: { name: 'x', address } })
      expect(await deliver(id)).toBe('failed')
      expect((await mailOf(id)).smtpResponse).toBe('no-address')
      expect(peer.received).toEqual([])
    },
  )
})
