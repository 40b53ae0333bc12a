import { describe, expect, it } from '@jest/globals'
import { readImapUrl } from '../../../src/core/inbound/mailbox.ts'
import { createTally } from '../../../src/core/inbound/tally.ts'
import { readCalendarReply } from '../../../src/features/inbound/formats/calendar.ts'
import { openMail, originOf } from '../../../src/features/inbound/formats/mail.ts'
import { addresseesOf, authenticationIn, looksLikeReturnAddress } from '../../../src/features/inbound/rules/headers.ts'
import { isAutomatic, isFromDaemon, isFromServer, mayAnswer } from '../../../src/features/inbound/rules/origin.ts'
import {
  exactStatus,
  messageIdIn,
  readComplaint,
  readDeliveryStatus,
  statusIn,
  statusOfWords,
} from '../../../src/features/inbound/rules/reports.ts'

describe('a status', () => {
  it.each([
    ['#5.1.1', '5.1.1'],
    ['550 5.7.26 This mail', '5.7.26'],
    ['(4.4.1)', '4.4.1'],
    ['5.1.1.', '5.1.1'],
    ['at 192.5.1.1 or 5.1.1.7', undefined],
    ['Postfix 3.5.13, v15.2.3', undefined],
    ['do 5. 1. 2024 a 5.9.2024', undefined],
    ['6.1.1 3.1.1', undefined],
  ])('in “%s” is %s', (text, status) => expect(statusIn(text)).toBe(status))

  it('is the most exact of what is told, of the same class', () => {
    expect(exactStatus('5.1.1', '552 5.2.2')).toBe('5.1.1')
    expect(exactStatus('5.0.0', '', '550 5.1.1 no')).toBe('5.1.1')
    expect(exactStatus('5.0.0', '451 4.4.1')).toBe('5.0.0')
    expect(exactStatus(undefined, '', 'x 4.4.7 y')).toBe('4.4.7')
    expect(exactStatus(undefined, '', '')).toBeUndefined()
  })

  it.each([
    ['Sorry, no mailbox here by that name. (#5.1.1)', '5.1.1'],
    ['550 unknown user', '5.0.0'],
    ['said: 452 mailbox is full', '4.0.0'],
    ['We moved 550 chairs', undefined],
    ['', undefined],
  ])('of the words “%s” is %s', (text, status) => expect(statusOfWords(text)).toBe(status))
})

describe('a report', () => {
  it('has a group a recipient, folded fields, and addresses in any case', () => {
    const text = [
      'Reporting-MTA: dns; mx',
      '',
      'Original-Recipient: rfc822;Jana@Example.org',
      'FINAL-RECIPIENT: RFC822; <jana@Elsewhere.example.org>',
      'Action: Failed (permanent)',
      'Status: 5.1.1 (bad mailbox)',
      'Diagnostic-Code: smtp; 550',
      '\t5.1.1 no such user',
      ' ',
      'Final-Recipient: rfc822; petr@example.org',
      'Action: delayed',
    ]
    expect(readDeliveryStatus(text.join('\r\n'))).toEqual([
      {
        action: 'failed',
        status: '5.1.1',
        recipients: ['jana@example.org', 'jana@elsewhere.example.org'],
        diagnostic: '550 5.1.1 no such user',
      },
      { action: 'delayed', status: undefined, recipients: ['petr@example.org'], diagnostic: '' },
    ])
  })

  it('of nothing is none', () => {
    expect(readDeliveryStatus('')).toEqual([])
    expect(readDeliveryStatus('Reporting-MTA: dns; mx\n\n: x\nAction: failed')).toEqual([])
  })

  it('of a complaint says where the mail came from', () => {
    const text = 'Feedback-Type: Abuse\r\nOriginal-Mail-From: <Bounce+X@example.org>\r\n'
    expect(readComplaint(text)).toEqual({ sort: 'abuse', returnPath: 'bounce+x@example.org' })
    expect(readComplaint('')).toEqual({ sort: '', returnPath: undefined })
  })

  it('returns the Message-ID of the headers, not of the text below them', () => {
    expect(messageIdIn('From: a\r\nMessage-Id:\t<x@y>\r\n\r\nbody')).toBe('<x@y>')
    expect(messageIdIn('From: a\n\nMessage-ID: <x@y>')).toBeUndefined()
    expect(messageIdIn('Message-ID: x@y')).toBeUndefined()
  })
})

