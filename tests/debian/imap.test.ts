import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { readMailbox } from '../../src/core/inbound/mailbox.ts'
import { collectMails } from '../../src/features/inbound/actions/collect.ts'
import type { Services } from '../../src/services.ts'
import { bounceAddress, domain, kept, sentMail } from '../integration/inbound/desk.ts'
import { postfix } from '../integration/inbound/samples.ts'
import { useWorld } from '../support/world.ts'
import { type Dovecot, startDovecot } from './support/dovecot.ts'

const world = useWorld({ INBOUND_DOMAIN: domain })
let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot()
})
afterAll(() => dovecot.stop())

const services = (url = dovecot.url): Services => ({
  ...world.services,
  config: { ...world.services.config, inboundImapUrl: url },
})
const outcomes = async () => (await kept(world)).map(({ outcome }) => outcome)
const lines = (to: string, body: string) => `Return-Path: <>\r\nDelivered-To: ${to}\r\n${body}`

describe('a mailbox of a real server', () => {
  let before = { seen: 0, unseen: 0 }
  beforeEach(() => {
    before = dovecot.count()
    expect(before.unseen).toBe(0)
  })
  const since = () => ({ seen: dovecot.count().seen - before.seen, unseen: dovecot.count().unseen })

  it('is read once: bounces, forgeries and letters are told apart, and all are marked as seen', async () => {
    const mail = await sentMail(world)
    const returned = { to: mail.toAddress, messageId: mail.messageId }
    const to = bounceAddress(world, mail)
    const forged = to.replace(/\.[a-z2-7]{26}@/, `.${'d'.repeat(26)}@`)
    dovecot.put(lines(forged, postfix(returned)))
    dovecot.put(lines(to, postfix(returned)))
    dovecot.put('From: jana@example.org\r\nTo: akce@example.org\r\nSubject: Dotaz\r\n\r\nKdy to začne?\r\n')
    expect(await collectMails(services())).toBe(3)
    expect(await outcomes()).toEqual(['forged', 'hard', 'nobody'])
    expect(since()).toEqual({ seen: 3, unseen: 0 })
    expect(await collectMails(services())).toBe(0)
    expect(await world.db('mails').first()).toMatchObject({ bounceStatus: '5.1.1' })
  })

  it('finds a mail that was returned to another address by its Message-ID', async () => {
    const mail = await sentMail(world)
    dovecot.put(lines('akce@example.org', postfix({ to: mail.toAddress, messageId: mail.messageId })))
    await collectMails(services())
    expect(await outcomes()).toEqual(['hard'])
  })

  it('may hold the same mail twice, and very long ones, which are not fetched', async () => {
    const mail = await sentMail(world)
    const source = lines(bounceAddress(world, mail), postfix({ to: mail.toAddress, messageId: mail.messageId }))
    for (const copy of [source, source]) dovecot.put(copy)
    dovecot.put(`From: a@example.org\r\n\r\n${'dlouhé\r\n'.repeat(300_000)}`)
    expect(await collectMails(services())).toBe(3)
    expect(await outcomes()).toEqual(['hard', 'too-large'])
    expect(since()).toEqual({ seen: 3, unseen: 0 })
  })

  it('keeps as unseen what could not be taken', async () => {
    for (const subject of ['1', '2']) dovecot.put(`From: a@example.org\r\nSubject: ${subject}\r\n\r\nx\r\n`)
    let taken = 0
    const reading = readMailbox(dovecot.url, async () => {
      taken += 1
      if (taken === 2) throw new Error('no database')
    })
    await expect(reading).rejects.toThrow('no database')
    expect(since()).toEqual({ seen: 1, unseen: 1 })
    expect(await collectMails(services())).toBe(1)
  })

  it('that does not open says so, and nothing happens', async () => {
    await expect(collectMails(services(dovecot.url.replace('tajn', 'jin')))).rejects.toThrow()
    await expect(collectMails(services(dovecot.url.replace('INBOX', 'Nothing')))).rejects.toThrow()
    await expect(collectMails(services('imap://a:b@127.0.0.1:1/'))).rejects.toThrow()
    expect(await outcomes()).toEqual([])
  })
})
