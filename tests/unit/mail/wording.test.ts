import { describe, expect, it } from '@jest/globals'
import { locales } from '../../../src/core/localised-text.ts'
import { translator } from '../../../src/core/messages.ts'
import { kindName } from '../../../src/features/mail/pages.ts'
import { namedMailKinds } from '../../../src/features/mail/types.ts'
import { fittedSubject } from '../../../src/features/mail/rules/subject.ts'
import { reservationJson } from '../../../src/features/mail/rules/reservation.ts'
import { plainText } from '../../../src/features/mail/rules/plain-text.ts'
import {
  isGoodLink,
  lineOf,
  paragraphsOf,
  type PlaceholderName,
  type PlaceholderValues,
  placeholders,
  problemOf,
  worded,
} from '../../../src/features/mail/rules/wording.ts'
import type { MailDrawing } from '../../../src/features/mail/types/drawing.ts'

const all = Object.keys(placeholders) as PlaceholderName[]
const values: PlaceholderValues = {
  event: 'Clusters meet Regions',
  place: 'Hotel Bulgaria\nBurgas',
  given_name: 'Jana',
  link: { href: 'https://pozvanka.example.org/cs/r/TOKEN', label: 'Otevřít moji registraci' },
}
const drawing: MailDrawing = {
  subject: 'Máte místo: Clusters meet Regions',
  preheader: 'Předem',
  title: 'Clusters meet Regions',
  lead: { heading: 'Máte místo.', text: 'Kód K7PM.' },
  facts: [{ label: 'Kdy', value: '13. září 2023' }],
  action: { href: 'https://pozvanka.example.org/cs/r/TOKEN', label: 'Otevřít' },
  paragraphs: ['Původní odstavec.'],
  ways: [{ before: 'Nemůžete? ', link: { href: 'https://pozvanka.example.org/x', label: 'Zrušte' }, after: '.' }],
  footer: ['Patička.'],
}
const plain = (text: string) => text.replaceAll('\u00A0', ' ')

describe('what an organiser writes', () => {
  it.each([
    ['Ahoj {given_name}', 'body', undefined],
    ['Ahoj {given_name}', 'heading', undefined],
    ['Ahoj {given_name}', 'subject', 'errors.placeholderElsewhere'],
    ['Otevřete {link}', 'heading', 'errors.placeholderElsewhere'],
    ['{jmeno}', 'body', 'errors.placeholderUnknown'],
    ['{constructor}', 'body', 'errors.placeholderUnknown'],
    ['{given_name', 'body', 'errors.placeholderOpen'],
    ['given_name}', 'body', 'errors.placeholderOpen'],
    ['{{event}}', 'subject', 'errors.placeholderOpen'],
    ['<%= process.env %>', 'body', undefined],
    ['${event}', 'body', undefined],
    ['https://example.org/a?b=c#d', 'body', undefined],
    ['http://example.org', 'body', 'errors.linkForm'],
    ['https://127.0.0.1/', 'body', 'errors.linkForm'],
    ['https://user:secret@example.org/', 'body', 'errors.linkForm'],
    ['https://bit.ly/3xyz', 'body', 'errors.linkForm'],
    ['https://example.org/{reference}', 'body', 'errors.linkForm'],
  ] as const)('%s in the %s: %s', (text, field, message) => {
    expect(problemOf(text, field, all)?.message).toBe(message)
  })

  it('knows only the placeholders of its kind', () => {
    expect(problemOf('{deadline}', 'body', ['event'])?.message).toBe('errors.placeholderUnknown')
  })

  it.each([
    ['https://example.org', true],
    ['https://xn--hkyrky-ptac70bc.cz/a', true],
    ['https://example.org:8443/', false],
    ['https://localhost/', false],
    ['https://[::1]/', false],
    ['https://0x7f.1/', false],
    ['javascript:alert(1)', false],
  ])('may link to %s: %s', (link, expected) => {
    expect(isGoodLink(link)).toBe(expected)
  })
})

