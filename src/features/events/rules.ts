import { isEmptyText, type LocalisedText, locales } from '../../core/localised-text.ts'
import {
  addDays,
  daysBetween,
  dateOf,
  type Instant,
  type LocalDate,
  type LocalDateTime,
  type LocalTime,
  localDateTime,
  startOfDay,
  type TimeZone,
  timeOf,
  toInstant,
  toLocal,
} from '../../core/time.ts'
import type {
  EventPhase,
  EventRow,
  EventTimes,
  FundingFacts,
  PublicationBlocker,
  PublicationChecklist,
  PublicationWarning,
} from './types.ts'

/** Where an event is in its life. An archived event stays archived whatever happened before. */
export function phaseOf(event: Pick<EventRow, 'publishedAt' | 'cancelledAt' | 'archivedAt'>): EventPhase {
  if (event.publishedAt === null) return 'draft'
  if (event.archivedAt !== null) return 'archived'
  return event.cancelledAt === null ? 'published' : 'cancelled'
}

/** Whether the event has ended. */
export function isOver(event: Pick<EventRow, 'endsAt'>, at: Instant): boolean {
  return event.endsAt <= at
}

/** The first and the last day of an event; one that ends at midnight ends on the day before. */
export function daysOf(event: Pick<EventRow, 'startsLocal' | 'endsLocal'>): { first: LocalDate; last: LocalDate } {
  const first = dateOf(event.startsLocal)
  const end = dateOf(event.endsLocal)
  const endsAtMidnight = timeOf(event.endsLocal) === '00:00'
  return { first, last: endsAtMidnight && end > first ? addDays(end, -1) : end }
}

/** What somebody typed as the dates of an event; without times the whole days are meant. */
export interface TypedTimes {
  readonly timeZone: TimeZone
  readonly startDate: LocalDate
  readonly endDate: LocalDate
  readonly startTime?: LocalTime | undefined
  readonly endTime?: LocalTime | undefined
  /** Which of two equal times is meant where the clocks run through one twice. */
  readonly startOccurrence?: 'earlier' | 'later' | undefined
  readonly endOccurrence?: 'earlier' | 'later' | undefined
}

export type TimesDecision =
  | { readonly kind: 'times'; readonly times: EventTimes }
  | { readonly kind: 'end-before-start' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'gap'; readonly which: 'start' | 'end'; readonly nearest: LocalDateTime }
  | { readonly kind: 'overlap'; readonly which: 'start' | 'end'; readonly earlier: Instant; readonly later: Instant }

/** No event lasts longer; more is a slip of the hand, and an agenda with a column of so many days. */
const mostDays = 366

/**
 * Turns typed dates into the times of an event. Clocks that skip the time give `gap` with the first time after it; a
 * time that comes twice gives `overlap` until its occurrence is chosen (REL-10).
 */
export function decideTimes(typed: TypedTimes): TimesDecision {
  const { timeZone, startDate, endDate, startTime, endTime } = typed
  if (daysBetween(startDate, endDate) >= mostDays) return { kind: 'too-long' }
  if (startTime === undefined || endTime === undefined) return wholeDays(timeZone, startDate, endDate)
  const startsLocal = localDateTime(startDate, startTime)
  const endsLocal = localDateTime(endDate, endTime)
  const start = toInstant(startsLocal, timeZone, typed.startOccurrence)
  if (start.kind !== 'instant') return refusal('start', start)
  const end = toInstant(endsLocal, timeZone, typed.endOccurrence)
  if (end.kind !== 'instant') return refusal('end', end)
  if (end.instant <= start.instant) return { kind: 'end-before-start' }
  const times = { timeZone, startsLocal, endsLocal, startsAt: start.instant, endsAt: end.instant, hasTimes: true }
  return { kind: 'times', times }
}

function wholeDays(timeZone: TimeZone, startDate: LocalDate, endDate: LocalDate): TimesDecision {
  if (endDate < startDate) return { kind: 'end-before-start' }
  const dayAfter = addDays(endDate, 1)
  const times = {
    timeZone,
    startsLocal: localDateTime(startDate, '00:00'),
    endsLocal: localDateTime(dayAfter, '00:00'),
    startsAt: startOfDay(startDate, timeZone),
    endsAt: startOfDay(dayAfter, timeZone),
    hasTimes: false,
  }
  return { kind: 'times', times }
}

type Unclear = Exclude<ReturnType<typeof toInstant>, { kind: 'instant' }>

