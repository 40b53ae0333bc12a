import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { inTransaction, only, rows } from '../../../src/core/database.ts'
import { createTransport, type MailTransport } from '../../../src/core/mailer.ts'
import { addMinutes, instant, now } from '../../../src/core/time.ts'
import { newReference } from '../../../src/core/tokens.ts'
import { queueMail, queueMails, retryMail } from '../../../src/features/mail/actions.ts'
import { liftSuppression, recordBounce, recordComplaint } from '../../../src/features/mail/actions/bounces.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { optIn, optOut } from '../../../src/features/mail/actions/opt-outs.ts'
import type { MailDefinition, MailRow, MailToQueue } from '../../../src/features/mail/types.ts'
import type { Services } from '../../../src/services.ts'
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

const jana = { name: 'Jana Nováková', address: 'jana@example.org' }
const services = (config: Partial<Services['config']> = {}): Services => ({
  ...world.services,
  config: { ...world.services.config, ...config },
  mailer: transport,
})

let keys = 0
async function queued(mail: Partial<MailToQueue> = {}): Promise<number> {
  const whole = { kind: 'test-confirmed', idempotencyKey: `lane ${keys++}`, to: jana, locale: 'cs' as const, ...mail }
  await inTransaction(world.db, trx => queueMail(trx, whole))
  return only(await world.db('mails').select('id').orderBy('id', 'desc').limit(1)).id
}

const deliver = (id: number, from = services()) => deliverMail(from, [confirmation, calendarEntry], id)
const mailOf = async (id: number): Promise<MailRow> => only(await world.db('mails').where({ id }))
const subjects = () => peer.received.map(({ to }) => to[0])
const start = instant('2026-11-22T08:00:00Z')

/** Says in its sequence how many times it was written. */
let sequence = 0
const calendarEntry: MailDefinition<Services> = {
  kind: 'test-calendar',
  async write(tools, mail) {
    const written = await confirmation.write(tools, mail)
    const content = `BEGIN:VCALENDAR\r\nSEQUENCE:${sequence}\r\nEND:VCALENDAR\r\n`
    return written && { ...written, attachments: [], calendar: { method: 'REQUEST', sequence: sequence++, content } }
  },
}

describe('two lanes', () => {
  it('let a ticket by while mails to many wait for a slow server', async () => {
    const many = Array.from({ length: 12 }, (_, n) => ({
      kind: 'test-confirmed',
      idempotencyKey: `many ${n}`,
      to: { name: '', address: `many${n}@example.org` },
      locale: 'cs' as const,
      isBulk: true,
    }))
    peer.next(...many.map(() => ({ kind: 'slow', milliseconds: 400 }) as const))
    await inTransaction(world.db, trx => queueMails(trx, many))
    const mine = services()
    const all = deliverDueMails(mine, [confirmation])
    await peer.read()
    const ticket = await queued()
    expect(await deliver(ticket, mine)).toBe('sent')
    expect(peer.received.length).toBeLessThan(12)
    await all
    expect(new Set(subjects()).size).toBe(13)
  }, 20_000)

  it('go at the rate of each domain, and nobody is tried in vain', async () => {
    const mine = services({ mailRates: { 'slow.example': 1, '*': 1_000 } })
    const people = Array.from({ length: 10 }, (_, n) => `p${n}@${n < 4 ? 'slow' : 'fast'}.example`)
    for (const address of people) await queued({ to: { name: '', address }, isBulk: true })
    const begun = performance.now()
    await deliverDueMails(mine, [confirmation])
    expect(new Set(subjects())).toEqual(new Set(people))
    expect(subjects()).toHaveLength(people.length)
    // Two go at once (a second's worth ahead), the others a second apart.
    expect(performance.now() - begun).toBeGreaterThan(1_900)
    expect(await rows(world.db, 'select max(attempts) from mails')).toEqual([{ max: 1 }])
  }, 20_000)

  it('leave alone a domain that puts off too much, until a quarter of an hour later; tickets go all the same', async () => {
    world.at(start)
    for (let n = 0; n < 10; n++) {
      if (n % 5 === 0) peer.next({ kind: 'defer-recipient' })
      await deliver(await queued({ to: { name: '', address: `n${n}@example.org` }, isBulk: true }))
    }
    const [bulk, ticket] = [await queued({ isBulk: true }), await queued()]
    expect([await deliver(bulk), await deliver(ticket)]).toEqual(['not-due', 'sent'])
    world.at(addMinutes(start, 16))
    expect(await deliver(bulk)).toBe('sent')
  })

  it('stand still for an announcement that was stopped', async () => {
    const { organisation } = await world.people()
    const [event] = await rows<{ id: number }>(
      world.db,
      `insert into events (slug, organisation_id, title, time_zone, starts_local, ends_local, starts_at, ends_at)
       values ('burgas', ?, '{"cs": "Burgas"}', 'Europe/Sofia', '2023-09-13', '2023-09-15', '2023-09-13', '2023-09-15') returning id`,
      [organisation.id],
    )
    const [announcement] = await rows<{ id: number }>(
      world.db,
      `insert into announcements (event_id, reference, queued_at, stopped_at) values (?, ?, now(), now()) returning id`,
      [event?.id, newReference()],
    )
    const id = await queued({ announcementId: announcement?.id, isBulk: true, eventId: event?.id })
    expect(await deliver(id)).toBe('not-due')
    await world.db.raw('update announcements set stopped_at = null')
    expect(await deliver(id)).toBe('sent')
    const source = only(peer.received).source.replace(/\r\n[ \t]/g, ' ')
    expect(source).toMatch(/^List-ID: <burgas\.127\.0\.0\.1>$/m)
    expect(source).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:\d+\/cs\/unsubscribe\/[\w-]+>$/m)
    expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
    expect(source).not.toMatch(/^(Auto-Submitted|Precedence):/m)
  })
})

