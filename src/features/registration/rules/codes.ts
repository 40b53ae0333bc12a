import type { Instant } from '../../../core/time.ts'
import type { AccessCodeRow } from '../types/places.ts'

/** Letters and digits of a code at most; it must be read aloud and typed on a phone. */
export const longestCode = 40

/** Characters of a code that people put between its letters: spaces, dashes, underscores, and what nobody sees. */
const between = /[\s\p{Pd}\p{C}_]+/gu

/**
 * A code as it is kept and compared: upper case, without spaces and dashes, so that `vip 2027-abcd` is `VIP2027ABCD`.
 * '' when nothing is left of it, or more than any code has.
 */
export function normaliseCode(typed: string): string {
  const code = typed.slice(0, 200).normalize('NFKC').replace(between, '').toUpperCase().normalize('NFC')
  return code.length > longestCode ? '' : code
}

/** Whether a normalised code is made of letters and digits only: it stands in links, on paper and in spreadsheets. */
export function isCodeShape(code: string): boolean {
  return code.length >= 4 && code.length <= longestCode && /^[\p{Lu}\p{Nd}]+$/u.test(code)
}

/** What of a code decides whether it still opens anything. */
export type CodeFacts = Pick<AccessCodeRow, 'mostUses' | 'used' | 'expiresAt' | 'disabledAt'>

export const codeStates = ['valid', 'used-up', 'expired', 'disabled'] as const
export type CodeState = (typeof codeStates)[number]

/** Where a code stands at a moment; its expiry is the first moment at which it opens nothing. */
export function codeState(code: CodeFacts, now: Instant): CodeState {
  if (code.disabledAt !== null) return 'disabled'
  if (code.expiresAt !== null && now >= code.expiresAt) return 'expired'
  return code.mostUses !== null && code.used >= code.mostUses ? 'used-up' : 'valid'
}

/** Places that a code keeps in its category for those who have not used it yet. */
export function placesKept(code: Pick<AccessCodeRow, 'reserves' | 'releasedAt' | 'mostUses' | 'used'>): number {
  return code.reserves && code.releasedAt === null ? Math.max(0, (code.mostUses ?? 0) - code.used) : 0
}

/** Thirty symbols that survive print and telephone: no 0/O, 1/I/L, no U. */
const symbols = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A single-use code that nobody guesses: the prefix and eight symbols, about 39 bits.
 * @param random gives a whole number from 0 below its argument, evenly (`crypto.randomInt`)
 */
export function newCode(prefix: string, random: (below: number) => number): string {
  return prefix + Array.from({ length: 8 }, () => symbols[random(symbols.length)]).join('')
}

/** Codes made at once at most. */
export const mostCodesAtOnce = 1_000
