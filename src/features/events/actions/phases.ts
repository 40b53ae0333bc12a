import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Locked, only, type Transaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { eventCancelled, eventReinstated } from '../jobs.ts'
import { findFundingFacts, lockEvent } from '../queries.ts'
import { checkPublication, isOver, phaseOf } from '../rules.ts'
import type { EventPhase, EventRow, PhaseOutcome, PublicationWarning, PublishOutcome } from '../types.ts'
import { aboutEvent } from './create.ts'

/**
 * Shows a draft to the world. What a funder demands and is missing (CZ-04) is passed over only when named in
 * `accepting`; the audit log keeps what was.
 */
export async function publishEvent(
  db: Database,
  actor: Actor,
  { event, accepting = [] }: { event: EventRow; accepting?: readonly PublicationWarning[] },
): Promise<PublishOutcome> {
  return inTransaction(db, async trx => {
    const locked = await lockEvent(trx, event.id)
    const phase = phaseOf(locked)
    if (phase !== 'draft') return { kind: 'wrong-phase', phase }
    const checklist = checkPublication(locked, await findFundingFacts(trx, locked))
    const isReady = checklist.blockers.length === 0 && checklist.warnings.every(warning => accepting.includes(warning))
    if (!isReady) return { kind: 'not-ready', checklist }
    const published = await change(trx, locked, { publishedAt: now(), archivedAt: null, contentUpdatedAt: now() })
    const details = checklist.warnings.length > 0 ? { accepted: checklist.warnings } : {}
    await recordAudit(trx, actor, 'event.published', { ...aboutEvent(published), details })
    return { kind: 'published', event: published }
  })
}

/** Calls a published event off. Its page stays, with the note; calendars and people learn of it. */
export async function cancelEvent(
  db: Database,
  actor: Actor,
  { event, note }: { event: EventRow; note: LocalisedText },
): Promise<PhaseOutcome> {
  return changePhase(db, event, ['published'], async (trx, locked) => {
    const cancelled = await change(trx, locked, {
      cancelledAt: now(),
      cancellationNote: note,
      contentUpdatedAt: now(),
      calendarSequence: locked.calendarSequence + 1,
    })
    await recordAudit(trx, actor, 'event.cancelled', aboutEvent(cancelled))
    await enqueue(trx, eventCancelled, { eventId: cancelled.id })
    return cancelled
  })
}

/** Takes a cancellation back. */
export async function reinstateEvent(
  db: Database,
  actor: Actor,
  { event }: { event: EventRow },
): Promise<PhaseOutcome> {
  return changePhase(db, event, ['cancelled'], async (trx, locked) => {
    const reinstated = await change(trx, locked, {
      cancelledAt: null,
      cancellationNote: {},
      contentUpdatedAt: now(),
      calendarSequence: locked.calendarSequence + 1,
    })
    await recordAudit(trx, actor, 'event.reinstated', aboutEvent(reinstated))
    await enqueue(trx, eventReinstated, { eventId: reinstated.id, at: reinstated.contentUpdatedAt.toISOString() })
    return reinstated
  })
}

/** Puts an event that is over, or was cancelled, among the past ones. Its page stays as it is. */
export async function archiveEvent(db: Database, actor: Actor, { event }: { event: EventRow }): Promise<PhaseOutcome> {
  const allowed: EventPhase[] = isOver(event, now()) ? ['published', 'cancelled'] : ['cancelled']
  return changePhase(db, event, allowed, async (trx, locked) => {
    const archived = await change(trx, locked, { archivedAt: now() })
    await recordAudit(trx, actor, 'event.archived', aboutEvent(archived))
    return archived
  })
}

/** Takes an event out of the archive, as it was before. */
export async function restoreEvent(db: Database, actor: Actor, { event }: { event: EventRow }): Promise<PhaseOutcome> {
  return changePhase(db, event, ['archived'], async (trx, locked) => {
    const restored = await change(trx, locked, { archivedAt: null })
    await recordAudit(trx, actor, 'event.restored', aboutEvent(restored))
    return restored
  })
}

/** Decides on the locked row: two organisers who press at once change it once. */
async function changePhase(
  db: Database,
  event: EventRow,
  from: readonly EventPhase[],
  work: (trx: Transaction, locked: Locked<EventRow>) => Promise<EventRow>,
): Promise<PhaseOutcome> {
  return inTransaction(db, async trx => {
    const locked = await lockEvent(trx, event.id)
    const phase = phaseOf(locked)
    if (!from.includes(phase)) return { kind: 'wrong-phase', phase }
    return { kind: 'done', event: await work(trx, locked) }
  })
}

async function change(trx: Transaction, locked: Locked<EventRow>, facts: Partial<EventRow>): Promise<EventRow> {
  return only(await trx('events').where({ id: locked.id }).update(facts, '*'))
}
