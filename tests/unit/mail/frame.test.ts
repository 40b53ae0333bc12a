import { describe, expect, it } from '@jest/globals'
import { contrastOf, hexOf } from '../../../src/core/colour.ts'
import { instant } from '../../../src/core/time.ts'
import { drawMail, inert, type MailDrawing, mailColours } from '../../../src/features/mail/frame.ts'
import { createTokens } from '../../../src/core/tokens.ts'
import { freeze, messageOf, senderOf } from '../../../src/features/mail/mails.ts'
import { linkedText } from '../../../src/features/mail/pages.ts'
import { decideRetry, isPlainAddress } from '../../../src/features/mail/rules/outbox.ts'
import { wrapped } from '../../../src/features/mail/rules/plain-text.ts'

const burgas: MailDrawing = {
  subject: 'Máte místo: Clusters meet Regions Burgas',
  preheader: '13.–15. září 2023, Burgas.',
  hue: 220,
  hosts: 'European Cluster Collaboration Platform a ICT Cluster Burgas',
  voice: 'se na vás těší na konferenci',
  title: 'Clusters meet Regions Burgas',
  lead: { heading: 'Máte místo.', text: 'Kód vstupenky K7PM-4Q.' },
  facts: [
    {
      label: 'Kdy',
      value: 'středa 13. září 2023, 8.30 až pátek 15. září 2023, 13.00\nčas v Burgasu; v Praze je o hodinu méně',
    },
    { label: 'Kde', value: 'Burgas, Bulharsko; adresu sálu pošleme, jakmile ji hostitel potvrdí, a to určitě dřív' },
  ],
  action: { href: 'https://pozvanka.example.org/cs/r/TOKEN', label: 'Otevřít moji registraci' },
  code: { label: 'Vstupenka', text: 'K7PM-4Q', contentId: 'qr@example.org', alt: 'K7PM-4Q' },
  paragraphs: [
    'Najdete tam vstupenku i odběr kalendáře. Pozvánka do kalendáře je přiložená a po změně času se změní také.',
    {
      before: 'Když nemůžete přijet, ',
      link: { href: 'https://pozvanka.example.org/x', label: 'zrušte registraci' },
      after: '.',
    },
  ],
  footer: ['Na tento e-mail můžete odpovědět.'],
  publicity: [{ emblem: true, statement: 'Financováno Evropskou unií.', logos: [], disclaimer: 'Názory jsou autorů.' }],
}

describe('colours', () => {
  it.each([
    [{ l: 1, c: 0, h: 0 }, '#ffffff'],
    [{ l: 0, c: 0, h: 0 }, '#000000'],
    [{ l: 0.627955, c: 0.257683, h: 29.2339 }, '#ff0000'],
    [{ l: 0.86644, c: 0.294827, h: 142.4953 }, '#00ff00'],
    [{ l: 0.452014, c: 0.313214, h: 264.052 }, '#0000ff'],
  ])('%j is %s', (colour, hex) => {
    expect(hexOf(colour)).toBe(hex)
  })

  it('outside sRGB lose chroma, not lightness', () => {
    const shown = hexOf({ l: 0.43, c: 0.4, h: 145 })
    expect(shown).toMatch(/^#[0-9a-f]{6}$/)
    expect(
      Math.abs(contrastOf(shown, '#ffffff') - contrastOf(hexOf({ l: 0.43, c: 0.05, h: 145 }), '#ffffff')),
    ).toBeLessThan(1)
  })

  it('have the contrast that WCAG computes', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('of mails keep AA for every hue, light and dark', () => {
    const weak: string[] = []
    for (let hue = 0; hue < 360; hue += 10) {
      for (const [scheme, colour] of Object.entries(mailColours(hue))) {
        const pairs = [
          ['ink', 'card'],
          ['quiet', 'card'],
          ['brand', 'card'],
          ['onBrand', 'brand'],
          ['onCover', 'cover'],
          ['onCoverQuiet', 'cover'],
        ] as const
        for (const [ink, ground] of pairs)
          if (contrastOf(colour[ink], colour[ground]) < 4.5) weak.push(`${hue} ${scheme} ${ink} on ${ground}`)
      }
    }
    expect(weak).toEqual([])
  })
})

describe('a mail', () => {
  const { html, text } = drawMail('cs', burgas)

  it('is a document in its language, without anything from elsewhere', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="cs" dir="ltr">/)
    expect(html).toContain('<title>Máte místo: Clusters meet Regions Burgas</title>')
    expect(html).toContain('role="article"')
    expect(html).toContain('src="cid:qr@example.org"')
    expect([...html.matchAll(/\b(?:src|url)\s*[=(]\s*"?([^")]*)/g)].map(match => match[1])).toEqual([
      'cid:qr@example.org',
    ])
    expect(html).not.toMatch(/<script|<link|<form/)
    expect(Buffer.byteLength(html)).toBeLessThan(20_000)
  })

  it('has the colours of its event', () => {
    const { light, dark } = mailColours(220)
    for (const colour of [light.cover, light.brand, dark.cover, dark.brand]) expect(html).toContain(colour)
  })

  it('reads the same as plain text, in 76 columns', () => {
    expect(text).toBe(`European Cluster Collaboration Platform a ICT Cluster Burgas
se na vás těší na konferenci
Clusters meet Regions Burgas

Máte místo.
Kód vstupenky K7PM-4Q.

Kdy: středa 13. září 2023, 8.30 až pátek 15. září 2023, 13.00
     čas v Burgasu; v Praze je o hodinu méně
Kde: Burgas, Bulharsko; adresu sálu pošleme, jakmile ji hostitel potvrdí, a
     to určitě dřív

Otevřít moji registraci:
https://pozvanka.example.org/cs/r/TOKEN

Vstupenka:
K7PM-4Q

Najdete tam vstupenku i odběr kalendáře. Pozvánka do kalendáře je přiložená
a po změně času se změní také.

Když nemůžete přijet, zrušte registraci.
https://pozvanka.example.org/x

--

Na tento e-mail můžete odpovědět.

Financováno Evropskou unií.
Názory jsou autorů.
`)
  })

  it('shows HTML that somebody typed as text', () => {
    const typed = '<script>alert(1)</script><b onclick="x">"\'&'
    const drawn = drawMail('en', {
      ...burgas,
      title: typed,
      lead: { heading: typed },
      facts: [{ label: 'x', value: typed }],
      paragraphs: [typed],
    })
    expect(drawn.html).not.toMatch(/<script|<b /)
    expect(drawn.html).toContain('&lt;script&gt;')
  })
})