function refusal(which: 'start' | 'end', meaning: Unclear): TimesDecision {
  if (meaning.kind === 'gap') return { kind: 'gap', which, nearest: meaning.nearest }
  return { kind: 'overlap', which, earlier: meaning.earlier, later: meaning.later }
}

/**
 * The times of an event moved to another first day: every wall time stays, over any change of clocks. A time that
 * falls into a gap moves to the first one after it; of two equal times the earlier is taken.
 */
export function shiftTimes(event: EventTimes, startsOn: LocalDate): EventTimes {
  const days = daysBetween(dateOf(event.startsLocal), startsOn)
  const start = shiftedMoment(event.startsLocal, event.timeZone, days)
  const end = shiftedMoment(event.endsLocal, event.timeZone, days)
  return {
    timeZone: event.timeZone,
    startsLocal: start.local,
    endsLocal: end.local,
    startsAt: start.instant,
    endsAt: end.instant,
    hasTimes: event.hasTimes,
  }
}

function shiftedMoment(local: LocalDateTime, zone: TimeZone, days: number): { local: LocalDateTime; instant: Instant } {
  const moved = localDateTime(addDays(dateOf(local), days), timeOf(local))
  const meaning = toInstant(moved, zone, 'earlier')
  if (meaning.kind === 'gap') return { local: meaning.nearest, instant: meaning.nearestInstant }
  return { local: moved, instant: meaning.kind === 'instant' ? meaning.instant : meaning.earlier }
}

/** What stands between a draft and its publication. `funding` is undefined for an event without a project. */
export function checkPublication(
  event: Pick<EventRow, 'title' | 'mode' | 'venueId' | 'city' | 'startsAt' | 'endsAt'>,
  funding: FundingFacts | undefined,
): PublicationChecklist {
  const blockers: PublicationBlocker[] = []
  if (isEmptyText(event.title)) blockers.push('title')
  if (event.mode !== 'online' && event.venueId === null && isEmptyText(event.city)) blockers.push('place')
  if (event.endsAt <= event.startsAt) blockers.push('dates')
  return { blockers, warnings: [...titleWarnings(event.title), ...fundingWarnings(funding)] }
}

function titleWarnings(title: LocalisedText): PublicationWarning[] {
  if (isEmptyText(title)) return []
  return locales.every(locale => (title[locale] ?? '').trim() !== '') ? [] : ['title-in-one-language']
}

function fundingWarnings(funding: FundingFacts | undefined): PublicationWarning[] {
  if (funding === undefined) return []
  const warnings: PublicationWarning[] = []
  if (!funding.hasProgramme) warnings.push('project-without-programme')
  else if (!funding.hasStatement) warnings.push('project-without-statement')
  if (!funding.registrationNumber) warnings.push('project-without-number')
  if (!funding.evidenceUntil) warnings.push('project-without-evidence-date')
  return warnings
}

/** Whether a change of the event must reach calendars as a new SEQUENCE: when or where, not what is written about it. */
export function movesCalendar(before: EventRow, after: Partial<EventRow>): boolean {
  const facts = ['timeZone', 'venueId', 'country', 'mode', 'hasTimes'] as const
  if (facts.some(fact => after[fact] !== undefined && after[fact] !== before[fact])) return true
  if (after.startsAt !== undefined && after.startsAt.getTime() !== before.startsAt.getTime()) return true
  if (after.endsAt !== undefined && after.endsAt.getTime() !== before.endsAt.getTime()) return true
  const city = after.city
  return city !== undefined && locales.some(locale => (city[locale] ?? '') !== (before.city[locale] ?? ''))
}

/**
 * The same wall time that many days later, in the same zone or in another; a time that falls into a gap moves to the
 * first after it.
 */
export function shiftInstant(at: Instant, zone: TimeZone, days: number, to: TimeZone = zone): Instant {
  return shiftedMoment(toLocal(at, zone), to, days).instant
}

/** The names of the columns an edit changes; equal texts and instants are no change. */
export function changedFields(before: EventRow, after: Partial<EventRow>): (keyof EventRow)[] {
  const names = Object.keys(after) as (keyof EventRow)[]
  return names.filter(name => comparable(before[name]) !== comparable(after[name]))
}

function comparable(value: EventRow[keyof EventRow] | undefined): string {
  if (value === null || typeof value !== 'object') return String(value)
  if ('getTime' in value) return String(value.getTime())
  return JSON.stringify(locales.map(locale => value[locale] ?? ''))
}
