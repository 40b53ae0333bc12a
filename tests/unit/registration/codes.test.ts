import { randomInt } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import {
  codeState,
  isCodeShape,
  longestCode,
  newCode,
  normaliseCode,
  placesKept,
} from '../../../src/features/registration/rules/codes.ts'

const now = instant('2027-03-01T12:00:00Z')
const facts = { mostUses: 2, used: 0, expiresAt: null, disabledAt: null }

describe('a typed code', () => {
  it.each([
    ['  partneri 2027 ', 'PARTNERI2027'],
    ['vip-7k3m–9qxp', 'VIP7K3M9QXP'],
    ['ＶＩＰ１２３', 'VIP123'],
    ['členové\u200b_27', 'ČLENOVÉ27'],
    ['c\u030clen', 'ČLEN'],
    ['vip\u0000\r\nx', 'VIPX'],
    ['', ''],
    ['  -  ', ''],
    ['x'.repeat(longestCode + 1), ''],
    ['y'.repeat(1_000_000), ''],
  ])('%j is %j', (typed, code) => {
    expect(normaliseCode(typed)).toBe(code)
    expect(normaliseCode(code)).toBe(code)
  })

  it.each([
    ['VIP1', true],
    ['ČLEN2027', true],
    ['VIP', false],
    ['=CMD()', false],
    ['<SCRIPT>', false],
    ['', false],
  ])('%j has the shape of a code: %s', (code, isOne) => expect(isCodeShape(code)).toBe(isOne))
})

describe('a random code', () => {
  it('has a prefix and eight symbols, none of them mistaken for another', () => {
    const made = Array.from({ length: 2_000 }, () => newCode('VIP', randomInt))
    for (const code of made) expect(code).toMatch(/^VIP[23456789ABCDEFGHJKMNPQRSTVWXYZ]{8}$/)
    expect(new Set(made).size).toBe(2_000)
  })
})

describe('where a code stands', () => {
  it('opens until it expires, is used up or disabled', () => {
    expect(codeState(facts, now)).toBe('valid')
    expect(codeState({ ...facts, used: 2 }, now)).toBe('used-up')
    expect(codeState({ ...facts, mostUses: null, used: 900 }, now)).toBe('valid')
    expect(codeState({ ...facts, expiresAt: instant('2027-03-01T12:00:01Z') }, now)).toBe('valid')
    expect(codeState({ ...facts, expiresAt: now }, now)).toBe('expired')
    expect(codeState({ ...facts, used: 2, disabledAt: now }, now)).toBe('disabled')
  })

  it('keeps places for the uses nobody made, until they are given back', () => {
    expect(placesKept({ reserves: true, releasedAt: null, mostUses: 5, used: 2 })).toBe(3)
    expect(placesKept({ reserves: true, releasedAt: now, mostUses: 5, used: 2 })).toBe(0)
    expect(placesKept({ reserves: false, releasedAt: null, mostUses: 5, used: 2 })).toBe(0)
  })
})
