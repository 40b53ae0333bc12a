import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { only, rows } from '../../../src/core/database.ts'
import { collectMails } from '../../../src/features/inbound/actions/collect.ts'
import { daysKept, forgetOldMails } from '../../../src/features/inbound/actions/forget.ts'
import { receiveMail } from '../../../src/features/inbound/actions/receive.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import type { MailRow } from '../../../src/features/mail/types.ts'
import { useWorld } from '../../support/world.ts'
import { bounceAddress, domain, environment, kept, openDesk, type Postman, sentMail } from './desk.ts'
import { complaint, exchange, exim, gmail, openSmtpd, postfix, qmail, vacation } from './samples.ts'

const world = useWorld(environment)
let desk: Postman
beforeAll(async () => {
  desk = await openDesk(world)
})
afterAll(() => desk.close())

const reread = async ({ id }: MailRow): Promise<MailRow> => only(await world.db('mails').where({ id }))
const returned = (mail: MailRow) => ({ to: mail.toAddress, messageId: mail.messageId })
const suppressed = () => world.db('suppressedAddresses').select('address', 'reason', 'status')

describe('a bounce', () => {
  it.each([
    ['OpenSMTPD', openSmtpd, 'hard', '5.1.1'],
    ['Postfix', postfix, 'hard', '5.1.1'],
    ['Exchange', exchange, 'soft', '5.2.2'],
    ['Gmail', gmail, 'hard', '5.1.1'],
    ['qmail', qmail, 'hard', '5.1.1'],
    ['Exim', exim, 'soft', '5.0.0'],
  ])('of %s is read and noted at the mail', async (_name, sample, outcome, status) => {
    const mail = await sentMail(world)
    const answer = await desk.deliver({ to: bounceAddress(world, mail), source: sample(returned(mail)) })
    expect(answer.code).toBe(250)
    expect(await kept(world)).toEqual([{ kind: 'bounce', outcome }])
    const { bouncedAt, bounceStatus, smtpResponse } = await reread(mail)
    expect([bouncedAt, bounceStatus]).toEqual([expect.any(Date), status])
    expect(smtpResponse).toMatch(/rejected|full|does not exist|no mailbox|unknown user|^$/)
    expect(await suppressed()).toEqual(
      outcome === 'hard' ? [{ address: 'jana@example.org', reason: 'hard-bounce', status: '5.1.1' }] : [],
    )
  })

  it('that comes twice is read once, and a second report on the same mail changes nothing', async () => {
    const mail = await sentMail(world)
    const to = bounceAddress(world, mail)
    for (const _ of [1, 2]) await desk.deliver({ to, source: postfix(returned(mail)) })
    const first = await reread(mail)
    expect((await desk.deliver({ to, source: gmail(returned(mail)) })).code).toBe(250)
    expect(await kept(world)).toEqual([
      { kind: 'bounce', outcome: 'hard' },
      { kind: 'bounce', outcome: 'known' },
    ])
    expect(await reread(mail)).toEqual(first)
  })

  it('that comes to eight ears at once is read once', async () => {
    const mail = await sentMail(world)
    const source = postfix(returned(mail))
    const to = bounceAddress(world, mail)
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.deliver({ to, source })))
    expect(answers.map(({ code }) => code)).toEqual(Array(8).fill(250))
    expect(await kept(world)).toEqual([{ kind: 'bounce', outcome: 'hard' }])
  })

  it('keeps no address and no word of it', async () => {
    const mail = await sentMail(world)
    await desk.deliver({ to: bounceAddress(world, mail), source: postfix(returned(mail)) })
    const [row] = await world.db('inboundMails')
    expect(row).toMatchObject({ mailId: mail.id, details: { status: '5.1.1', bytes: expect.any(Number) } })
    expect(JSON.stringify(row)).not.toMatch(/jana|rejected/)
  })

  it('is not one when the server only takes its time, or passed the mail on', async () => {
    const mail = await sentMail(world)
    const to = bounceAddress(world, mail)
    const late = { action: 'delayed', status: '4.4.1', said: '451 4.4.1 connection timed out' }
    await desk.deliver({ to, source: postfix(returned(mail), late) })
    await desk.deliver({
      to,
      source: postfix(returned(mail), { action: 'delivered', status: '2.0.0', said: '250 ok' }),
    })
    expect(await kept(world)).toEqual([
      { kind: 'bounce', outcome: 'delayed' },
      { kind: 'bounce', outcome: 'delivered' },
    ])
    expect((await reread(mail)).bouncedAt).toBeNull()
  })

  it('from a server that ignores the envelope is found by the Message-ID it returns, if the recipient agrees', async () => {
    const mail = await sentMail(world)
    const incoming = (to: string, sender = '') => ({
      source: Buffer.from(postfix({ ...returned(mail), to })),
      envelope: { sender, recipient: 'akce@example.org' },
    })
    expect(await receiveMail(world.services, incoming('jana@example.org', 'attacker@example.com'))).toBe('nobody')
    expect(await receiveMail(world.services, incoming('petr@example.org'))).toBe('foreign-recipient')
    expect((await reread(mail)).bouncedAt).toBeNull()
    const fromNobody = `Return-Path: <>\r\n${postfix(returned(mail))}`
    expect(await receiveMail(world.services, { source: Buffer.from(fromNobody) })).toBe('hard')
  })

  it('of a forwarded mail counts for the address it was sent to', async () => {
    const mail = await sentMail(world)
    const source = postfix({ ...returned(mail), to: 'jana.private@example.com' })
    await desk.deliver({ to: bounceAddress(world, mail), source })
    expect(await kept(world)).toEqual([{ kind: 'bounce', outcome: 'hard' }])
    expect((await suppressed()).map(({ address }) => address)).toEqual(['jana@example.org'])
  })
})

