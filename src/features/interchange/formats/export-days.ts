import { addDays, dateOf, datesBetween, isoWithOffset, type LocalDate, startOfDay } from '../../../core/time.ts'
import { dayFinder } from '../../agenda/rules/days.ts'
import type { ReleasedSession } from '../../agenda/types.ts'
import type { EventRow } from '../../events/types.ts'

/** A day of an export: who is up past midnight belongs to the evening before. */
export interface ExportDay {
  /** From 1. */
  readonly index: number
  readonly date: LocalDate
  /** ISO 8601 with the offset and seconds; no session of the day begins outside. */
  readonly start: string
  readonly end: string
  readonly sessions: readonly ReleasedSession[]
}

/** The days of the event and every other day with a session, in order. */
export function exportDays(event: EventRow, sessions: readonly ReleasedSession[]): ExportDay[] {
  const dayOf = dayFinder(sessions)
  const byDay = new Map<LocalDate, ReleasedSession[]>()
  for (const date of datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal))) byDay.set(date, [])
  for (const session of sessions) {
    const date = dayOf(session)
    byDay.set(date, [...(byDay.get(date) ?? []), session])
  }
  return [...byDay]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, those], index) => ({ index: index + 1, date, ...framesOf(date, event), sessions: those }))
}

/** From midnight to five in the morning after the next. */
function framesOf(date: LocalDate, { timeZone }: EventRow): Pick<ExportDay, 'start' | 'end'> {
  const at = (day: LocalDate) => isoWithOffset(startOfDay(day, timeZone), timeZone)
  const start = at(date).replace(/T(\d\d:\d\d)(?=[+-])/, 'T$1:00')
  const end = at(addDays(date, 1)).replace(/T\d\d:\d\d/, 'T05:00:00')
  return { start, end }
}
