import { addDays, dateOf, type LocalDate, timeOf } from '../../../core/time.ts'
import type { Span } from '../types.ts'

/** Whoever is still up before five belongs to the evening before. */
const morning = '05:00'

/**
 * Says on which day of the programme a session stands: a session past midnight on the day before, when that day has a
 * programme of its own; else on its date.
 * @param sessions the whole programme
 */
export function dayFinder(sessions: readonly Span[]): (session: Span) => LocalDate {
  const days = new Set(sessions.filter(isByDay).map(({ startsLocal }) => dateOf(startsLocal)))
  return session => {
    const date = dateOf(session.startsLocal)
    if (isByDay(session)) return date
    const before = addDays(date, -1)
    return days.has(before) ? before : date
  }
}

function isByDay({ startsLocal }: Span): boolean {
  return timeOf(startsLocal) >= morning
}