describe('a complaint', () => {
  it.each(['VERP', 'Message-ID'])('found by %s stops bulk mail, not tickets', async by => {
    const mail = await sentMail(world)
    const from = by === 'VERP' ? bounceAddress(world, mail) : ''
    const about = by === 'VERP' ? { to: mail.toAddress, messageId: '<redacted@example.com>' } : returned(mail)
    const source = Buffer.from(complaint(about, { from }))
    const envelope = { sender: 'fbl@provider.example.com', recipient: `fbl@${domain}` }
    expect(await receiveMail(world.services, { source, envelope })).toBe('stopped')
    expect(await suppressed()).toEqual([{ address: 'jana@example.org', reason: 'complaint', status: '' }])
  })

  it('about somebody else’s mail, or one that takes it back, changes nothing', async () => {
    const mail = await sentMail(world)
    const read = (source: string) => receiveMail(world.services, { source: Buffer.from(source) })
    expect(await read(complaint({ to: 'x@example.org', messageId: '<x@example.org>' }))).toBe('nobody')
    const forged = { from: bounceAddress(world, mail).replace(/\.[a-z2-7]{26}/, `.${'a'.repeat(26)}`) }
    expect(await read(complaint({ to: 'x@example.org', messageId: '<y@example.org>' }, forged))).toBe('nobody')
    expect(await read(complaint(returned(mail), { sort: 'not-spam' }))).toBe('noted')
    expect(await suppressed()).toEqual([])
  })
})

describe('what is no bounce', () => {
  it('an absence note is not answered and notes nothing, whatever numbers it speaks of', async () => {
    const mail = await sentMail(world)
    const to = bounceAddress(world, mail)
    await desk.deliver({ to, source: vacation('jana@example.org') })
    await desk.deliver({ to, from: 'jana@example.org', source: vacation('jana@example.org').replace('5.1.24', '6.') })
    expect(await kept(world)).toEqual([
      { kind: 'other', outcome: 'automatic' },
      { kind: 'other', outcome: 'automatic' },
    ])
    expect((await reread(mail)).bouncedAt).toBeNull()
    expect(await world.db('mails').whereNull('sentAt')).toEqual([])
  })

  it('a letter of a person is kept by nobody, and known to have come', async () => {
    const mail = await sentMail(world)
    const source = 'From: Jana <jana@example.org>\r\nSubject: Dotaz\r\n\r\nMáte tam 5.1.1?\r\n'
    await desk.deliver({ to: bounceAddress(world, mail), from: 'jana@example.org', source })
    expect(await kept(world)).toEqual([{ kind: 'other', outcome: 'by-hand' }])
  })

  it('what came in is forgotten after ninety days', async () => {
    const days = (count: number) => addMinutes(now(), -count * 24 * 60)
    const row = { kind: 'other', outcome: 'by-hand' } as const
    await world.db('inboundMails').insert([
      { ...row, digest: 'old', receivedAt: days(daysKept + 1) },
      { ...row, digest: 'new', receivedAt: days(daysKept - 1) },
    ])
    expect(await forgetOldMails(world.db)).toBe(1)
    expect(await rows(world.db, 'select digest from inbound_mails')).toEqual([{ digest: 'new' }])
  })

  it('without a mailbox there is nothing to collect', async () => {
    expect(await collectMails(world.services)).toBe(0)
  })
})
