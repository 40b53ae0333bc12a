import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { exportAsked } from '../jobs.ts'
import { countRunning } from '../queries/exports.ts'
import { countRoster, totalOf } from '../queries/list.ts'
import { parseSelection, selectionQuery } from '../rules/selection.ts'
import type { ExportFormat } from '../types.ts'
import '../tables.ts'

/** Files that are written at the same time. */
export const mostRunning = { ofUser: 1, ofEvent: 3 } as const
/** Minutes until a file is deleted. */
const lifetime = 24 * 60
/** Minutes after which a file that is still being written counts as given up. */
const patience = 30

export type ExportOutcome =
  | { readonly kind: 'started'; readonly reference: string }
  /** Somebody must wait until a file is finished: this user, or everybody at this event. */
  | { readonly kind: 'busy' }

interface ExportRequest {
  readonly event: EventRow
  /** The query of the address of the table. */
  readonly query: string
  readonly format: ExportFormat
  readonly locale: Locale
}

/** Asks for a file of what the table shows; written down before anything leaves, and made by a job. */
export async function startExport(db: Database, actor: Actor, request: ExportRequest): Promise<ExportOutcome> {
  const { event, format, locale } = request
  if (actor.kind !== 'user') throw new Error('only somebody who is signed in takes people away')
  const { userId } = actor
  const selection = parseSelection(request.query)
  return inTransaction(db, async trx => {
    await queueUp(trx, event.id, userId)
    const at = now()
    const running = await countRunning(trx, { eventId: event.id, userId, since: addMinutes(at, -patience) })
    if (running.ofUser >= mostRunning.ofUser || running.ofEvent >= mostRunning.ofEvent) return { kind: 'busy' }
    const total = totalOf(await countRoster(trx, event, selection, 'everything'))
    const reference = newReference(10)
    const query = { address: selectionQuery(selection).toString() }
    const owner = { eventId: event.id, userId, reference }
    const [run] = await trx('exportRuns').insert(
      { ...owner, format, query, locale, total, createdAt: at, expiresAt: addMinutes(at, lifetime) },
      'id',
    )
    if (run === undefined) throw new Error('the export was not inserted')
    await enqueue(trx, exportAsked, { runId: run.id })
    const details = { format, rows: total, columns: selection.columns.filter(column => !column.includes('.')) }
    await recordAudit(trx, actor, 'registration.exported', { eventId: event.id, details })
    return { kind: 'started', reference }
  })
}

/** Those who ask at the same time are counted one after the other, wherever they ask (SEC-73). */
async function queueUp(trx: Transaction, eventId: number, userId: number): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock(hashtext('export of a user'), ?::int)`, [userId])
  await trx.raw(`select pg_advisory_xact_lock(hashtext('export of an event'), ?::int)`, [eventId])
}

/** Deletes files whose time is over. May run any number of times. */
export async function expireExports(db: Database): Promise<number> {
  return inTransaction(db, trx => trx('exportRuns').where('expiresAt', '<=', now()).delete())
}
