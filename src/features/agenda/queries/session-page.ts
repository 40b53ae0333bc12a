import { type Database, firstRow } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import '../tables.ts'

/** A file beside a session that its readers may have. */
export interface PublishedMaterial {
  readonly reference: string
  /** '' : the name of the file stands for it. */
  readonly title: string
  readonly fileName: string
  readonly contentType: string
  /** Bytes. */
  readonly size: number
}

/** What a session page shows that no release holds: it changes without one. */
export interface SessionExtras {
  readonly materials: readonly PublishedMaterial[]
  /** When readers may say how it was; null: never, or without an end. */
  readonly feedbackOpensAt: Instant | null
  readonly feedbackClosesAt: Instant | null
  /** Where the session has places of its own that one signs up for with the registration; `left` null: without a limit. */
  readonly signUp: { readonly left: number | null } | null
}

const none: SessionExtras = { materials: [], feedbackOpensAt: null, feedbackClosesAt: null, signUp: null }

/** The published materials of a session, and when feedback is open at its event. One query. */
export async function findSessionExtras(
  db: Database,
  { id: eventId }: { readonly id: number },
  reference: string,
): Promise<SessionExtras> {
  const found = await firstRow<SessionExtras>(
    db,
    `select a.feedback_opens_at, a.feedback_closes_at,
       (select coalesce(json_agg(json_build_object('reference', m.reference, 'title', m.title,
            'fileName', f.file_name, 'contentType', f.content_type, 'size', f.size) order by m.position, m.id), '[]')
        from agenda_sessions s
          join session_materials m on m.session_id = s.id and m.published_at is not null
          join files f on f.id = m.file_id
        where s.event_id = e.id and s.reference = :reference) as materials,
       (select json_build_object('left', greatest(q.capacity - q.taken, 0))
        from parts p join quotas q on q.part_id = p.id and q.scope = 'own'
        where p.event_id = e.id and p.session_reference = :reference and p.cancelled_at is null) as sign_up
     from events e left join agenda_settings a on a.event_id = e.id where e.id = :eventId`,
    { eventId, reference },
  )
  return found ?? none
}
