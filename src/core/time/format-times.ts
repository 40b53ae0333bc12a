import type { Locale } from '../localised-text.ts'
import type { Instant } from './clock.ts'
import { formatDate, formatDayAndMonth, formatLongDate } from './format-dates.ts'
import type { LocalTime } from './local.ts'
import { abbreviationOf, zoneCity } from './zone-names.ts'
import { dateIn, timeIn, type TimeZone, utcOffset } from './zones.ts'

const nbsp = '\u00A0'

/** `9.00` in Czech, `9:00` in English: what the wall shows at that instant in that zone. */
export function formatTime(instant: Instant, zone: TimeZone, locale: Locale): string {
  return formatLocalTime(timeIn(instant, zone), locale)
}

/** `9.00–12.30`, `9:00–12:30`. Says nothing about the days. */
export function formatTimeRange(start: Instant, end: Instant, zone: TimeZone, locale: Locale): string {
  return formatLocalTimeRange(timeIn(start, zone), timeIn(end, zone), locale)
}

/** `9.00`, `9:00`, of a time on the wall. */
export function formatLocalTime(time: LocalTime, locale: Locale): string {
  const [hour = '', minute = ''] = time.split(':')
  return `${Number(hour)}${locale === 'cs' ? '.' : ':'}${minute}`
}

/** `9.00–12.30`, `9:00–12:30`, of times on the wall; one time when both are the same. */
export function formatLocalTimeRange(start: LocalTime, end: LocalTime, locale: Locale): string {
  const from = formatLocalTime(start, locale)
  return start === end ? from : `${from}–${formatLocalTime(end, locale)}`
}

/** `13. září 2023, 9.00`, `13 September 2023, 9:00`. */
export function formatDateTime(instant: Instant, zone: TimeZone, locale: Locale): string {
  return `${formatDate(dateIn(instant, zone), locale)}, ${formatTime(instant, zone, locale)}`
}

/** `středa 13. září 2023, 9.00–12.30`; over several days both with their date: for mails and confirmations. */
export function formatDateTimeRange(start: Instant, end: Instant, zone: TimeZone, locale: Locale): string {
  const day = formatLongDate(dateIn(start, zone), locale)
  if (dateIn(start, zone) === dateIn(end, zone)) return `${day}, ${formatTimeRange(start, end, zone, locale)}`
  const last = formatLongDate(dateIn(end, zone), locale)
  return `${day}, ${formatTime(start, zone, locale)}${nbsp}– ${last}, ${formatTime(end, zone, locale)}`
}

/** `22. 8. 9.41`, `22 Aug 9:41`: for logs and lists of recent doings. */
export function formatShortDateTime(instant: Instant, zone: TimeZone, locale: Locale): string {
  return `${formatDayAndMonth(dateIn(instant, zone), locale)} ${formatTime(instant, zone, locale)}`
}

/** `UTC+2`, `UTC+5:30`, `UTC−4` (a minus sign), `UTC`; for a number of minutes ahead of UTC. */
export function formatUtcOffset(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`
}

/** `Praha (SELČ, UTC+2)`, `Sofia (EEST, UTC+3)`: the zone in force at that instant, as mails and pages show it. */
export function formatZone(instant: Instant, zone: TimeZone, locale: Locale): string {
  const offset = formatUtcOffset(utcOffset(instant, zone))
  const abbreviation = abbreviationOf(instant, zone, locale)
  if (zone === 'UTC') return offset
  return `${zoneCity(zone, locale)} (${abbreviation ? `${abbreviation}, ` : ''}${offset})`
}
