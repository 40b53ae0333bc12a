import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { PlannedReleaseRow } from '../tables.ts'
import '../tables.ts'

/** The release an event has ahead of it, with who planned it. One query. */
export async function findPlannedRelease(
  db: Database,
  eventId: number,
): Promise<(PlannedReleaseRow & { plannedBy: string | null }) | undefined> {
  return db('plannedReleases')
    .leftJoin('users', 'users.id', 'plannedReleases.plannedByUserId')
    .where('plannedReleases.eventId', eventId)
    .first('plannedReleases.*', 'users.name as plannedBy')
}

/** The events whose planned release has come, the longest waiting first. One query. */
export async function listDueReleases(db: Database, at: Instant): Promise<number[]> {
  const due = await rows<{ eventId: number }>(
    db,
    'select event_id from planned_releases where release_at <= ? order by release_at, event_id',
    [at],
  )
  return due.map(({ eventId }) => eventId)
}
