import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import { findDraft } from '../../agenda/queries.ts'
import type { Draft } from '../../agenda/types.ts'
import type { ScheduleDocument } from '../types.ts'
import '../tables.ts'

/** What a document is compared with. */
export interface ImportMatter {
  readonly draft: Draft
  /** The document imported before this one: a table follows a table, XML and JSON follow each other. */
  readonly base: ScheduleDocument | undefined
}

/** The draft of an event and the document its programme came from last. Two queries. */
export async function findImportMatter(
  db: Database | Transaction,
  eventId: number,
  { source }: Pick<ScheduleDocument, 'source'>,
): Promise<ImportMatter> {
  const draft = await findDraft(db, eventId)
  const last = await firstRow<{ document: ScheduleDocument }>(
    db,
    `select document from schedule_imports
     where event_id = ? and confirmed_at is not null and (source = 'table') = ? order by confirmed_at desc, id desc limit 1`,
    [eventId, source === 'table'],
  )
  return { draft, base: last?.document }
}

/** Which of these calendar UIDs some session has already, of any event. One query. */
export async function findTakenUids(trx: Transaction, uids: readonly string[]): Promise<ReadonlySet<string>> {
  const taken = await rows<{ uid: string }>(
    trx,
    'select calendar_uid::text as uid from agenda_sessions where calendar_uid = any(?::uuid[])',
    [[...uids]],
  )
  return new Set(taken.map(({ uid }) => uid))
}
