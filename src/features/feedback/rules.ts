import type { Instant } from '../../core/time.ts'
import type { FeedbackState, RatedSession } from './types.ts'

/** Whether a session takes feedback at an instant: while the window of its event is open, and not before it begins. */
export function feedbackState(session: Omit<RatedSession, 'id' | 'reference' | 'title'>, at: Instant): FeedbackState {
  const { kind, isCancelled, startsAt, feedbackOpensAt: opens, feedbackClosesAt: closes } = session
  if (opens === null || isCancelled || kind === 'break') return { kind: 'closed' }
  if (closes !== null && (at >= closes || startsAt >= closes)) return { kind: 'closed' }
  const from = startsAt > opens ? startsAt : opens
  return at < from ? { kind: 'later', from } : { kind: 'open' }
}
