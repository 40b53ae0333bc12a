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
  | 'unsubscribe'
  | 'mail-bounce'
  | 'mail-answer'

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

/** Why mail comes back to us: a server returns one of ours (RFC 3464), or somebody answers an invitation (RFC 6047). */
export const returnPurposes = ['bounce', 'answer'] as const
export type ReturnPurpose = (typeof returnPurposes)[number]

/** What stands before the plus sign: the ORGANIZER of an entry is seen by people. */
const mailboxes = { bounce: 'bounce', answer: 'calendar' } as const satisfies Record<ReturnPurpose, string>

/**
 * The address that mail about one subject comes back to: `bounce+<reference>.<128 bits of its MAC>@domain`. All in lower
 * case, because servers on the way may fold a local part; always the same, because the ORGANIZER of an entry must be.
 */
export function returnAddress(tokens: Tokens, purpose: ReturnPurpose, reference: string, domain: string): string {
  return `${mailboxes[purpose]}+${reference.toLowerCase()}.${returnMac(tokens, purpose, reference)}@${domain}`
}

/** Whom an address is about, if it is one of `returnAddress` and nobody made it up (constant time); in any case. */
export function readReturnAddress(
  tokens: Tokens,
  address: string,
): { readonly purpose: ReturnPurpose; readonly reference: string } | undefined {
  const [, mailbox, claimed = '', mac = ''] =
    /^(bounce|calendar)\+([0-9a-z]{6,16})\.([a-z2-7]{26})@/.exec(address.trim().toLowerCase()) ?? []
  const purpose = returnPurposes.find(known => mailboxes[known] === mailbox)
  const reference = claimed.toUpperCase()
  if (purpose === undefined) return undefined
  const isOurs = timingSafeEqual(Buffer.from(mac), Buffer.from(returnMac(tokens, purpose, reference)))
  return isOurs ? { purpose, reference } : undefined
}

function returnMac(tokens: Tokens, purpose: ReturnPurpose, reference: string): string {
  const token = tokens.issue(`mail-${purpose}`, reference, 0)
  return base32(Buffer.from(token.slice(reference.length), 'base64url').subarray(0, 16)).toLowerCase()
}

/** RFC 4648 §6, the last symbol filled with zeros, without `=`. */
function base32(bytes: Buffer): string {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const padded = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0')
  return (padded.match(/.{5}/g) ?? []).map(five => symbols[Number.parseInt(five, 2)]).join('')
}
