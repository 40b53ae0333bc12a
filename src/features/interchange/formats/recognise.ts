import type { OtherFormat } from '../types/refusals.ts'

/** What the first bytes say a file is: something to read further, or something else. */
export type Sniffed = 'xml' | 'json' | OtherFormat

const signatures: readonly (readonly [string, OtherFormat])[] = [
  ['25504446', 'pdf'],
  ['1f8b', 'gzip'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['52494646', 'image'],
  ['d0cf11e0', 'xlsx'],
]

/** Recognises a file by its content; its name and what a browser says of it are not believed. `start`: 8 kB or more. */
export function sniff(start: Buffer): Sniffed {
  const hex = start.toString('hex', 0, 8)
  const known = signatures.find(([signature]) => hex.startsWith(signature))
  if (known) return known[1]
  if (hex.startsWith('504b0304')) return archiveKind(start.toString('latin1'))
  const text = decodedStart(start)
  if (text.includes('\u0000')) return 'binary'
  const trimmed = text.trimStart()
  if (trimmed.startsWith('<')) return /^<(!doctype\s+)?html\b/i.test(trimmed) ? 'html' : 'xml'
  if (/^[{[]/.test(trimmed)) return 'json'
  if (/^BEGIN:VCALENDAR/i.test(trimmed)) return 'icalendar'
  const [line = ''] = trimmed.split('\n')
  return (line.match(/[;,\t]/g)?.length ?? 0) >= 2 ? 'csv' : 'text'
}

function archiveKind(start: string): OtherFormat {
  if (start.includes('application/vnd.oasis.opendocument')) return 'odf'
  if (start.includes('word/')) return 'docx'
  return start.includes('xl/') ? 'xlsx' : 'zip'
}

/** What XML with another root is. */
export function recogniseRoot(root: string): OtherFormat {
  const name = root.toLowerCase().replace(/^.*:/, '')
  if (name === 'icalendar' || name === 'vcalendar') return 'pentabarf-xcal'
  if (name === 'rss' || name === 'feed' || name === 'rdf') return 'rss'
  return name === 'html' ? 'html' : 'unknown-xml'
}

/** The encoding to read a text file by: its byte order mark, else what its XML declaration says, else UTF-8. */
export function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  const declared = /^\s*<\?xml[^>]*\bencoding=["']([A-Za-z0-9_.-]+)["']/.exec(start.toString('latin1', 0, 200))
  const label = declared?.[1] ?? 'utf-8'
  // A declaration that could be read byte by byte is no UTF-16, whatever it says.
  if (/^(utf-?16|ucs)/i.test(label)) return 'utf-8'
  try {
    return new TextDecoder(label).encoding
  } catch {
    return 'utf-8'
  }
}

function decodedStart(start: Buffer): string {
  return new TextDecoder(encodingOf(start)).decode(start)
}
