import { createHash } from 'node:crypto'
import { isLocalDate, type LocalDate, type LocalDateTime, type LocalTime } from '../../../core/time.ts'

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a UUID in lower case, whatever its version (RFC 9562). */
export function isUuid(text: string): boolean {
  return uuidShape.test(text)
}

/** What identifiers of documents without any are derived from. */
const namespace = Buffer.from('6f1d8f3c2b7e4c5a9d0e7a41c3b6f258', 'hex')

/** The same UUID for the same name, version 5 (RFC 9562 §5.5). */
export function namedUuid(...parts: readonly string[]): string {
  const hash = createHash('sha1')
  for (const part of [namespace, parts.join('\u0000')]) hash.update(part)
  const bytes = hash.digest()
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Minutes of `1:30`, `01:30`, `01:30:00`, `1:00:30:00` (with days), `PT1H30M` or `90`; undefined for anything else. */
export function readDuration(text: string): number | undefined {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+(?:\.\d+)?S)?)?$/.exec(text)
  if (iso && text.length > 2) return number(iso[1]) * 1440 + number(iso[2]) * 60 + number(iso[3])
  if (/^\d{1,4}$/.test(text)) return Number(text)
  const parts = /^\d{1,3}(:\d{1,2}){1,3}$/.test(text) ? text.split(':').map(Number) : undefined
  if (!parts) return undefined
  const [days = 0, hours = 0, minutes = 0] = parts.length === 4 ? parts : [0, ...parts]
  return days * 1440 + hours * 60 + minutes
}

const number = (text: string | undefined) => Number(text ?? 0)

/** A time of day out of `9:30`, `09:30` or `09:30:00`. */
export function readClock(text: string): LocalTime | undefined {
  const found = /^(\d{1,2})[:.](\d{2})(?::\d{2})?$/.exec(text)
  if (!found || number(found[1]) > 23 || number(found[2]) > 59) return undefined
  return `${String(found[1]).padStart(2, '0')}:${String(found[2])}`
}

/** A date with a time, and with the offset when there is one: as the wall shows it, and for `parseInstant`. */
export interface ReadMoment {
  readonly local: LocalDateTime
  /** ISO 8601 with an offset; null when the document leaves it open. */
  readonly exact: string | null
}

/** Reads `2026-01-31T09:30:00+01:00` and what people make of it: no seconds, a space, `+0100`, no offset. */
export function readMoment(text: string): ReadMoment | undefined {
  const shape = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  const [, date = '', time = '', offset = ''] = shape ?? []
  if (!isLocalDate(date) || readClock(time) === undefined) return undefined
  const local = `${date}T${time}:00`
  if (offset === '') return { local, exact: null }
  const zone = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
  return { local, exact: `${local}${zone}` }
}

/** The day of a date, with or without a time behind it. */
export function readDate(text: string): LocalDate | null {
  const date = text.slice(0, 10)
  return isLocalDate(date) ? date : null
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const spelled: Readonly<Record<string, string>> = {
  english: 'en',
  deutsch: 'de',
  german: 'de',
  čeština: 'cs',
  česky: 'cs',
  czech: 'cs',
  français: 'fr',
  french: 'fr',
  slovak: 'sk',
  slovenčina: 'sk',
}

/** The ISO 639-1 code of `en`, `de-formal`, `pt_BR` or `English`; undefined for a language nobody knows. */
export function readLanguage(text: string): string | undefined {
  const lower = text.toLowerCase()
  const code = spelled[lower] ?? /^([a-z]{2})(?:[-_].*)?$/.exec(lower)?.[1]
  return code !== undefined && languageNames.of(code) !== undefined ? code : undefined
}

/** An address on the web out of what a document gives: relative to `base`, or `www.…`; undefined for any other. */
export function readAddress(text: string, base: string | null): string | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 2_000 || /[\u0000-\u0020]/.test(trimmed)) return undefined
  const address = /^www\.[^/\s]+\./i.test(trimmed) ? `https://${trimmed}` : trimmed
  try {
    const url = base === null ? new URL(address) : new URL(address, base)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
  } catch {
    return undefined
  }
}