describe('a mail that is not to be sent', () => {
  it('is dropped when its time is over', async () => {
    world.at(start)
    const id = await queued({ expiresAt: addMinutes(start, 5), notBefore: addMinutes(start, 1) })
    expect(await deliver(id)).toBe('not-due')
    world.at(addMinutes(start, 5))
    expect(await deliver(id)).toBe('dropped')
    expect((await mailOf(id)).smtpResponse).toBe('expired')
  })

  it('to many is dropped for who opted out, a ticket is not; and comes again when wanted', async () => {
    const { organisation } = await world.people()
    const subscriber = { organisationId: organisation.id, address: 'jana@example.org' }
    await optOut(world.db, subscriber)
    await optOut(world.db, subscriber)
    const about = { organisationId: organisation.id, to: { ...jana, address: 'Jana@Example.org' } }
    const [bulk, ticket] = [await queued({ ...about, isBulk: true }), await queued(about)]
    expect([await deliver(bulk), await deliver(ticket)]).toEqual(['dropped', 'sent'])
    expect((await mailOf(bulk)).smtpResponse).toBe('opted-out')
    await optIn(world.db, subscriber)
    expect(await deliver(await queued({ ...about, isBulk: true }))).toBe('sent')
  })

  it('to an address that does not exist is not tried again, and says so', async () => {
    const first = await queued()
    peer.next({ kind: 'refuse-recipient' })
    expect(await deliver(first)).toBe('failed')
    expect(await mailOf(first)).toMatchObject({ bounceStatus: '5.1.1', failedAt: expect.any(Date) })
    const [bulk, ticket] = [await queued({ isBulk: true }), await queued()]
    expect([await deliver(bulk), await deliver(ticket)]).toEqual(['dropped', 'failed'])
    expect([(await mailOf(bulk)).smtpResponse, (await mailOf(ticket)).smtpResponse]).toEqual([
      'suppressed',
      'suppressed',
    ])
    expect(peer.received).toEqual([])
    const system = { kind: 'system' } as const
    const mail = await mailOf(ticket)
    expect(await liftSuppression(world.db, system, { mail })).toEqual({ kind: 'lifted' })
    expect(await liftSuppression(world.db, system, { mail })).toEqual({ kind: 'not-suppressed' })
    expect(await retryMail(world.db, system, { mail })).toEqual({ kind: 'queued' })
    expect(await deliver(ticket)).toBe('sent')
  })
})

