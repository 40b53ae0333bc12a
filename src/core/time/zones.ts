import { Temporal } from 'temporal-polyfill'
import type { Instant } from './clock.ts'
import { dateOf, type LocalDate, type LocalDateTime, type LocalTime, timeOf } from './local.ts'

declare const zoneBrand: unique symbol

/** The IANA name of a time zone (`Europe/Prague`), known to this server. */
export type TimeZone = string & { readonly [zoneBrand]: true }

/** What a time on the wall means: one instant, none (clocks skipped it), or two (clocks ran through it twice). */
export type LocalTimeMeaning =
  | { readonly kind: 'instant'; readonly instant: Instant }
  | { readonly kind: 'gap'; readonly nearest: LocalDateTime; readonly nearestInstant: Instant }
  | { readonly kind: 'overlap'; readonly earlier: Instant; readonly later: Instant }

/** A stretch of time with one offset; both in milliseconds. */
interface Stretch {
  readonly from: number
  readonly offset: number
}

const known = new Map<string, boolean>()
const stretches = new Map<TimeZone, Map<number, readonly Stretch[]>>()

/** Reads an IANA zone name as the tz database spells it; undefined for anything else (`CET`, `+02:00`, `europe/prague`). */
export function parseTimeZone(text: string): TimeZone | undefined {
  return isTimeZone(text) ? text : undefined
}

/** As `parseTimeZone`, for constants in the code; throws RangeError. */
export function timeZone(text: string): TimeZone {
  const zone = parseTimeZone(text)
  if (!zone) throw new RangeError(`Not a time zone: ${text}`)
  return zone
}

function isTimeZone(text: string): text is TimeZone {
  if (text.length > 40 || !/^(UTC|[A-Z][A-Za-z]+(?:[/_+-][A-Za-z0-9]+)+)$/.test(text)) return false
  const remembered = known.get(text)
  if (remembered !== undefined) return remembered
  const exists = isKnownToIntl(text)
  if (exists) known.set(text, exists)
  return exists
}

/** How the tz database spells its other names of a zone: `Europe/Kyiv`, `US/East-Indiana`, `Europe/Isle_of_Man`. */
const usualAlias = /^(?:[A-Z][a-z]+|[A-Z]{2})(?:[/_-](?:[A-Z][a-z]+|[A-Z]{3}|GMT[+-]?\d{0,2}|of|es|au))*$/

function isKnownToIntl(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // Intl takes any spelling: whoever asks for a thousand of them would have us remember each one's formats.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone === name : usualAlias.test(name)
  } catch {
    return false
  }
}

/**
 * The instant of a time on the wall in a zone. Where clocks skip that time the answer is `gap`, with the first time
 * after it; where they run through it twice it is `overlap`, unless `occurrence` says which one is meant.
 */
export function toInstant(local: LocalDateTime, zone: TimeZone, occurrence?: 'earlier' | 'later'): LocalTimeMeaning {
  const wall = Temporal.PlainDateTime.from(local)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return meaning(earlier)
  if (earlier.toPlainDateTime().equals(wall)) {
    if (occurrence) return meaning(occurrence === 'earlier' ? earlier : later)
    return { kind: 'overlap', earlier: dateAt(earlier), later: dateAt(later) }
  }
  const change = earlier.getTimeZoneTransition('next') ?? later
  return {
    kind: 'gap',
    nearest: change.toPlainDateTime().toString({ smallestUnit: 'second' }),
    nearestInstant: dateAt(change),
  }
}

function meaning(moment: Temporal.ZonedDateTime): LocalTimeMeaning {
  return { kind: 'instant', instant: dateAt(moment) }
}

function dateAt(moment: Temporal.ZonedDateTime): Instant {
  return new Date(moment.epochMilliseconds)
}

/** The instant at which a day begins in a zone, also where clocks skip midnight; for half-open ranges of days. */
export function startOfDay(date: LocalDate, zone: TimeZone): Instant {
  return dateAt(Temporal.PlainDate.from(date).toZonedDateTime(zone))
}

/** What the clock on the wall shows at that instant in that zone. */
export function toLocal(instant: Instant, zone: TimeZone): LocalDateTime {
  return new Date(instant.getTime() + offsetMillis(instant, zone)).toISOString().slice(0, 19)
}

/** The day it is at that instant in that zone. */
export function dateIn(instant: Instant, zone: TimeZone): LocalDate {
  return dateOf(toLocal(instant, zone))
}

/** The time of day at that instant in that zone, without seconds. */
export function timeIn(instant: Instant, zone: TimeZone): LocalTime {
  return timeOf(toLocal(instant, zone))
}

/** Minutes by which the zone is ahead of UTC at that instant. */
export function utcOffset(instant: Instant, zone: TimeZone): number {
  return Math.round(offsetMillis(instant, zone) / 60_000)
}

/** Minutes by which the reader's clock is ahead of the zone's: −60 for an event in Sofia read in Prague. */
export function zoneDifference(instant: Instant, zone: TimeZone, readerZone: TimeZone): number {
  return utcOffset(instant, readerZone) - utcOffset(instant, zone)
}

/** True when the wall shows the same time twice and this instant is one of the two. */
export function isRepeated(instant: Instant, zone: TimeZone): boolean {
  const time = instant.getTime()
  const list = stretchesOf(zone, instant.getUTCFullYear())
  return list.some((stretch, index) => {
    const before = list[index - 1]
    const repeated = before ? before.offset - stretch.offset : 0
    return repeated > 0 && time >= stretch.from - repeated && time < stretch.from + repeated
  })
}

/** `2023-09-13T09:00+03:00`, for `<time datetime>` and JSON-LD; seconds only where there are some. */
export function isoWithOffset(instant: Instant, zone: TimeZone): string {
  const local = toLocal(instant, zone).replace(/:00$/, '')
  const minutes = utcOffset(instant, zone)
  const size = Math.abs(minutes)
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function offsetMillis(instant: Instant, zone: TimeZone): number {
  const time = instant.getTime()
  let offset = 0
  for (const stretch of stretchesOf(zone, instant.getUTCFullYear())) {
    if (stretch.from > time) break
    offset = stretch.offset
  }
  return offset
}

/**
 * The offsets of a zone in a year of UTC, asked from Intl once: an Intl call for each value would cost a feed of 1,300
 * entries a hundred milliseconds. The first stretch begins with the stretch in force at new year.
 */
function stretchesOf(zone: TimeZone, year: number): readonly Stretch[] {
  let years = stretches.get(zone)
  if (!years) stretches.set(zone, (years = new Map<number, readonly Stretch[]>()))
  let list = years.get(year)
  if (!list) years.set(year, (list = findStretches(zone, year)))
  return list
}

function findStretches(zone: TimeZone, year: number): readonly Stretch[] {
  const start = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(zone)
  const end = Date.UTC(year + 1, 0, 1)
  const list = [stretchFrom(start)]
  let change = start.getTimeZoneTransition('next')
  while (change && change.epochMilliseconds < end) {
    list.push(stretchFrom(change))
    change = change.getTimeZoneTransition('next')
  }
  return list
}

function stretchFrom(moment: Temporal.ZonedDateTime): Stretch {
  return { from: moment.epochMilliseconds, offset: moment.offsetNanoseconds / 1_000_000 }
}
