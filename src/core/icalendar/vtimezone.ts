import { tzlib_get_ical_block } from 'timezones-ical-library'
import { addDays, type LocalDate, type LocalDateTime, weekday } from '../time.ts'

/** One rule of a VTIMEZONE: from its onset (the wall time before the change) the offset, in minutes, is in force. */
interface Observance {
  readonly offset: number
  readonly start: LocalDateTime
  readonly yearly?: { readonly month: number; readonly nth: number; readonly day: number } | undefined
}

/** The moment a rule comes into force, as a time on the wall before the change. */
interface Onset {
  readonly at: LocalDateTime
  readonly offset: number
}

interface ZoneBlock {
  readonly lines: readonly string[]
  readonly observances: readonly Observance[]
  /** The onsets that may be in force during a year, latest first; worked out once for each year. */
  readonly years: Map<string, readonly Onset[]>
}

const blocks = new Map<string, ZoneBlock | undefined>()
const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/**
 * The VTIMEZONE of a zone, line by line, under the name asked for: the library answers `Europe/Bratislava` with a block
 * named `Europe/Prague`, and a TZID without its VTIMEZONE is a wrong hour in Outlook. Undefined for an unknown zone.
 */
export function vtimezoneLines(zone: string): readonly string[] | undefined {
  return blockOf(zone)?.lines
}

/**
 * Minutes ahead of UTC that a reader of the VTIMEZONE finds for a time on the wall. The block holds only the rules of
 * today, so for a past year (Moscow 2011) or an irregular zone this may differ from what we know; undefined before 1970.
 */
export function vtimezoneOffset(zone: string, local: LocalDateTime): number | undefined {
  const block = blockOf(zone)
  return block && onsetsOf(block, local.slice(0, 4)).find(onset => onset.at <= local)?.offset
}

function onsetsOf(block: ZoneBlock, year: string): readonly Onset[] {
  let onsets = block.years.get(year)
  if (!onsets) {
    const found = block.observances.flatMap(observance => onsetsAround(observance, Number(year)))
    onsets = found.toSorted((one, other) => (one.at < other.at ? 1 : -1))
    block.years.set(year, onsets)
  }
  return onsets
}

function onsetsAround({ start, yearly, offset }: Observance, year: number): Onset[] {
  const onsets = yearly ? [year, year - 1].map(each => nthWeekday(each, yearly) + start.slice(10)) : [start]
  return onsets.filter(at => at >= start).map(at => ({ at, offset }))
}

/** The nth (−1: last) given weekday of a month. */
function nthWeekday(year: number, rule: { month: number; nth: number; day: number }): LocalDate {
  const first = monthStart(year, rule.month)
  if (rule.nth > 0) return addDays(first, ((rule.day - weekday(first) + 7) % 7) + (rule.nth - 1) * 7)
  const last = addDays(rule.month === 12 ? monthStart(year + 1, 1) : monthStart(year, rule.month + 1), -1)
  return addDays(last, -((weekday(last) - rule.day + 7) % 7) + (rule.nth + 1) * 7)
}

function monthStart(year: number, month: number): LocalDate {
  return `${year}-${String(month).padStart(2, '0')}-01`
}

function blockOf(zone: string): ZoneBlock | undefined {
  if (!blocks.has(zone)) blocks.set(zone, readBlock(zone))
  return blocks.get(zone)
}

function readBlock(zone: string): ZoneBlock | undefined {
  const [block] = [tzlib_get_ical_block(zone)].flat()
  if (!block?.startsWith('BEGIN:VTIMEZONE')) return undefined
  const lines = block
    .trim()
    .split('\r\n')
    .map(line => line.replace(/^(TZID|X-LIC-LOCATION):.*/, `$1:${zone}`))
  const parts = block.split(/BEGIN:(?:STANDARD|DAYLIGHT)\r\n/).slice(1)
  return { lines, observances: parts.map(readObservance), years: new Map<string, readonly Onset[]>() }
}

function readObservance(text: string): Observance {
  const [, sign, hours, minutes] = /TZOFFSETTO:([+-])(\d\d)(\d\d)/.exec(text) ?? []
  const [, year, month, day, time] = /DTSTART:(\d{4})(\d\d)(\d\d)T(\d{6})/.exec(text) ?? []
  const rule = /RRULE:FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)([A-Z]{2})/.exec(text)
  const clock = (time ?? '').replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')
  return {
    offset: (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1),
    start: `${year}-${month}-${day}T${clock}`,
    yearly: rule
      ? { month: Number(rule[1]), nth: Number(rule[2]), day: dayCodes.indexOf(rule[3] ?? '') + 1 }
      : undefined,
  }
}
