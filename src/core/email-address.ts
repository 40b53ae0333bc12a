/** Octets an e-mail address has at most (RFC 5321). */
export const longestEmailAddress = 254

// Linear by construction: one @, no space, a dot in the domain; length is checked first (SEC-55).
const shape = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:".]+(?:\.[^\s@<>()[\]\\,;:".]+)+$/

/** Whether a text (already cleaned of spaces around it) has the shape of an e-mail address. */
export function isEmailAddress(text: string): boolean {
  return text.length <= longestEmailAddress && shape.test(text)
}
