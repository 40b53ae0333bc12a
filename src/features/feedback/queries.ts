import { type Database, firstRow, rows } from '../../core/database.ts'
import { instant } from '../../core/time.ts'
import type { FeedbackLine, FeedbackWindow, RatedSession, SessionFeedback } from './types.ts'
import './tables.ts'

/** A session as the last release has it, and when its event takes feedback; undefined: the public does not know it. */
export async function findRatedSession(
  db: Database,
  eventId: number,
  reference: string,
): Promise<RatedSession | undefined> {
  const found = await firstRow<Omit<RatedSession, 'startsAt'> & { startsAt: string }>(
    db,
    `select s.id, s.reference, one->'title' as title, one->>'kind' as kind, one->>'startsAt' as starts_at,
       (one->>'isCancelled')::boolean as is_cancelled, w.feedback_opens_at, w.feedback_closes_at
     from agenda_sessions s
     join lateral (select outline from agenda_releases where event_id = s.event_id order by number desc limit 1) r on true
     join lateral jsonb_array_elements(r.outline->'sessions') one on one->>'reference' = s.reference
     left join agenda_settings w on w.event_id = s.event_id
     where s.event_id = ? and s.reference = ?`,
    [eventId, reference],
  )
  return found && { ...found, startsAt: instant(found.startsAt) }
}

/** When an event takes feedback. */
export async function findFeedbackWindow(db: Database, eventId: number): Promise<FeedbackWindow> {
  const found = await firstRow<FeedbackWindow>(
    db,
    'select feedback_opens_at, feedback_closes_at from agenda_settings where event_id = ?',
    [eventId],
  )
  return found ?? { feedbackOpensAt: null, feedbackClosesAt: null }
}

const inNumbers = `
  select s.reference, s.title, s.starts_local, count(*)::integer as total,
    (count(*) filter (where f.comment <> ''))::integer as comments, avg(f.rating)::float8 as average,
    array[count(*) filter (where f.rating = 1), count(*) filter (where f.rating = 2),
      count(*) filter (where f.rating = 3), count(*) filter (where f.rating = 4),
      count(*) filter (where f.rating = 5)]::integer[] as counts
  from agenda_sessions s join session_feedback f on f.session_id = s.id`

/** What was said of each session of an event that anybody said something of, in the order of the programme. One query. */
export async function listFeedback(db: Database, eventId: number): Promise<SessionFeedback[]> {
  return rows(db, `${inNumbers} where s.event_id = ? group by s.id order by s.starts_at nulls last, s.reference`, [
    eventId,
  ])
}

/** What was said of one session; undefined when nothing was, or the event has no such session. One query. */
export async function findFeedback(
  db: Database,
  eventId: number,
  reference: string,
): Promise<SessionFeedback | undefined> {
  return firstRow(db, `${inNumbers} where s.event_id = ? and s.reference = ? group by s.id`, [eventId, reference])
}

/** The comments of one session, the latest first; a page of them. One query. */
export async function listComments(
  db: Database,
  eventId: number,
  reference: string,
  { offset, size }: { offset: number; size: number },
): Promise<FeedbackLine[]> {
  return rows(
    db,
    `select f.rating, f.comment, f.given_at from session_feedback f join agenda_sessions s on s.id = f.session_id
     where s.event_id = ? and s.reference = ? and f.comment <> '' order by f.id desc limit ? offset ?`,
    [eventId, reference, size, offset],
  )
}

/** Everything said at an event, by session: for a file. One query. */
export async function listAllFeedback(
  db: Database,
  eventId: number,
): Promise<(FeedbackLine & Pick<SessionFeedback, 'title' | 'startsLocal'>)[]> {
  return rows(
    db,
    `select s.title, s.starts_local, f.rating, f.comment, f.given_at
     from session_feedback f join agenda_sessions s on s.id = f.session_id
     where s.event_id = ? order by s.starts_at nulls last, s.reference, f.id`,
    [eventId],
  )
}
