/**
 * The characters of RFC 5545: what may stand in a value, how a parameter is quoted, where a line is folded.
 * Everything written into a calendar passes through one of these.
 */

const maximumOctets = 75

/**
 * Text that may go into a calendar: every kind of line break is `\n`, control characters and lone surrogates are gone,
 * and so are word joiners, which some calendar programs draw as a box.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\p{Cc}\p{Cs}\u2060\uFEFF\uFFFE\uFFFF](?<![\t\n])/gu, '')
}

/** As `cleanText`, on one line: breaks become `separator`. */
export function cleanLine(text: string, separator = ' '): string {
  return cleanText(text)
    .split(/\s*\n\s*/)
    .filter(part => part !== '')
    .join(separator)
    .trim()
}

/** A TEXT value (RFC 5545 §3.3.11). */
export function textValue(text: string): string {
  return cleanText(text)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** A parameter value, always quoted, its quotes and carets encoded (RFC 6868). */
export function parameterValue(text: string): string {
  return `"${cleanLine(text, ', ').replaceAll('^', '^^').replaceAll('"', "^'")}"`
}

/** A URI value, never escaped as text; undefined unless it is an http, https, mailto or tel address. */
export function uriValue(text: string | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  const harmless = ['http:', 'https:', 'mailto:', 'tel:'].includes(protocol) && /^[\x21-\x7E]+$/.test(href)
  return harmless ? href : undefined
}

/** A calendar address (`mailto:`); throws RangeError for what is no e-mail address. */
export function mailAddress(email: string): string {
  if (!/^[^\s@<>"\p{Cc}]+@[^\s@<>"\p{Cc}]+$/u.test(email)) throw new RangeError('Not an e-mail address')
  return `mailto:${email.replace(/[^A-Za-z0-9@.!$'*+=_~^`{|}/-]/gu, encodeURIComponent)}`
}

/** Takes folded lines apart into content lines, as they were before folding. */
export function unfold(text: string): string[] {
  return text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(line => line !== '')
}

/** Content lines as they go over the wire: no line over 75 octets, none cut inside a character, CRLF after each. */
export function fold(lines: readonly string[]): string {
  return lines.map(foldLine).join('')
}

function foldLine(line: string): string {
  if (line.length * 3 <= maximumOctets) return `${line}\r\n`
  const bytes = Buffer.from(line, 'utf8')
  let folded = ''
  let start = 0
  while (bytes.length - start > room(start)) {
    let end = start + room(start)
    while (isContinuation(bytes[end])) end -= 1
    folded += `${start === 0 ? '' : ' '}${bytes.toString('utf8', start, end)}\r\n`
    start = end
  }
  return `${folded}${start === 0 ? '' : ' '}${bytes.toString('utf8', start)}\r\n`
}

/** Octets left on a line; a continued one begins with a space, which counts. */
function room(start: number): number {
  return start === 0 ? maximumOctets : maximumOctets - 1
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
