import { asLocked, type Database, type Locked, rows, type Transaction } from '../../../core/database.ts'
import type { ScheduleImportRow } from '../tables.ts'
import '../tables.ts'

/** An import as lists show it: without what is in it. */
export interface ScheduleImportSummary
  extends Pick<ScheduleImportRow, 'reference' | 'source' | 'fileName' | 'createdAt' | 'confirmedAt' | 'result'> {
  /** Of whoever gave it; null: the command line, or somebody who is no user any more. */
  readonly userName: string | null
  readonly sessionCount: number
}

/** An import of an event by its public reference. */
export async function findScheduleImport(
  db: Database | Transaction,
  eventId: number,
  reference: string,
): Promise<ScheduleImportRow | undefined> {
  return db('scheduleImports').where({ eventId, reference }).first()
}

/** An import, locked: of two who confirm it at once the second finds it confirmed. undefined: it was thrown away. */
export async function lockScheduleImport(trx: Transaction, id: number): Promise<Locked<ScheduleImportRow> | undefined> {
  const row = await trx('scheduleImports').where({ id }).forUpdate().first()
  return row && asLocked(row)
}

/** The latest imports of an event. One query. */
export async function listScheduleImports(db: Database, eventId: number): Promise<ScheduleImportSummary[]> {
  return rows<ScheduleImportSummary>(
    db,
    `select i.reference, i.source, i.file_name, i.created_at, i.confirmed_at, i.result, u.name as user_name,
       jsonb_array_length(i.document->'sessions') as session_count
     from schedule_imports i left join users u on u.id = i.user_id where i.event_id = ? order by i.id desc limit 20`,
    [eventId],
  )
}
