import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import { isSameTime, now, realigned } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { eventMoved } from '../jobs.ts'
import { lockEvent } from '../queries.ts'
import { isOver } from '../rules.ts'
import type { EventRow } from '../types.ts'
import { aboutEvent } from './create.ts'

export type RealignOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'realigned'; readonly from: EventRow; readonly to: EventRow }

/**
 * Puts right the instants of an event to come that are no longer what its wall times mean, because the tables of zones
 * changed: for calendars, people and their plans it has moved, though the wall says the same. Bears repetition.
 */
export async function realignEvent(db: Database, actor: Actor, eventId: number): Promise<RealignOutcome> {
  return inTransaction(db, async trx => {
    const from = await lockEvent(trx, eventId)
    const to: EventRow = realigned(from, from.timeZone)
    if (isOver(from, now()) || isSameTime(from, to)) return { kind: 'same' }
    const changes = {
      startsAt: to.startsAt,
      endsAt: to.endsAt,
      calendarSequence: from.calendarSequence + 1,
      lockVersion: from.lockVersion + 1,
      contentUpdatedAt: now(),
    }
    await trx('events').where({ id: eventId }).update(changes)
    const details = { before: [from.startsAt.toISOString(), from.endsAt.toISOString()] }
    await recordAudit(trx, actor, 'event.realigned', { ...aboutEvent(from), details })
    if (from.publishedAt !== null) await enqueue(trx, eventMoved, { eventId })
    return { kind: 'realigned', from, to: { ...from, ...changes } }
  })
}