describe('lines', () => {
  it('break at spaces, never inside an address or at a non-breaking space', () => {
    const address = `https://example.org/${'x'.repeat(90)}`
    expect(wrapped(`Odkaz ${address} konec`, 20)).toBe(`Odkaz\n${address}\nkonec`)
    expect(wrapped('aaaa bbbb\u00A0cccc', 10)).toBe('aaaa\nbbbb\u00A0cccc')
  })
})

describe('what somebody typed', () => {
  it.each(['Win http://evil.cz', 'www.evil.cz', '[x](http://evil.example)', 'me@evil.cz'])('%s is no link', typed => {
    expect(inert(typed)).not.toMatch(/\w\.\w|:\/|@\w/)
    expect(inert(typed).replaceAll('\u2060', '')).toBe(typed)
  })

  it('stays as it is when it is a name, and is cut when it is a novel', () => {
    expect(inert('Ing. Jan Novák, Ph.D.')).toBe('Ing. Jan Novák, Ph.D.')
    expect([...inert('x'.repeat(500))]).toHaveLength(100)
  })

  it('is linked in the demo inbox only where it is ours', () => {
    expect(linkedText('a http://evil.cz http://127.0.0.1:3000/cs/r/X z', 'http://127.0.0.1:3000')).toEqual([
      { text: 'a ', href: undefined },
      { text: 'http://evil.cz', href: undefined },
      { text: ' ', href: undefined },
      { text: 'http://127.0.0.1:3000/cs/r/X', href: 'http://127.0.0.1:3000/cs/r/X' },
      { text: ' z', href: undefined },
    ])
  })
})

describe('the next try', () => {
  const since = instant('2026-11-22T08:00:00Z')
  const minutes = (attempts: number, at: string) => {
    const decision = decideRetry(attempts, since, instant(at))
    return decision.kind === 'retry' ? (decision.at.getTime() - instant(at).getTime()) / 60_000 : 'give-up'
  }

  it('waits longer each time', () => {
    const waits = Array.from({ length: 11 }, (_, index) => minutes(index + 1, '2026-11-22T08:00:00Z'))
    expect(waits).toEqual([1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440])
  })

  it('ends after two days, with a last one at their end', () => {
    expect(minutes(10, '2026-11-23T12:00:00Z')).toBe(20 * 60)
    expect(minutes(11, '2026-11-24T07:59:00Z')).toBe(1)
    expect(minutes(12, '2026-11-24T08:00:00Z')).toBe('give-up')
  })
})

describe('an address', () => {
  it.each(['jana@example.org', 'růžena@háčky.cz', 'a+b@c'])('%s is plain', address => {
    expect(isPlainAddress(address)).toBe(true)
  })

  it.each(['a@b,c@d', 'a@b c', '<a@b>', 'a@b\r\nBcc: c@d', 'a', '@b', 'a@', 'a@b@c', `${'x'.repeat(260)}@b`])(
    '%j is not',
    address => {
      expect(isPlainAddress(address)).toBe(false)
    },
  )
})

