import type { Database } from '../../core/database.ts'
import { addMinutes, now } from '../../core/time.ts'
import { feedbackState } from './rules.ts'
import type { GivenFeedback, RatedSession } from './types.ts'
import './tables.ts'

/** A button pressed twice, or a page sent again, comes within that many minutes. */
const repeatMinutes = 10

/**
 * Keeps what somebody says of a session, without who said it; for the same reason nothing of it goes into the audit
 * log. The same words once more are taken for the same piece of feedback.
 */
export async function giveFeedback(
  db: Database,
  { session, given }: { session: RatedSession; given: GivenFeedback },
): Promise<{ readonly kind: 'given' | 'closed' }> {
  const at = now()
  if (feedbackState(session, at).kind !== 'open') return { kind: 'closed' }
  const row = { sessionId: session.id, rating: given.rating, comment: given.comment }
  if (given.comment !== '') {
    const same = await db('sessionFeedback')
      .where(row)
      .where('givenAt', '>', addMinutes(at, -repeatMinutes))
      .first('id')
    if (same) return { kind: 'given' }
  }
  await db('sessionFeedback').insert({ ...row, givenAt: at })
  return { kind: 'given' }
}