describe('a mail', () => {
  const open = async (source: string) => {
    const mail = await openMail(Buffer.from(source))
    if (mail === undefined) throw new Error('not opened')
    return mail
  }

  it('tells whom it is for and what a server found out about its sender', async () => {
    const mail = await open(
      'Delivered-To: bounce+abc.def@mail.example.org\nTo: "Novák, Jan" <jan@example.org>, petr@example.org\nAuthentication-Results: mx; dkim=pass header.d=x; SPF=Fail\n\nx',
    )
    expect(addresseesOf(mail)).toEqual(['bounce+abc.def@mail.example.org', 'jan@example.org', 'petr@example.org'])
    expect(authenticationIn(mail)).toBe('dkim=pass spf=fail')
    expect(authenticationIn(await open('Subject: x\n\nx'))).toBeUndefined()
    expect(looksLikeReturnAddress('CALENDAR+x@y')).toBe(true)
    expect(looksLikeReturnAddress('akce@y')).toBe(false)
  })

  it('within a mail stays closed', async () => {
    const mail = await open(
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--',
    )
    expect(mail.parts.map(({ type }) => type)).toEqual(['message/rfc822'])
  })

  it.each([
    ['a person', '', 'jana@example.org', { server: false, daemon: false, automatic: false, answer: true }],
    ['nobody', '', '', { server: true, daemon: false, automatic: true, answer: false }],
    [
      'a daemon',
      'From: MAILER-DAEMON@x',
      'mailer-daemon@x',
      { server: true, daemon: true, automatic: false, answer: true },
    ],
    [
      'a calendar',
      'Auto-Submitted: auto-generated; x',
      'a@b',
      { server: false, daemon: false, automatic: true, answer: true },
    ],
    [
      'a responder',
      'Auto-Submitted: Auto-Replied',
      'a@b',
      { server: false, daemon: false, automatic: true, answer: false },
    ],
    ['a list', 'List-Id: <x>', 'a@b', { server: false, daemon: false, automatic: true, answer: false }],
    ['mass post', 'Precedence: bulk', 'a@b', { server: false, daemon: false, automatic: true, answer: false }],
  ])('from %s is known', async (_name, headers, sender, expected) => {
    const origin = originOf(await open(`${headers}\n\nx`), sender)
    expect({
      server: isFromServer(origin),
      daemon: isFromDaemon(origin),
      automatic: isAutomatic(origin),
      answer: mayAnswer(origin),
    }).toEqual(expected)
  })

  it('without an envelope has that of its Return-Path, else of From', async () => {
    expect(originOf(await open('Return-Path: <>\nFrom: a@b.cz\n\nx'), undefined).sender).toBe('')
    expect(originOf(await open('From: Jana <A@b.cz>\n\nx'), undefined).sender).toBe('a@b.cz')
  })
})

describe('a calendar reply', () => {
  const written = (lines: readonly string[]) =>
    ['BEGIN:VCALENDAR', 'METHOD:REPLY', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
  const attendee = 'ATTENDEE;PARTSTAT=accepted:MAILTO:Jana@Example.org'

  it('is about one entry and of one person', () => {
    expect(readCalendarReply(written(['UID:x@y', 'DTSTAMP:20261123T090000Z', 'SEQUENCE:3', attendee]))).toEqual({
      method: 'REPLY',
      uid: 'x@y',
      attendees: ['jana@example.org'],
      decision: 'ACCEPTED',
      sequence: 3,
      stamp: expect.any(Date),
    })
  })

  it.each([
    [['UID:x', attendee, attendee], undefined],
    [['UID:x', attendee, 'END:VEVENT', 'BEGIN:VEVENT', 'UID:y', attendee], undefined],
    [['UID:x', attendee, 'RECURRENCE-ID:20270101T000000Z'], undefined],
    [['UID:x'], undefined],
    [['UID:x', attendee, `DESCRIPTION:${'x'.repeat(70_000)}`], undefined],
    [['UID:x', attendee, 'SEQUENCE:-1'], { sequence: 0 }],
    [['UID:x', attendee, 'SEQUENCE:99999999999'], { sequence: 0 }],
    [['UID:x', attendee, 'SEQUENCE:many'], { sequence: 0 }],
    [['UID:x', attendee, 'DTSTAMP:yesterday'], { stamp: undefined }],
    [['UID:x', attendee, 'RRULE:FREQ=SECONDLY'], { uid: 'x' }],
  ])('%j', (lines, expected) => {
    const reply = readCalendarReply(written(lines))
    if (expected === undefined) expect(reply).toBeUndefined()
    else expect(reply).toMatchObject(expected)
  })

  it('of no calendar, or of two, is none', () => {
    const one = written(['UID:x', attendee])
    for (const text of ['', 'x', 'BEGIN:VEVENT\r\nEND:VEVENT', `${one}\r\n${one}`, 'END:VCALENDAR']) {
      expect(readCalendarReply(text)).toBeUndefined()
    }
  })
})

describe('the ways in', () => {
  it.each([
    [
      'imaps://jana:tajn%C3%A9@imap.example.org',
      { port: 993, secure: true, folder: 'INBOX', host: 'imap.example.org' },
    ],
    ['imap://a%40b.cz:x@[::1]:1143/Vr%C3%A1cen%C3%A9', { port: 1143, secure: false, folder: 'Vrácené', host: '::1' }],
  ])('%s', (url, expected) => expect(readImapUrl(url)).toMatchObject(expected))

  it('count what comes from each', () => {
    const tally = createTally(2, 60)
    expect([1, 2, 3].map(() => tally.take('a'))).toEqual([true, true, false])
    expect(tally.take('b')).toBe(true)
    const short = createTally(1, 0)
    expect([1, 2].map(() => short.take('a'))).toEqual([true, true])
  })
})
