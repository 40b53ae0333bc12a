import { dateOf, type Instant, instant, type LocalDate, type TimeZone, toLocal } from '../../core/time.ts'
import type { OutlineSession } from '../agenda/types.ts'

/** What a screen shows at a moment: everything of the day that has not ended, or what the next day begins with. */
export interface ScreenDay {
  /** `ahead`: nothing is left today; `date` is the next day with a programme. `over`: nothing comes at all. */
  readonly kind: 'today' | 'ahead' | 'over'
  readonly date: LocalDate
  readonly sessions: readonly OutlineSession[]
}

/** Chooses the sessions of a screen. A night that runs past midnight belongs to the day on which it began. */
export function screenDay(sessions: readonly OutlineSession[], zone: TimeZone, at: Instant): ScreenDay {
  const standing = sessions.filter(session => !session.isCancelled && instant(session.endsAt) > at)
  const today = dateOf(toLocal(at, zone))
  const [first] = standing
  if (first === undefined) return { kind: 'over', date: today, sessions: [] }
  const isToday = (session: OutlineSession) => {
    const date = dateOf(session.startsLocal)
    return date === today || instant(session.startsAt) <= at
  }
  const left = standing.filter(isToday)
  if (left.length > 0) return { kind: 'today', date: today, sessions: left }
  const date = dateOf(first.startsLocal)
  return { kind: 'ahead', date, sessions: standing.filter(session => dateOf(session.startsLocal) === date) }
}
