import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { sourceOf } from '../../../src/core/mailer.ts'
import { isPublicAddress } from '../../../src/core/networks.ts'
import { createSealing } from '../../../src/core/sealing.ts'
import { instant } from '../../../src/core/time.ts'
import { judgeBounces, meaningOf, statusOf } from '../../../src/features/mail/rules/bounces.ts'
import { obstacleTo } from '../../../src/features/mail/rules/outbox.ts'
import { deliveryReason } from '../../../src/features/mail/rules/reasons.ts'

describe('a status', () => {
  it.each([
    ['5.1.1', 'gone'],
    ['5.1.10', 'gone'],
    ['5.1.2', 'lost'],
    ['5.7.1', 'policy'],
    ['4.7.0', 'policy'],
    ['5.2.2', 'passing'],
    ['4.4.1', 'passing'],
    ['5.0.0', 'passing'],
    ['nonsense', 'passing'],
  ])('%s means %s', (status, meaning) => expect(meaningOf(status)).toBe(meaning))

  it.each([
    ['550 5.1.1 no such user', 550, '5.1.1'],
    ['550-5.1.10 a\n550 5.1.10 b', 550, '5.1.10'],
    ['554 we do not like 10.5.1.1', 554, '5.0.0'],
    ['451 later', 451, '4.0.0'],
  ])('is found in %j', (response, code, status) => expect(statusOf(response, code)).toBe(status))
})

describe('bounces', () => {
  it.each([
    [['5.1.1'], 'hard'],
    [['5.1.2'], 'soft'],
    [['5.1.2', '5.2.2', '5.1.2'], 'hard'],
    [['5.2.2', '4.2.2', '4.4.1', '5.0.0'], 'soft'],
    [['5.2.2', '4.2.2', '4.4.1', '5.0.0', '5.2.2'], 'suppressed'],
    [['5.7.1', '5.7.1', '5.7.1', '5.7.1', '5.7.1', '5.7.1'], 'soft'],
    [['5.2.2', '5.7.1', '5.7.1', '5.7.1', '5.7.1'], 'soft'],
  ])('%j are judged %s', (statuses, verdict) => expect(judgeBounces(statuses)).toBe(verdict))
})

describe('what stands in the way of a mail', () => {
  const at = instant('2026-11-22T08:00:00Z')
  const ticket = { isBulk: false, expiresAt: null, doubtful: 0, toAddress: 'a@b.c' }
  const free = { suppressed: null, hasOptedOut: false }

  it.each([
    [ticket, free, undefined],
    [{ ...ticket, expiresAt: at }, free, { kind: 'drop', reason: 'expired' }],
    [{ ...ticket, expiresAt: instant('2026-11-22T08:00:01Z') }, free, undefined],
    [{ ...ticket, doubtful: 1 }, free, undefined],
    [{ ...ticket, doubtful: 2 }, free, { kind: 'fail', reason: 'doubtful' }],
    [{ ...ticket, doubtful: 1, isBulk: true }, free, { kind: 'fail', reason: 'doubtful' }],
    [ticket, { ...free, hasOptedOut: true }, undefined],
    [
      { ...ticket, isBulk: true },
      { ...free, hasOptedOut: true },
      { kind: 'drop', reason: 'opted-out' },
    ],
    [ticket, { ...free, suppressed: 'hard-bounce' }, { kind: 'fail', reason: 'suppressed' }],
    [ticket, { ...free, suppressed: 'complaint' }, undefined],
    [
      { ...ticket, isBulk: true },
      { ...free, suppressed: 'complaint' },
      { kind: 'drop', reason: 'opted-out' },
    ],
    [
      { ...ticket, isBulk: true },
      { ...free, suppressed: 'soft-bounces' },
      { kind: 'drop', reason: 'suppressed' },
    ],
  ] as const)('%j, %j: %j', (mail, standing, obstacle) => expect(obstacleTo(mail, standing, at)).toEqual(obstacle))

  it('is told from what a mail server says', () => {
    expect([deliveryReason('expired'), deliveryReason('550 expired'), deliveryReason(null)]).toEqual([
      'expired',
      undefined,
      undefined,
    ])
  })
})

describe('a seal', () => {
  const sealing = createSealing('a secret of the tests, long enough', 'tests')

  it('opens for who made it, and looks different each time', () => {
    const [one, other] = [sealing.seal('Tajné heslo č. 1'), sealing.seal('Tajné heslo č. 1')]
    expect([sealing.open(one), sealing.open(other), one === other]).toEqual([
      'Tajné heslo č. 1',
      'Tajné heslo č. 1',
      false,
    ])
    expect(sealing.open(sealing.seal(''))).toBe('')
  })

  it('stays closed when it is changed, cut, or made for another purpose or by another secret', () => {
    const sealed = sealing.seal('x')
    const last = sealed.endsWith('A') ? 'B' : 'A'
    const changed = `${sealed.slice(0, 10)}${sealed[10] === 'A' ? 'B' : 'A'}${sealed.slice(11)}`
    for (const wrong of [changed, sealed.slice(0, 20), '', 'v1.', `v2.${sealed.slice(3)}`, `${sealed}${last}AAA`])
      expect(sealing.open(wrong)).toBeUndefined()
    expect(createSealing('a secret of the tests, long enough', 'others').open(sealed)).toBeUndefined()
    expect(createSealing('another secret of the tests', 'tests').open(sealed)).toBeUndefined()
  })
})

describe('an address of the internet', () => {
  it.each(['1.1.1.1', '8.8.8.8', '185.8.164.1', '2a00:1450:4014::1'])('is %s', address =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
    '',
  ])('is not %s', address => expect(isPublicAddress(address)).toBe(false))
})

describe('a signature (RFC 6376)', () => {
  it('covers every header that says what the mail is, the one-click unsubscription too (RFC 8058 §4)', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const message = {
      from: { name: 'Pozvánka', address: 'akce@example.org' },
      to: { name: 'Jana', address: 'jana@example.org' },
      replyTo: { name: 'Klastr', address: 'klastr@example.org' },
      subject: 'Zítra začínáme',
      text: 'x',
      html: '<p>x</p>',
      messageId: '<a.b@example.org>',
      inReplyTo: '<first@example.org>',
      date: instant('2026-11-22T08:00:00Z'),
      headers: {
        'Feedback-ID': 'a:b:c:d',
        'List-ID': '<burgas.example.org>',
        'List-Unsubscribe': '<https://example.org/u>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }
    const key = { domain: 'example.org', selector: '2026a', privateKey: pem }
    const source = (await sourceOf(message, key)).toString('latin1').replace(/\r\n[ \t]+/g, ' ')
    const signature = /^DKIM-Signature: (.*)\r$/m.exec(source)?.[1] ?? ''
    expect(signature).toMatch(/a=rsa-sha256; c=relaxed\/relaxed; d=example\.org;.* s=2026a;/)
    const signed = (/ h=([^;]*);/.exec(signature)?.[1] ?? '')
      .replaceAll(' ', '')
      .split(':')
      .map(name => name.toLowerCase())
    expect(signed.toSorted()).toEqual(
      ['content-type', 'date', 'feedback-id', 'from', 'in-reply-to', 'list-id', 'list-unsubscribe']
        .concat('list-unsubscribe-post', 'message-id', 'mime-version', 'references', 'reply-to', 'subject', 'to')
        .toSorted(),
    )
    expect(source).toMatch(/^In-Reply-To: <first@example\.org>\r$/m)
    expect((await sourceOf(message)).toString('latin1')).not.toContain('DKIM-Signature')
  })
})
