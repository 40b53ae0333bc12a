import { type Instant, instant, realigned, type TimeZone } from '../../../core/time.ts'
import type { OutlineSession, ReleaseOutline } from '../types.ts'
import { byStart } from './releases.ts'

type Timed = Pick<OutlineSession, 'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt'>

/** The session at the instants that its wall times mean in the zone today: wall times are what organisers wrote. */
export function realignedSession<Session extends Timed>(session: Session, zone: TimeZone): Session {
  const { startsLocal, endsLocal } = session
  const stored = { startsLocal, endsLocal, startsAt: instant(session.startsAt), endsAt: instant(session.endsAt) }
  const { startsAt, endsAt } = realigned(stored, zone)
  return { ...session, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

/**
 * A release whose sessions to come stand at the instants their wall times mean today, with a SEQUENCE that tells
 * calendars so; `moved` says how many. What had ended by `at` stays what it was.
 */
export function realignedRelease<Content extends ReleaseOutline>(
  content: Content,
  zone: TimeZone,
  at: Instant,
): { readonly content: Content; readonly moved: number } {
  let moved = 0
  const sessions = content.sessions.map(session => {
    const meant = realignedSession(session, zone)
    const isSame = meant.startsAt === session.startsAt && meant.endsAt === session.endsAt
    if (isSame || instant(session.endsAt) <= at) return session
    moved += 1
    return { ...meant, calendarSequence: session.calendarSequence + 1, contentUpdatedAt: at.toISOString() }
  })
  return { content: { ...content, sessions: sessions.toSorted(byStart) }, moved }
}
