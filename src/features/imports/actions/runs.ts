import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, rows, violatedConstraint } from '../../../core/database.ts'
import type { Table } from '../../../core/tables.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { digest, newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { findImportSetup, lockImportRun } from '../queries.ts'
import { guessMapping } from '../rules/headings.ts'
import { daysKept, type ImportLine, type ImportMapping, type ImportRunRow } from '../types.ts'
import '../tables.ts'

export type StartOutcome =
  | { readonly kind: 'started'; readonly run: ImportRunRow }
  /** Another table of this event waits to be finished. */
  | { readonly kind: 'unfinished' }

/** Keeps a table for an event, with a first guess at what its columns mean. Nobody is registered yet. */
export async function startImport(
  db: Database,
  actor: Extract<Actor, { kind: 'user' }>,
  { event, fileName, table }: { event: EventRow; fileName: string; table: Table },
): Promise<StartOutcome> {
  const { header } = table
  const lines = table.rows.map((cells, index): ImportLine => ({ line: table.lines[index] ?? index + 2, cells }))
  const mapping = guessMapping(header, await findImportSetup(db, event))
  try {
    return await inTransaction(db, async trx => {
      const content = { header: JSON.stringify(header), lines: JSON.stringify(lines), mapping: JSON.stringify(mapping) }
      const inserted = await rows<ImportRunRow>(
        trx,
        `insert into import_runs (event_id, reference, user_id, file_name, header, lines, mapping, digest, created_at)
         values (:eventId, :reference, :userId, :fileName, :header::jsonb, :lines::jsonb, :mapping::jsonb, :digest, :at)
         returning *`,
        {
          ...content,
          fileName,
          eventId: event.id,
          userId: actor.userId,
          at: now(),
          reference: newReference(),
          digest: digest(JSON.stringify([header, table.rows])),
        },
      )
      const run = only(inserted)
      await recordAudit(trx, actor, 'import.started', {
        eventId: event.id,
        subject: { kind: 'import', id: run.id },
        details: { lines: lines.length },
      })
      return { kind: 'started', run }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'one_unfinished_import_of_an_event') return { kind: 'unfinished' }
    throw error
  }
}

/** Says what the columns of a table mean. False when it was finished or thrown away meanwhile. */
export async function mapColumns(
  db: Database,
  { run, mapping }: { run: ImportRunRow; mapping: ImportMapping },
): Promise<boolean> {
  const changed = await db('importRuns').where({ id: run.id }).whereNull('finishedAt').update({ mapping })
  return changed === 1
}

/** Throws an unfinished table away. One that is finished stays: it tells what happened. */
export async function discardImport(db: Database, actor: Actor, { run }: { run: ImportRunRow }): Promise<void> {
  await inTransaction(db, async trx => {
    const locked = await lockImportRun(trx, run.id)
    if (locked === undefined || locked.finishedAt !== null) return
    await trx('importRuns').where({ id: run.id }).delete()
    await recordAudit(trx, actor, 'import.discarded', {
      eventId: run.eventId,
      subject: { kind: 'import', id: run.id },
    })
  })
}

/** Forgets the tables that nobody finished within thirty days; gives their number. */
export async function forgetOldImports(db: Database): Promise<number> {
  const before = addMinutes(now(), -daysKept * 24 * 60)
  return db('importRuns').whereNull('finishedAt').where('createdAt', '<', before).delete()
}
