import { type Database, firstRow, rows } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import type { ExportRunRow } from '../types.ts'
import '../tables.ts'

/** An export of an event that has not expired, by its public reference. */
export async function findExport(db: Database, eventId: number, reference: string): Promise<ExportRunRow | undefined> {
  return db('exportRuns').where({ eventId, reference }).where('expiresAt', '>', now()).first()
}

/** The latest exports of an event that have not expired. One query. */
export async function listExports(
  db: Database,
  eventId: number,
): Promise<(ExportRunRow & { readonly userName: string | null })[]> {
  return rows(
    db,
    `select x.*, u.name as user_name from export_runs x left join users u on u.id = x.user_id
     where x.event_id = ? and x.expires_at > ? order by x.id desc limit 50`,
    [eventId, now()],
  )
}

/** One piece of a file by its place; undefined behind the last. */
export async function findChunk(db: Database, runId: number, position: number): Promise<Buffer | undefined> {
  return (await db('exportChunks').where({ runId, position }).first('content'))?.content
}

/** How many bytes a file has. */
export async function sizeOfExport(db: Database, runId: number): Promise<number> {
  const found = await firstRow<{ size: number }>(
    db,
    'select coalesce(sum(length(content)), 0)::bigint as size from export_chunks where run_id = ?',
    [runId],
  )
  return found?.size ?? 0
}

/** Exports that are being written: of a user, and of an event. */
export async function countRunning(
  db: Database,
  { eventId, userId, since }: { eventId: number; userId: number; since: Instant },
): Promise<{ ofUser: number; ofEvent: number }> {
  const found = await firstRow<{ ofUser: number; ofEvent: number }>(
    db,
    `select count(*) filter (where user_id = :userId)::int as of_user,
       count(*) filter (where event_id = :eventId)::int as of_event
     from export_runs where finished_at is null and failed_at is null and created_at > :since`,
    { userId, eventId, since },
  )
  return found ?? { ofUser: 0, ofEvent: 0 }
}