describe('words with values in them', () => {
  it('are one line in a subject, however many a value has', () => {
    expect(plain(lineOf('Kde: {place}', values, 'cs'))).toBe('Kde: Hotel Bulgaria, Burgas')
    expect(lineOf('{deadline}', values, 'cs')).toBe('')
  })

  it('are looked through once: what a person typed is no placeholder and no link', () => {
    const evil = { ...values, given_name: '{link} https://evil.example.com www.evil.example.com' }
    const [paragraph] = paragraphsOf('Ahoj {given_name}!', evil, 'cs')
    expect(typeof paragraph).toBe('string')
    expect(paragraph).toContain('{link}')
    expect(paragraph).not.toMatch(/https:\/\/|evil\.example/)
  })

  it('make no address of a name with what follows it', () => {
    const [paragraph] = paragraphsOf('{given_name}.example.org a {given_name}@example.org', values, 'cs')
    expect(paragraph).not.toMatch(/Jana[.@]/)
  })

  it('have links where the organiser has them, with the signs of the sentence outside', () => {
    const [first, second] = paragraphsOf('Mapa (https://example.org/mapa).\nVíc: {link}.\n\n  \n\nDruhý', values, 'cs')
    expect(first).toEqual([
      'Mapa (',
      { href: 'https://example.org/mapa', label: 'https://example.org/mapa' },
      ').\nVíc: ',
      values.link,
      '.',
    ])
    expect(second).toBe('Druhý')
  })

  it('are typeset', () => {
    expect(paragraphsOf('v {place}', values, 'cs')).toEqual(['v\u00A0Hotel Bulgaria, Burgas'])
  })
})

describe('a mail with words of the organiser', () => {
  it('keeps facts, button, ways out and footer; what is empty stays', () => {
    const own = worded(drawing, { subject: '', heading: '{given_name}, těšíme se', body: 'A\n\nB' }, values, 'cs')
    expect(own).toEqual({
      ...drawing,
      lead: { heading: 'Jana, těšíme se', text: 'Kód K7PM.' },
      paragraphs: ['A', 'B'],
    })
    expect(worded(drawing, undefined, values, 'cs')).toBe(drawing)
    expect(worded(drawing, { subject: '{deadline}', heading: '', body: '' }, values, 'cs').subject).toBe(
      drawing.subject,
    )
  })

  it('says the same in plain text, links written out', () => {
    const body = 'Mapa: https://example.org/mapa\n\nVíc: {link}.'
    const text = plainText(worded(drawing, { subject: '', heading: '', body }, values, 'cs'))
    expect(text).toContain('Mapa: https://example.org/mapa\n')
    expect(text).toContain('Otevřít moji registraci <https://pozvanka.example.org/cs/r/TOKEN>')
    expect(text).toContain('Zrušte')
  })
})

describe('a subject', () => {
  const title = 'Mezinárodní konference o budoucnosti klastrů a regionů střední Evropy'

  it('keeps its fact and cuts the title between words', () => {
    const fitted = fittedSubject(`Máte místo: ${title}`, title)
    expect(fitted).toBe('Máte místo: Mezinárodní konference o budoucnosti klastrů…')
    expect(fitted.length).toBeLessThanOrEqual(60)
  })

  it('of sixty characters or another end stays', () => {
    expect(fittedSubject('Máte místo: Krátká', 'Krátká')).toBe('Máte místo: Krátká')
    expect(fittedSubject(`${title} je za dveřmi`, title)).toBe(`${title} je za dveřmi`)
  })

  it('leaves the title out where there is no room for any of it', () => {
    const fact = 'Uvolnilo se místo, přijměte ho do 23. listopadu 2026, 11.38'
    expect(fittedSubject(`${fact}: ${title}`, title)).toBe(fact)
  })
})

it('a reservation ends no script, whatever an event is called, and names nobody', () => {
  const json = reservationJson({
    number: 'K7PM',
    isCancelled: false,
    event: {
      name: '</script><script>alert(1)</script>',
      startDate: '',
      endDate: '',
      url: 'https://example.org',
      place: 'B',
      address: 'C',
    },
    ticket: undefined,
    manageUrl: undefined,
  })
  expect(json).not.toContain('<')
  expect(JSON.parse(json)).toMatchObject({
    reservationStatus: 'http://schema.org/Confirmed',
    reservationFor: { name: '</script><script>alert(1)</script>' },
  })
  expect(json).not.toContain('underName')
})

it('every kind has a name in both languages', () => {
  const named = namedMailKinds.map(kind => locales.map(locale => kindName(translator(locale), kind)))
  expect(named.flat().filter(name => name === '' || /^[a-z-]+$/.test(name))).toEqual([])
})
