import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import '../tables.ts'

/** The events with sessions that end after that instant, as the draft or a release has them. One query. */
export async function listProgrammesAhead(db: Database, at: Instant): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    `select e.id from events e
     where exists (select from agenda_sessions s where s.event_id = e.id and s.ends_at > :at)
       or e.ends_at > :at and exists (select from agenda_releases a where a.event_id = e.id)
     order by e.id`,
    { at },
  )
  return found.map(({ id }) => id)
}
