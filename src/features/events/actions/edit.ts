import type { Actor } from '../../../core/actor.ts'
import {
  type Database,
  inTransaction,
  type Locked,
  only,
  type Transaction,
  violatedConstraint,
} from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import { now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { eventMoved } from '../jobs.ts'
import { listEventHosts, lockEvent } from '../queries.ts'
import { changedFields, movesCalendar } from '../rules.ts'
import type { EditEventOutcome, EventInput, EventRow, HostInput } from '../types.ts'
import { aboutEvent, withPlaceOfVenue } from './create.ts'
import { writeHosts } from './hosts.ts'

/** A change of an event as its form knows it. */
export interface EventEdit {
  readonly event: EventRow
  readonly input: EventInput
  /** All hosts in their order; undefined leaves them as they are. */
  readonly hosts?: readonly HostInput[] | undefined
  /** `lockVersion` of the event when the form was opened. */
  readonly lockVersion: number
}

/**
 * Saves what an organiser says of an event, unless somebody saved since the form was opened. Start, end, zone or place
 * raise the calendar SEQUENCE and announce `eventMoved` when the event is public; words only change LAST-MODIFIED.
 */
export async function editEvent(db: Database, actor: Actor, edit: EventEdit): Promise<EditEventOutcome> {
  try {
    return await inTransaction(db, async trx => {
      const locked = await lockEvent(trx, edit.event.id)
      if (locked.lockVersion !== edit.lockVersion) return { kind: 'changed-meanwhile', event: locked }
      return { kind: 'saved', event: await save(trx, actor, locked, edit) }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'event_slug_is_unique') return { kind: 'slug-taken' }
    throw error
  }
}

async function save(trx: Transaction, actor: Actor, before: Locked<EventRow>, edit: EventEdit): Promise<EventRow> {
  const input = await withPlaceOfVenue(trx, edit.input)
  const fields: string[] = changedFields(before, input)
  if (edit.hosts && (await replaceHosts(trx, before.id, edit.hosts))) fields.push('hosts')
  if (fields.length === 0) return before
  const moves = movesCalendar(before, input)
  const counters = {
    lockVersion: before.lockVersion + 1,
    calendarSequence: before.calendarSequence + (moves ? 1 : 0),
    contentUpdatedAt: now(),
  }
  const event = only(
    await trx('events')
      .where({ id: before.id })
      .update({ ...input, ...counters }, '*'),
  )
  await recordAudit(trx, actor, 'event.edited', { ...aboutEvent(event), details: { fields } })
  if (moves && event.publishedAt !== null) await enqueue(trx, eventMoved, { eventId: event.id })
  return event
}

/** Gives an event that has no venue one of its organisation's; whoever calls it holds the event's lock. */
export async function giveVenue(
  trx: Transaction,
  actor: Actor,
  { event, venueId }: { event: Locked<EventRow>; venueId: number },
): Promise<EventRow> {
  const counters = { lockVersion: event.lockVersion + 1, calendarSequence: event.calendarSequence + 1 }
  const changes = { ...counters, venueId, contentUpdatedAt: now() }
  const placed = only(await trx('events').where({ id: event.id }).update(changes, '*'))
  await recordAudit(trx, actor, 'event.edited', { ...aboutEvent(placed), details: { fields: ['venueId'] } })
  if (placed.publishedAt !== null) await enqueue(trx, eventMoved, { eventId: placed.id })
  return placed
}

async function replaceHosts(trx: Transaction, eventId: number, hosts: readonly HostInput[]): Promise<boolean> {
  const key = (list: readonly HostInput[]) => list.map(host => `${host.organisationId} ${host.role}`).join()
  if (key(await listEventHosts(trx, eventId)) === key(hosts)) return false
  await writeHosts(trx, eventId, hosts)
  return true
}
