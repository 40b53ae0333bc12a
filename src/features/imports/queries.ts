import { asLocked, type Database, type Locked, rows, type Transaction } from '../../core/database.ts'
import { asksSomething } from '../questions/rules/kinds.ts'
import { listQuestions } from '../questions/queries.ts'
import type { Question } from '../questions/types.ts'
import type { EventRow } from '../events/types.ts'
import { readLedgers } from '../registration/queries/ledger.ts'
import type { Ledger } from '../registration/rules/ledger.ts'
import type { ImportRunRow, ImportRunSummary, ImportSetup } from './types.ts'
import './tables.ts'

/** A run of an event by its public reference. */
export async function findImportRun(
  db: Database | Transaction,
  eventId: number,
  reference: string,
): Promise<ImportRunRow | undefined> {
  return db('importRuns').where({ eventId, reference }).first()
}

/** A run, locked: of two who confirm it at once the second finds it finished. undefined: it was thrown away. */
export async function lockImportRun(trx: Transaction, id: number): Promise<Locked<ImportRunRow> | undefined> {
  const row = await trx('importRuns').where({ id }).forUpdate().first()
  return row && asLocked(row)
}

/** The runs of an event, the latest first, without what was in them. One query. */
export async function listImportRuns(db: Database, eventId: number): Promise<ImportRunSummary[]> {
  return rows<ImportRunSummary>(
    db,
    `select i.id, i.event_id, i.reference, i.user_id, i.file_name, i.digest, i.created_at, i.finished_at, i.result,
       u.name as user_name, jsonb_array_length(i.lines) as line_count
     from import_runs i join users u on u.id = i.user_id where i.event_id = ? order by i.id desc limit 50`,
    [eventId],
  )
}

/** When a table with the same content was imported into the event before. */
export async function findEarlierImport(db: Database, run: ImportRunRow): Promise<ImportRunRow | undefined> {
  return db('importRuns')
    .where({ eventId: run.eventId, digest: run.digest })
    .whereNotNull('finishedAt')
    .whereNot({ id: run.id })
    .orderBy('id', 'desc')
    .first()
}

/** What the cells of a table for an event are read against. Two queries. */
export async function findImportSetup(db: Database | Transaction, event: EventRow): Promise<ImportSetup> {
  const ledger = (await readLedgers(db, [event.id])).get(event.id)
  if (ledger === undefined) throw new Error(`event ${event.id} is gone`)
  return setupOf(event, ledger, await listQuestions(db, event.id))
}

function setupOf(event: EventRow, ledger: Ledger, questions: readonly Question[]): ImportSetup {
  // Nobody agrees for another, and a cell holds no file.
  const answerable = questions.filter(one => asksSomething(one) && one.kind !== 'consent' && one.kind !== 'file')
  return {
    event,
    categories: [...ledger.categories.values()].toSorted((a, b) => a.position - b.position || a.id - b.id),
    parts: [...ledger.parts.values()].filter(({ cancelledAt }) => cancelledAt === null),
    questions: answerable,
    countedOptions: new Set(ledger.options.keys()),
  }
}

/** The ids of some registrations of an event by their references. */
export async function findRegistrationIds(
  db: Database | Transaction,
  eventId: number,
  references: readonly string[],
): Promise<Map<string, number>> {
  const found = await rows<{ id: number; reference: string }>(
    db,
    'select id, reference from registrations where event_id = ? and reference = any(?)',
    [eventId, references],
  )
  return new Map(found.map(({ id, reference }) => [reference, id]))
}
