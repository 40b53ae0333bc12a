import { createHash, createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto'

/** Thirty symbols that survive a telephone: no 0/O, 1/I/L, no U. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A public identifier: random, short, fit for a URL and for reading aloud. Eight symbols ≈ 39 bits; uniqueness is the table's. */
export function newReference(length = 8): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/**
 * A reference that follows from what it is made of: the same parts give the same one, and nobody knows it who does not
 * know them all. At most 32 symbols.
 */
export function derivedReference(length: number, ...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  const bytes = hash.digest()
  return Array.from({ length }, (_, index) => alphabet[bytes.readUInt16BE(index * 2) % alphabet.length]).join('')
}

/** What a link allows. A token of one purpose is refused for every other. */
export type TokenPurpose =
  | 'registration'
  | 'calendar'
  | 'password-reset'
  | 'ticket'
  | 'delegation'
  | 'invitation'
  | 'speaker'

/**
 * Makes and reads the secret links of the system. A token is the subject's public reference and a 256-bit MAC over
 * purpose, reference and version, so nothing in the database can be turned into a link, a link can be made again
 * for a later mail, and raising the version revokes every older one.
 */
export interface Tokens {
  /** The token for a subject, as it stands in a URL path. */
  issue(purpose: TokenPurpose, reference: string, version: number): string
  /** The reference a token claims to be for; trust it only after `isGenuine`. */
  referenceOf(token: string): string | undefined
  /** Whether the token was issued for this purpose, reference and version (constant time). */
  isGenuine(token: string, purpose: TokenPurpose, reference: string, version: number): boolean
  /** Whether the token was genuine in one of the last twenty versions before this: replaced, not forged. */
  wasGenuine(token: string, purpose: TokenPurpose, reference: string, version: number): boolean
}

const shape = /^([2-9A-Z]{6,16})([A-Za-z0-9_-]{43})$/

/** Tokens signed with keys derived from the installation's secret (HKDF, RFC 5869). */
export function createTokens(secret: string): Tokens {
  const key = Buffer.from(hkdfSync('sha256', secret, 'pozvanka', 'links', 32))
  const issue = (purpose: TokenPurpose, reference: string, version: number) =>
    reference + createHmac('sha256', key).update(`${purpose}\n${reference}\n${version}`).digest('base64url')
  const isGenuine = (token: string, purpose: TokenPurpose, reference: string, version: number) => {
    const expected = Buffer.from(issue(purpose, reference, version))
    const given = Buffer.from(token)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  return {
    issue,
    referenceOf: token => shape.exec(token)?.[1],
    isGenuine,
    wasGenuine(token, purpose, reference, version) {
      const older = Array.from({ length: Math.min(version, 20) }, (_, back) => version - 1 - back)
      return older.some(before => isGenuine(token, purpose, reference, before))
    },
  }
}

/** SHA-256 in hex: fingerprints of texts and submissions. */
export function digest(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}

/**
 * What the QR code of a ticket says: `EVS1.<reference>.<160 bits of its MAC in base32>`, 46 characters, all in the
 * alphanumeric mode of QR codes. It names nobody and opens nothing but the door.
 */
export function ticketCode(tokens: Tokens, reference: string, version: number): string {
  const mac = Buffer.from(tokens.issue('ticket', reference, version).slice(reference.length), 'base64url')
  return `EVS1.${reference}.${base32(mac.subarray(0, 20))}`
}

/** RFC 4648 §6, for lengths that need no padding. */
function base32(bytes: Buffer): string {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map(five => symbols[Number.parseInt(five, 2)]).join('')
}
