import { describe, expect, it } from '@jest/globals'
import { comparisonKey, normaliseInput, normaliseLine, typeset } from '../../../src/core/typography.ts'
import { growth } from '../../support/growth.ts'

/** `~` stands for a no-break space, `^` for a word joiner. */
function shown(text: string): string {
  return text.replaceAll('\u00A0', '~').replaceAll('\u2060', '^')
}

describe('Czech typography', () => {
  it.each([
    ['Klastry a regiony v Ústí', 'Klastry a~regiony v~Ústí'],
    ['K tomu i o tom, a v lese', 'K~tomu i~o~tom, a~v~lese'],
    ['(v Praze), „o vodě“', '(v~Praze), „o~vodě“'],
    ['od 13. září 2023 do 15. října 2023', 'od 13.~září~2023 do 15.~října~2023'],
    ['13. 9. 2023', '13.~9.~2023'],
    ['v září 2023', 'v~září~2023'],
    ['9.30–10.30 a 2014–2021', '9.30–^10.30 a~2014–^2021'],
    ['od 9.00 hodin', 'od 9.00~hodin'],
    ['1 762 400 € a 1 500 Kč, 45 %', '1~762~400~€ a~1~500~Kč, 45~%'],
    ['180 míst, 1,5 místa', '180~míst, 1,5~místa'],
    [
      '{n, plural, one {# místo} few {# místa} other {# míst}}',
      '{n, plural, one {#~místo} few {#~místa} other {#~míst}}',
    ],
    ['v {place}', 'v~{place}'],
    ['roce 2023 jsme', 'roce 2023 jsme'],
    ['+420 475 657 111, 400 02 Ústí', '+420~475~657~111, 400~02 Ústí'],
    ['Mgr. Jana Nováková, Ph.D.', 'Mgr.~Jana Nováková,~Ph.D.'],
    ['doc. Ing. J. Novák, CSc.', 'doc.~Ing.~J.~Novák,~CSc.'],
    ['č. 1, § 5, např. dnes', 'č.~1, §~5, např.~dnes'],
    ['30. září – 2. října 2023', '30.~září – 2.~října~2023'],
  ])('%j', (typed, expected) => {
    expect(shown(typeset(typed, 'cs'))).toBe(expected)
  })

  it('leaves lists in Markdown, addresses and code as they are', () => {
    const text = '1. Program\n2. Doprava\n\n* https://example.org/a-v/2014-2021\n* jana.novakova@example.org\n# Nadpis'
    expect(typeset(text, 'cs')).toBe(text)
  })

  it('changes nothing when done again, and nothing but spaces and joiners', () => {
    const text = 'Dne 13. 9. 2023 v 9.30–10.30 a s J. Novákem, Ph.D., o 1 500 Kč; K a i o u V z č. 1 – 12 lidí'.repeat(
      5,
    )
    const once = typeset(text, 'cs')
    expect(typeset(once, 'cs')).toBe(once)
    expect(once.replaceAll('\u00A0', ' ').replaceAll('\u2060', '')).toBe(text)
  })

  it.each(['Konference o klastrech v Ústí nad Labem 13. září 2023. ', 'a ', '1 ', '('])(
    'of %j again and again does not take the square of the text',
    words => {
      expect(growth(length => void typeset(words.repeat(length / words.length), 'cs'), 20_000)).toBeLessThan(24)
    },
  )
})

describe('English typography', () => {
  it('keeps a date together and nothing else', () => {
    expect(shown(typeset('A day, 13 September 2023, on May 5 of a year', 'en'))).toBe(
      'A day, 13~September~2023, on May~5 of a year',
    )
  })
})

describe('input', () => {
  it('is NFC without invisible characters', () => {
    expect(normaliseInput('Ru\u030Az\u030Cic\u030Cka')).toBe('Růžička')
    expect(normaliseInput('\uFEFFNo\u200Bv\u202Eák\u2066\u0000\u0007\u009F\u00AD\uD800')).toBe('Novák')
  })

  it('has one space between words and none around', () => {
    expect(normaliseInput(' \u00A0Jana\u2003\t Nováková \n')).toBe('Jana Nováková')
  })

  it('keeps lines and the indentation of lists', () => {
    expect(normaliseInput('- a  b \r\n  - c\u2028d\re')).toBe('- a b\n  - c\nd\ne')
    expect(normaliseLine('Jana\r\n Nováková')).toBe('Jana Nováková')
  })

  it('is stable', () => {
    for (const text of ['', ' ', 'a\n\n\nb', 'e\u0301 \u0301', '\u200B \u200B', ' \u200B a', 'e\u200B\u0301']) {
      expect(normaliseInput(normaliseInput(text))).toBe(normaliseInput(text))
    }
  })
})

describe('the key for comparing', () => {
  it('knows no case and no diacritics', () => {
    expect(['Růžička', 'RUZICKA', ' ruz\u030Cic\u030Cka '].map(comparisonKey)).toEqual([
      'ruzicka',
      'ruzicka',
      'ruzicka',
    ])
    expect(comparisonKey('Łódź Đorđe Weiß Ľubica Ørsted')).toBe('lodz dorde weiss lubica orsted')
  })
})