describe('the message', () => {
  it('knows its sender with and without a name', () => {
    expect(senderOf('Pozvánka <akce@example.org>')).toEqual({ name: 'Pozvánka', address: 'akce@example.org' })
    expect(senderOf('"Novák, Jan" <akce@example.org>')).toEqual({ name: 'Novák, Jan', address: 'akce@example.org' })
    expect(senderOf('akce@example.org')).toEqual({ name: '', address: 'akce@example.org' })
  })

  it('goes to one person and says that a machine wrote it', () => {
    const content = freeze({ ...drawMail('cs', burgas), attachments: [], fromName: 'Burgas\r\nBcc: x@y.z' })
    const mail = {
      reference: 'ABCDEFGH23',
      kind: 'registration-confirmed',
      isBulk: false,
      toName: 'Jana',
      toAddress: 'jana@example.org',
      locale: 'cs',
      messageId: '<a.b@c>',
      subject: 'x',
      content,
    } as const
    const message = messageOf(office, mail, burgasEvent, instant('2026-11-22T08:00:00Z'))
    expect(message.from).toEqual({ name: 'Burgas Bcc: x@y.z', address: 'akce@example.org' })
    expect(message.to).toEqual({ name: 'Jana', address: 'jana@example.org' })
    expect(message.headers).toEqual({
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Content-Language': 'cs',
      'Feedback-ID': 'registration-confirmed:burgas-2023:none:pozvanka',
    })
    expect(message.envelopeFrom).toMatch(/^bounce\+abcdefgh23\.[a-z2-7]{26}@in\.example\.org$/)
    expect(message).not.toHaveProperty('isBulk')
  })

  it('to many can be left with one click, and no machine is said to have written it', () => {
    const content = freeze({ ...drawMail('cs', burgas), attachments: [] })
    const about = { reference: 'ABCDEFGH23', kind: 'announcement', isBulk: true, locale: 'cs', subject: 'x' } as const
    const mail = { ...about, toName: '', toAddress: 'jana@example.org', messageId: '<a.b@c>', content }
    const { headers, isBulk } = messageOf(
      office,
      mail,
      { ...burgasEvent, announcement: 'XYZ23456' },
      instant('2026-11-22T08:00:00Z'),
    )
    expect(isBulk).toBe(true)
    expect(headers).toEqual({
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Content-Language': 'cs',
      'Feedback-ID': 'announcement:burgas-2023:XYZ23456:pozvanka',
      'List-ID': '<burgas-2023.akce.example.org>',
      'List-Unsubscribe': expect.stringMatching(
        /^<https:\/\/akce\.example\.org\/cs\/unsubscribe\/ABCDEFGH23[\w-]{43}>$/,
      ),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
  })

  it('of a calendar comes from its organiser, and people answer to the sender', () => {
    const content = freeze({
      ...drawMail('cs', burgas),
      attachments: [],
      fromAddress: 'calendar+abc@in.example.org',
      calendar: { method: 'REQUEST', sequence: 1, content: 'BEGIN:VCALENDAR' },
    })
    const about = { reference: 'ABCDEFGH23', kind: 'calendar-request', isBulk: false, locale: 'cs' } as const
    const mail = { ...about, subject: 'x', toName: '', toAddress: 'jana@example.org', messageId: '<a.b@c>', content }
    const message = messageOf(office, mail, burgasEvent, instant('2026-11-22T08:00:00Z'))
    expect(message.from).toEqual({ name: 'Pozvánka', address: 'calendar+abc@in.example.org' })
    expect(message.replyTo).toEqual({ name: 'Pozvánka', address: 'akce@example.org' })
    expect(message.calendar).toMatchObject({ method: 'REQUEST', content: 'BEGIN:VCALENDAR' })
  })

  it('through a server of the organisation comes from its address, and comes back to it', () => {
    const content = freeze({ ...drawMail('cs', burgas), attachments: [] })
    const about = { reference: 'ABCDEFGH23', kind: 'announcement', isBulk: false, locale: 'cs', subject: 'x' } as const
    const mail = { ...about, toName: '', toAddress: 'jana@example.org', messageId: '<a.b@c>', content }
    const server = { fromName: 'Klastr', fromAddress: 'akce@klastr.example' }
    const message = messageOf({ ...office, server }, mail, burgasEvent, instant('2026-11-22T08:00:00Z'))
    expect(message.from).toEqual({ name: 'Klastr', address: 'akce@klastr.example' })
    expect(message).not.toHaveProperty('envelopeFrom')
  })
})

const office = {
  config: {
    mailFrom: 'Pozvánka <akce@example.org>',
    inboundDomain: 'in.example.org',
    baseUrl: 'https://akce.example.org',
  },
  tokens: createTokens('a secret of the tests, long enough'),
}
const burgasEvent = {
  eventSlug: 'burgas-2023',
  announcement: null,
}