describe('a mail that comes back', () => {
  const bounce = async (status: string, address = 'jana@example.org') => {
    const id = await queued({ to: { ...jana, address } })
    await deliver(id)
    return recordBounce(world.db, { mail: await mailOf(id), status, kind: 'failed', diagnostic: `550 ${status} no` })
  }

  it('is noted once, and may be sent again by the organiser', async () => {
    const id = await queued()
    await deliver(id)
    const report = { mail: await mailOf(id), status: '5.2.2', diagnostic: '552 5.2.2 mailbox full' } as const
    expect(await recordBounce(world.db, { ...report, kind: 'delayed' })).toBe('delayed')
    expect((await mailOf(id)).bouncedAt).toBeNull()
    expect(await recordBounce(world.db, { ...report, kind: 'failed' })).toBe('soft')
    expect(await recordBounce(world.db, { ...report, kind: 'failed' })).toBe('known')
    expect(await mailOf(id)).toMatchObject({ bounceStatus: '5.2.2', smtpResponse: '552 5.2.2 mailbox full' })
    expect(await retryMail(world.db, { kind: 'system' }, { mail: { id, eventId: null } })).toEqual({ kind: 'queued' })
    expect(await deliver(id)).toBe('sent')
    expect(await mailOf(id)).toMatchObject({ bouncedAt: null, bounceStatus: null })
  })

  it('stops mail to the address at once, after two, or after five in a fortnight', async () => {
    expect(await bounce('5.1.1', 'gone@example.org')).toBe('hard')
    expect([await bounce('5.1.2', 'lost@example.org'), await bounce('5.1.2', 'lost@example.org')]).toEqual([
      'soft',
      'hard',
    ])
    world.at(start)
    expect(await bounce('4.2.2')).toBe('soft')
    world.at(addMinutes(start, 15 * 24 * 60))
    const four = [await bounce('5.2.2'), await bounce('4.4.1'), await bounce('5.2.2'), await bounce('5.0.0')]
    expect(four).toEqual(['soft', 'soft', 'soft', 'soft'])
    expect(await bounce('5.7.1')).toBe('soft')
    expect(await bounce('5.2.2')).toBe('suppressed')
    const known = await world.db('suppressedAddresses').select('address', 'reason').orderBy('address')
    expect(known).toEqual([
      { address: 'gone@example.org', reason: 'hard-bounce' },
      { address: 'jana@example.org', reason: 'soft-bounces' },
      { address: 'lost@example.org', reason: 'hard-bounce' },
    ])
  })

  it('as spam ends bulk mail to the address, and nothing else', async () => {
    const id = await queued({ isBulk: true })
    await deliver(id)
    await recordComplaint(world.db, { mail: await mailOf(id) })
    await recordComplaint(world.db, { mail: await mailOf(id) })
    const [bulk, ticket] = [await queued({ isBulk: true }), await queued()]
    expect([await deliver(bulk), await deliver(ticket)]).toEqual(['dropped', 'sent'])
  })

  it('goes back to an address that names it, where there is a mailbox for that', async () => {
    const id = await queued()
    await deliver(id, services({ inboundDomain: 'in.example.org' }))
    const { reference } = await mailOf(id)
    expect(only(peer.received).from).toMatch(new RegExp(`^bounce\\+${reference.toLowerCase()}\\.[a-z2-7]{26}@in`))
  })
})

describe('mails about one entry of a calendar', () => {
  const entry = { kind: 'test-calendar', calendarUid: 'reg-1@pozvanka' }

  it('go one at a time', async () => {
    world.at(start)
    const first = await queued(entry)
    peer.next({ kind: 'slow', milliseconds: 400 })
    const slow = deliver(first)
    await peer.read()
    const second = await queued(entry)
    expect(await deliver(second)).toBe('not-due')
    expect(await mailOf(second)).toMatchObject({ attempts: 0, leaseUntil: null })
    expect(await slow).toBe('sent')
    world.at(addMinutes(start, 1))
    expect(await deliver(second)).toBe('sent')
    const [one, two] = [await mailOf(first), await mailOf(second)]
    expect(Number(two.calendarSequence)).toBe(Number(one.calendarSequence) + 1)
    expect(peer.received[1]?.source).toMatch(/text\/calendar; charset=utf-8; method=REQUEST/)
  })

  it('never go after a newer one: what was put off is dropped, even when somebody asks for it', async () => {
    world.at(start)
    const older = await queued(entry)
    peer.next({ kind: 'defer-data' })
    expect(await deliver(older)).toBe('retry')
    const newer = await queued(entry)
    expect(await deliver(newer)).toBe('sent')
    world.at(addMinutes(start, 60))
    expect(await deliver(older)).toBe('not-due')
    expect(await mailOf(older)).toMatchObject({ smtpResponse: 'superseded', droppedAt: expect.any(Date) })
    expect(peer.received).toHaveLength(2)
  })

  it('do not hold up those behind them when a newer one makes many of them needless', async () => {
    const older: number[] = []
    for (let n = 0; n < 10; n++) older.push(await queued({ ...entry, calendarUid: `reg-${n}@pozvanka` }))
    for (let n = 0; n < 10; n++) await queued({ ...entry, calendarUid: `reg-${n}@pozvanka` })
    await queued()
    // One round of all senders: each meets more needless mails than there are senders.
    await deliverDueMails(services(), [confirmation, calendarEntry])
    expect(peer.received).toHaveLength(11)
    const dropped = await world.db('mails').where({ smtpResponse: 'superseded' }).pluck('id').orderBy('id')
    expect(dropped).toEqual(older)
  })

  it('are one in flight, however many try at once', async () => {
    const ids = [await queued(entry), await queued(entry), await queued({ ...entry, calendarUid: 'reg-2@pozvanka' })]
    const outcomes = await Promise.all(ids.flatMap(id => [deliver(id), deliver(id)]))
    expect(outcomes.filter(outcome => outcome === 'sent').length).toBeLessThanOrEqual(2)
    world.at(addMinutes(now(), 1))
    await deliverDueMails(services(), [confirmation, calendarEntry])
    expect(peer.received).toHaveLength(2)
  })
})
