import { describe, expect, it } from '@jest/globals'
import { isEmailAddress } from '../../../src/core/email-address.ts'
import { formatPhone, parsePhone } from '../../../src/core/phone.ts'

describe('telephone numbers', () => {
  it.each([
    ['475 657 111', 'CZ', '+420475657111'],
    ['+420 (475) 657-111', 'DE', '+420475657111'],
    ['00420475657111', 'CZ', '+420475657111'],
    ['02/9512345', 'BG', '+35929512345'],
    ['475 657 111', 'XX', '+420475657111'],
    ['475657111 l. 12', 'CZ', undefined],
    ['112', 'CZ', undefined],
    ['volejte 475657111', 'CZ', undefined],
    ['1'.repeat(10_000), 'CZ', undefined],
  ])('%s in %s is %s', (typed, country, expected) => {
    expect(parsePhone(typed, country)).toBe(expected)
  })

  it('are written with spaces', () => {
    expect(formatPhone('+420475657111')).toBe('+420 475 657 111')
    expect(formatPhone('nonsense')).toBe('nonsense')
  })
})

describe('e-mail addresses', () => {
  it.each([
    ['jana@example.org', true],
    ['jana.nováková+x@sub.example.org', true],
    ['jana@example', false],
    ['jana @example.org', false],
    [`${'x'.repeat(250)}@example.org`, false],
    ['jana@example.org\nBcc: x@y.cz', false],
  ])('%j: %s', (typed, expected) => {
    expect(isEmailAddress(typed)).toBe(expected)
  })
})
