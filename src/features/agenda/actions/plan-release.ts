import { type Actor, system } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { type Instant, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { AuditAbout } from '../../audit/types.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { PlannedReleaseRow } from '../tables.ts'
import { releaseAgenda } from './release.ts'
import '../tables.ts'

interface Plan {
  readonly event: EventRow
  readonly releaseAt: Instant
  readonly name: LocalisedText
  readonly note: LocalisedText
}

/**
 * Sets the time at which the draft, as it will be then, is shown to the public. An event has one such plan; the new
 * one replaces it. A time that has passed comes with the next minute.
 */
export async function planRelease(
  db: Database,
  actor: Actor,
  { event, releaseAt, name, note }: Plan,
): Promise<{ readonly kind: 'planned' }> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const plannedByUserId = actor.kind === 'user' ? actor.userId : null
    const row = { eventId: event.id, releaseAt, name, note, plannedByUserId, createdAt: now() }
    await trx('plannedReleases').insert(row).onConflict('eventId').merge()
    await recordAudit(trx, actor, 'agenda.release-planned', about(event.id, { at: releaseAt.toISOString() }))
    return { kind: 'planned' }
  })
}

/** Takes the plan back; false: there was none any more. */
export async function cancelPlannedRelease(
  db: Database,
  actor: Actor,
  { event }: { event: EventRow },
): Promise<boolean> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const removed = await trx('plannedReleases').where({ eventId: event.id }).del()
    if (removed > 0) await recordAudit(trx, actor, 'agenda.release-plan-cancelled', about(event.id))
    return removed > 0
  })
}

/**
 * Releases the programme of one event if its plan is due at that instant, in the name of whoever planned it. A draft
 * without changes makes no release; the plan is done either way.
 */
export async function releasePlanned(db: Database, eventId: number, at: Instant): Promise<void> {
  await inTransaction(db, async trx => {
    const event = await lockEvent(trx, eventId)
    const plan = await trx('plannedReleases').where({ eventId }).where('releaseAt', '<=', at).first()
    // Somebody was faster: another process, or an organiser who planned anew.
    if (plan === undefined) return
    await trx('plannedReleases').where({ eventId }).del()
    const outcome = await releaseAgenda(trx, plannerOf(plan), { event, name: plan.name, note: plan.note })
    if (outcome.kind === 'unchanged') await recordAudit(trx, system, 'agenda.release-plan-idle', about(eventId))
  })
}

function plannerOf({ plannedByUserId }: PlannedReleaseRow): Actor {
  return plannedByUserId === null ? system : { kind: 'user', userId: plannedByUserId }
}

function about(eventId: number, details: AuditAbout['details'] = {}): AuditAbout {
  return { eventId, subject: { kind: 'event', id: eventId }, details }
}
