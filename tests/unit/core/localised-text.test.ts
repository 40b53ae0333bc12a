import { describe, expect, it } from '@jest/globals'
import {
  isEmptyText,
  isLocale,
  listNames,
  rawText,
  readText,
  textWithLanguage,
} from '../../../src/core/localised-text.ts'
import { formatMoney, parseAmount } from '../../../src/core/money.ts'

describe('text in languages', () => {
  const both = { cs: 'Klastry a regiony', en: 'Clusters and regions' }

  it('is read in the language of the page, typeset', () => {
    expect(readText(both, 'cs')).toBe('Klastry a\u00A0regiony')
    expect(textWithLanguage(both, 'en')).toEqual({ text: 'Clusters and regions', lang: undefined })
  })

  it('falls back to the other language and says which it is', () => {
    expect(textWithLanguage({ cs: 'Vítr a voda' }, 'en')).toEqual({ text: 'Vítr a\u00A0voda', lang: 'cs' })
    expect(textWithLanguage({ cs: '  ', en: 'A talk' }, 'cs')).toEqual({ text: 'A talk', lang: 'en' })
  })

  it('may be empty', () => {
    expect(textWithLanguage(undefined, 'cs')).toEqual({ text: '', lang: undefined })
    expect(readText({}, 'en')).toBe('')
    expect([undefined, null, {}, { cs: ' \n' }].map(isEmptyText)).toEqual([true, true, true, true])
    expect(isEmptyText({ en: 'x' })).toBe(false)
  })

  it('goes into a form exactly as it was typed', () => {
    expect(rawText({ cs: 'a v  b' }, 'cs')).toBe('a v  b')
    expect(rawText({ cs: 'a' }, 'en')).toBe('')
  })

  it('knows its languages', () => {
    expect(['cs', 'en', 'de', 'CS', '', undefined, 'toString'].filter(isLocale)).toEqual(['cs', 'en'])
  })
})

describe('money', () => {
  it('is written as each language writes it', () => {
    expect(formatMoney({ cents: 150_000, currency: 'CZK' }, 'cs')).toBe('1\u00A0500\u00A0Kč')
    expect(formatMoney({ cents: 1_234_550, currency: 'CZK' }, 'cs')).toBe('12\u00A0345,50\u00A0Kč')
    expect(formatMoney({ cents: 150_000, currency: 'EUR' }, 'cs')).toBe('1\u00A0500\u00A0€')
    expect(formatMoney({ cents: 176_240_000, currency: 'EUR' }, 'en')).toBe('€1,762,400')
  })

  it.each([
    ['1500', 150_000],
    ['1 500', 150_000],
    ['12 345,50', 1_234_550],
    ['12.345,50', 1_234_550],
    ['1,762,400', 176_240_000],
    ['12345.5', 1_234_550],
    ['0', 0],
    ['-1', undefined],
    ['1e9', undefined],
    ['99999999999999999999', undefined],
    ['', undefined],
  ])('reads %j', (typed, cents) => {
    expect(parseAmount(typed)).toBe(cents)
  })
})

describe('names in a sentence', () => {
  it('are joined as each language does', () => {
    expect(listNames(['A', 'B', 'C'], 'cs')).toBe('A, B a\u00A0C')
    expect(listNames(['A', 'B', 'C'], 'en')).toBe('A, B and C')
    expect(listNames(['A'], 'en')).toBe('A')
    expect(listNames([], 'cs')).toBe('')
  })
})
