import { comparisonKey } from '../../../core/typography.ts'
import type { Times } from '../types/table.ts'

const token = String.raw`(\d{1,2})(?:\s?[.:,h]\s?([0-5]\d))?(?:[.:]00)?\s?(am|pm|a\. ?m\.|p\. ?m\.)?`
const range = new RegExp(String.raw`^${token}(?:\s*-\s*(?:${token})?)?$`)

/** Characters; what is longer is no time, and is not looked at. */
const longest = 80

/** Dashes of every length, words and units between and around times, as word processors and people write them. */
function plainTimes(cell: string): string {
  return comparisonKey(cell.replace(/[‐‑‒–—―−~]/g, '-'))
    .replace(/\b(?:hodin[ay]?|hod|h|uhr)\b\.?(?! ?\d)/g, ' ')
    .replace(/(?<=\d)\s*(?:h|hod)\.?(?=\s*(?:-|$))/g, '')
    .replace(/^(?:od|from|cca|ca|circa|kolem|about|at|v|ve|zacatek)\b\.?\s*/, '')
    .replace(/\s+(?:az|do|to|until|till)\s+/g, '-')
    .replace(/^(?:do|to|until|till)\s+/, '')
    .replace(/(?<=\d) (?=\d{1,2}[.:]\d\d)/g, '-')
    .replace(/[\s;,]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Reads when something is as people type it: `9.00–9.30`, `9:00 - 9.30 hod.`, `od 9 do 10`, `2 PM`, `24.00`; also what a
 * spreadsheet makes of a time (`0.375`, `1899-12-30 09:00`). undefined: it says something else.
 */
export function readTimes(cell: string): Times | undefined {
  if (cell.length > longest) return undefined
  const plain = plainTimes(cell)
  const sheet = /^(?:1899|1900)-\d\d-\d\d (\d\d):(\d\d)$/.exec(cell)
  if (sheet !== null) return { start: Number(sheet[1]) * 60 + Number(sheet[2]), end: undefined }
  if (/^0[.,]\d{3,}$/.test(plain)) return { start: Math.round(Number(plain.replace(',', '.')) * 1440), end: undefined }
  const found = range.exec(plain)
  if (found === null) return undefined
  const [, hour, minute, half, endHour, endMinute, endHalf] = found
  const start = minutesOf(hour, minute, half ?? (endHalf && Number(hour) <= Number(endHour) ? endHalf : undefined))
  if (start === undefined) return undefined
  if (endHour === undefined) return { start, end: undefined }
  const end = minutesOf(endHour, endMinute, endHalf)
  if (end === undefined || end === start) return undefined
  return { start, end: end < start ? end + 1440 : end }
}

function minutesOf(hour = '', minute = '0', half: string | undefined): number | undefined {
  const twelve = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.startsWith('p') ? 12 : 0)
  const minutes = twelve * 60 + Number(minute)
  return minutes <= 1440 ? minutes : undefined
}

/** A cell that is a time beyond doubt: with minutes, or from one hour to another. */
export function looksLikeTime(cell: string): boolean {
  if (cell.length > 40 || !/\d/.test(cell)) return false
  const times = readTimes(cell)
  if (times === undefined) return false
  return times.end !== undefined || /\d\s?[.:]\s?\d\d(?!\d)/.test(cell) || /\d\s*(?:h\b|hod|am|pm)/i.test(cell)
}

/** What stands at the beginning of a line that begins with a time, and the rest; undefined when it does not. */
export function splitTime(line: string): { readonly time: string; readonly rest: string } | undefined {
  const [first = '', ...cells] = line.trim().split('\t')
  if (cells.length > 0 && looksLikeTime(first)) return { time: first.trim(), rest: cells.join('\t') }
  const unit = String.raw`(?:\s*(?:hod\.?|h|[ap]\.?m\.?)(?![\p{L}]))?`
  const start = String.raw`(?:od\s+)?\d{1,2}[.:]\d\d${unit}`
  const end = String.raw`(?:\s*(?:[-‐‑‒–—―−]|až|do)\s*(?:\d{1,2}[.:]\d\d${unit})?)?`
  const found = new RegExp(`^(${start}${end})(?![\\d.:]|\\s*(?:\\.|[12]\\d{3}))[\\s,:;|–—-]*(.*)$`, 'isu').exec(
    line.trim(),
  )
  if (found === null) return undefined
  const [, time = '', after = ''] = found
  return readTimes(time) === undefined ? undefined : { time, rest: after }
}

/** Reads how long something takes, in minutes: `30`, `30 min`, `1,5 h`, `1 h 30 min`, `1:30`; undefined: it is none. */
export function readLength(cell: string): number | undefined {
  if (cell.length > longest) return undefined
  const plain = comparisonKey(cell).replace(/\s+/g, ' ')
  const sheet = /^(?:1899|1900)-\d\d-\d\d (\d\d):(\d\d)$/.exec(plain)
  const clock = sheet ?? /^(\d{1,2}):(\d\d)(?::00)?(?: ?(?:h|hod\.?|hodin))?$/.exec(plain)
  if (clock !== null) return sane(Number(clock[1]) * 60 + Number(clock[2]))
  if (/^0[.,]\d{3,}$/.test(plain)) return sane(Math.round(Number(plain.replace(',', '.')) * 1440))
  const hours =
    /^(\d{1,2}(?:[.,]\d{1,2})?) ?(?:h|hod|hod\.|hodin[ay]?|hours?)(?: ?(\d{1,2}) ?(?:m|min|min\.|minut[ay]?)?)?$/
  const long = hours.exec(plain)
  if (long !== null) return sane(Math.round(Number((long[1] ?? '').replace(',', '.')) * 60) + Number(long[2] ?? 0))
  const short = /^(\d{1,4}) ?(?:['’′]|m|min|min\.|minut[ay]?|minutes?)?$/.exec(plain)
  return short === null ? undefined : sane(Number(short[1]))
}

const sane = (minutes: number) => (minutes >= 1 && minutes <= 1440 ? minutes : undefined)
