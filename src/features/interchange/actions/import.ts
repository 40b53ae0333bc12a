import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Locked, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { replaceOrAddSessions } from '../../agenda/actions/upsert.ts'
import type { Draft } from '../../agenda/types.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findImportMatter, findTakenUids } from '../queries/matter.ts'
import { lockScheduleImport } from '../queries/runs.ts'
import { isNotYet } from '../rules/matching.ts'
import { type PreparedImport, prepareImport } from '../rules/plan.ts'
import type { ScheduleImportResult, ScheduleImportRow } from '../tables.ts'
import type { ImportOutcome, ImportPlan, ScheduleDocument } from '../types.ts'
import { addNames } from './names.ts'
import '../tables.ts'

/** An import as it was confirmed. */
export interface Importing {
  readonly event: Pick<EventRow, 'id'>
  readonly document: ScheduleDocument
  /** The run that is confirmed; without one (the command line) a finished run is written down. */
  readonly run?: Pick<ScheduleImportRow, 'id'> | undefined
  readonly fileName?: string | undefined
  /** Keys of conflicts where ours stays, and references of sessions that are not removed. */
  readonly keep?: ReadonlySet<string> | undefined
  /** Whether the plan is the one that was shown; asked before anything is written. */
  readonly isAsShown?: ((plan: ImportPlan) => boolean) | undefined
}

/**
 * Makes the programme of an event what a document says, in one transaction: rooms, tracks and people that are not here
 * yet, then sessions. Doing it twice changes nothing. Overlaps come in as they are. The public sees it with the next
 * release.
 */
export async function importSchedule(db: Database, actor: Actor, importing: Importing): Promise<ImportOutcome> {
  return inTransaction(db, async trx => {
    const run = importing.run && (await lockScheduleImport(trx, importing.run.id))
    if (importing.run && (!run || run.confirmedAt !== null)) return { kind: 'over' }
    const event = await lockEvent(trx, importing.event.id)
    const { draft, base } = await findImportMatter(trx, event.id, importing.document)
    const shown = prepareImport(draft, importing.document, { base })
    if (importing.isAsShown?.(shown.plan) === false) return { kind: 'changed-meanwhile', plan: shown.plan }
    const choices = { base, keep: importing.keep }
    const prepared = prepareImport(draft, importing.document, choices)
    if (!prepared.plan.isEmpty) await carryOut(trx, actor, event, importing.document, { prepared, draft, choices })
    await finish(trx, actor, event, importing, prepared.plan)
    return { kind: prepared.plan.isEmpty ? 'nothing' : 'imported', plan: prepared.plan }
  })
}

interface Work {
  readonly prepared: PreparedImport
  readonly draft: Draft
  readonly choices: Parameters<typeof prepareImport>[2]
}

async function carryOut(
  trx: Transaction,
  actor: Actor,
  event: Locked<EventRow>,
  document: ScheduleDocument,
  { prepared, draft, choices }: Work,
): Promise<void> {
  const placed = await addNames(trx, actor, event, document, { prepared, draft })
  // Now that everything named is here, the states name it.
  const { draft: named } = await findImportMatter(trx, event.id, document)
  const { states } = prepareImport(named, document, choices)
  const taken = await findTakenUids(
    trx,
    states.flatMap(({ calendarUid }) => calendarUid ?? []),
  )
  const written = states.map(state => {
    if (!isNotYet(state.reference)) return state
    const isFree = state.calendarUid !== null && !taken.has(state.calendarUid)
    return { ...state, reference: newReference(), calendarUid: isFree ? state.calendarUid : null }
  })
  const remove = prepared.removed.map(({ reference }) => reference)
  const edit = { event: placed, states: written, deed: 'imported' as const, remove }
  const outcome = await replaceOrAddSessions(trx, actor, edit)
  if (outcome.kind !== 'saved')
    throw new Error(`the import was ${outcome.kind}: ${JSON.stringify(outcome).slice(0, 500)}`)
}

async function finish(
  trx: Transaction,
  actor: Actor,
  event: Pick<EventRow, 'id'>,
  { run, document, fileName = '' }: Importing,
  plan: ImportPlan,
): Promise<void> {
  const result = resultOf(plan)
  const done = { confirmedAt: now(), result }
  if (run)
    await trx('scheduleImports')
      .where({ id: run.id })
      .update({ ...done, mapping: {} })
  else {
    const userId = actor.kind === 'user' ? actor.userId : null
    const { source } = document
    const row = { ...done, reference: newReference(), eventId: event.id, userId, source, fileName, document }
    await trx('scheduleImports').insert({ ...row, createdAt: now() })
  }
  const { counts: _counts, ...numbers } = result
  const details = { ...numbers, source: document.source, fileName }
  await recordAudit(trx, actor, 'schedule.imported', {
    eventId: event.id,
    subject: { kind: 'event', id: event.id },
    details,
  })
}

function resultOf({
  counts,
  added,
  changed,
  conflicts,
  removed,
  rooms,
  tracks,
  people,
}: ImportPlan): ScheduleImportResult {
  return {
    counts,
    added: added.length,
    changed: changed.length + conflicts.length,
    removed: removed.length,
    roomsAdded: rooms.added.length,
    tracksAdded: tracks.added.length,
    peopleAdded: people.added.length,
  }
}
