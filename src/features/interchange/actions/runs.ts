import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { lockScheduleImport } from '../queries/runs.ts'
import type { ScheduleImportRow } from '../tables.ts'
import type { ScheduleDocument } from '../types.ts'
import type { StoredTable } from '../types/table.ts'
import '../tables.ts'

/** Days after which a document that nobody imported is forgotten. */
const daysKept = 30

export interface GivenSchedule {
  readonly event: EventRow
  /** '' for what was pasted. */
  readonly fileName: string
  readonly document: ScheduleDocument
  /** Where the document was read from one. */
  readonly table?: StoredTable | undefined
}

/** Keeps a document for an event until somebody confirms it; the programme stays as it is. */
export async function keepSchedule(
  db: Database,
  actor: Extract<Actor, { kind: 'user' }>,
  { event, fileName, document, table }: GivenSchedule,
): Promise<ScheduleImportRow> {
  return inTransaction(db, async trx => {
    const inserted = await trx('scheduleImports')
      .insert({
        reference: newReference(),
        eventId: event.id,
        userId: actor.userId,
        source: document.source,
        fileName,
        document,
        mapping: table ?? {},
        createdAt: now(),
      })
      .returning('*')
    const run = only(inserted)
    await recordAudit(trx, actor, 'schedule.given', {
      eventId: event.id,
      subject: { kind: 'schedule-import', id: run.id },
      details: { sessions: document.sessions.length, source: document.source },
    })
    return run
  })
}

/** Says what the columns of a table mean, and what it says then. False when it was imported or thrown away meanwhile. */
export async function mapSchedule(
  db: Database,
  { run, table, document }: { run: ScheduleImportRow; table: StoredTable; document: ScheduleDocument },
): Promise<boolean> {
  const changed = await db('scheduleImports')
    .where({ id: run.id })
    .whereNull('confirmedAt')
    .update({ mapping: table, document })
  return changed === 1
}

/** Throws a document away that was not imported. One that was stays: it tells what happened. */
export async function discardSchedule(db: Database, actor: Actor, { run }: { run: ScheduleImportRow }): Promise<void> {
  await inTransaction(db, async trx => {
    const locked = await lockScheduleImport(trx, run.id)
    if (locked === undefined || locked.confirmedAt !== null) return
    await trx('scheduleImports').where({ id: run.id }).delete()
    await recordAudit(trx, actor, 'schedule.discarded', {
      eventId: run.eventId,
      subject: { kind: 'schedule-import', id: run.id },
    })
  })
}

/** Forgets the documents that nobody imported within thirty days; gives their number. */
export async function forgetOldSchedules(db: Database): Promise<number> {
  const before = addMinutes(now(), -daysKept * 24 * 60)
  return db('scheduleImports').whereNull('confirmedAt').where('createdAt', '<', before).delete()
}
