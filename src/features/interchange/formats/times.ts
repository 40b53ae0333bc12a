import { addDays, dateOf, localDateTime, parseInstant, timeOf } from '../../../core/time.ts'
import type { AnomalyLog } from '../rules/anomalies.ts'
import type { RawSchedule, RawSession } from './raw.ts'
import { readClock, readDate, readDuration, readMoment, type ReadMoment } from './values.ts'

/** When a session is, as far as the document says. */
export interface ReadTimes {
  readonly startsLocal: string | null
  readonly startsAt: string | null
  readonly minutes: number
}

/** Where a document does not say when a day ends: at four in the morning. */
const usualDayChange = '04:00'
const longest = 24 * 60
const shortest = 5

/** Reads the times of a session: its date with offset first, else its day and start; a night belongs to the day before. */
export function timesOf(session: RawSession, raw: RawSchedule, title: string, anomalies: AnomalyLog): ReadTimes {
  const minutes = minutesOf(session, raw, title, anomalies)
  const moment = readMoment(session.date) ?? fromDay(session, raw, title, anomalies)
  if (!moment) {
    const isWritten = [session.date, session.start].some(text => text !== '')
    anomalies.note(
      isWritten ? 'time-unreadable' : 'time-missing',
      isWritten ? `${title}: ${session.date || session.start}` : title,
    )
    return { startsLocal: null, startsAt: null, minutes }
  }
  const start = readClock(session.start)
  if (start !== undefined && start !== timeOf(moment.local)) anomalies.note('time-differs', title)
  if (isOutsideDay(session, moment)) anomalies.note('day-differs', title)
  const instant = moment.exact === null ? undefined : parseInstant(moment.exact)
  return { startsLocal: moment.local, startsAt: instant?.toISOString() ?? null, minutes }
}

function fromDay(session: RawSession, raw: RawSchedule, title: string, anomalies: AnomalyLog): ReadMoment | undefined {
  // schedule.json of some writers holds the whole moment in `start`.
  const whole = readMoment(session.start)
  if (whole) return whole
  const date = readDate(session.date) ?? readDate(session.day.date) ?? readDate(session.day.start)
  const time = readClock(session.start)
  if (date === null || time === undefined) return undefined
  const opens = readMoment(session.day.start)
  const change = readClock(raw.dayChange) ?? (opens ? timeOf(opens.local) : usualDayChange)
  const isNight = session.date === '' && time < change
  if (isNight) anomalies.note('past-midnight', title)
  return { local: localDateTime(isNight ? addDays(date, 1) : date, time), exact: null }
}

function isOutsideDay({ day }: RawSession, { local }: ReadMoment): boolean {
  const [opens, closes] = [readMoment(day.start)?.local, readMoment(day.end)?.local]
  if (opens !== undefined && closes !== undefined) return local < opens || local > closes
  const date = readDate(day.date)
  if (date === null) return false
  return dateOf(local) !== date && dateOf(local) !== addDays(date, 1)
}

function minutesOf(session: RawSession, raw: RawSchedule, title: string, anomalies: AnomalyLog): number {
  const minutes = readDuration(session.duration) ?? 0
  if (minutes > longest) anomalies.note('duration-too-long', title)
  if (minutes > 0) return Math.min(minutes, longest)
  anomalies.note('duration-missing', title)
  const slot = readDuration(raw.timeslot) ?? shortest
  return slot >= 1 && slot <= longest ? slot : shortest
}
