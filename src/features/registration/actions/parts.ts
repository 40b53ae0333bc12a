import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { NotFound } from '../../../core/errors.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { type Instant, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { steppedOrder } from '../../agenda/rules/order.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { lockLedger } from '../queries/ledger.ts'
import { findOwnQuota } from '../queries/quotas.ts'
import type { Ledger } from '../rules/ledger.ts'
import { isMoved, type PartTimes } from '../rules/part-times.ts'
import type { PartKind, PartRow } from '../types/places.ts'
import { noNews, type PartNews, tellOfParts } from './grants.ts'
import { changeCapacities } from './places.ts'
import '../tables.ts'

/** What an organiser says of a part. */
export interface PartInput {
  readonly kind: PartKind
  readonly title: LocalisedText
  readonly description: LocalisedText
  readonly placeNote: LocalisedText
  /** null: not known; left out of a change: as they are (a session or a satellite event says them). */
  readonly times?: PartTimes | null | undefined
  readonly attendance: PartRow['attendance']
  /** null: without a limit. */
  readonly capacity: number | null
  readonly hasWaitingList: boolean
  readonly closesAt: Instant | null
  /** Categories of the event it is open to; empty: all. */
  readonly categoryIds: readonly number[]
}

/** What a part stands for, if it was not made by hand. */
export type PartSource =
  | { readonly sessionReference: string }
  | { readonly satelliteEventId: number }
  | Readonly<Record<string, never>>

interface NewPart {
  readonly event: Pick<EventRow, 'id'>
  readonly input: PartInput
  readonly source?: PartSource
  readonly isForm?: boolean
}

export type AddPartOutcome =
  | { readonly kind: 'added'; readonly part: PartRow }
  /** Somebody made a part of this session or satellite a moment ago. */
  | { readonly kind: 'already-there' }

/**
 * Adds a part at the end of the list, with its counters.
 * @param isForm what an organiser sent: the same form sent twice is one part
 */
export async function addPart(
  db: Database | Transaction,
  actor: Actor,
  { event, input, source = {}, isForm = false }: NewPart,
): Promise<AddPartOutcome> {
  try {
    return await inTransaction(db, async trx => {
      await lockLedger(trx, event.id)
      const twin = isForm ? await findTwin(trx, event.id, input) : undefined
      if (twin !== undefined) return { kind: 'added', part: twin }
      const last = await trx('parts').where({ eventId: event.id }).max<{ max: number | null }>('position').first()
      const position = (last?.max ?? 0) + 1
      const [part] = await trx('parts')
        .insert({ ...columnsOf(input), ...source, eventId: event.id, reference: newReference(), position })
        .returning('*')
      if (part === undefined) throw new Error('the part was not inserted')
      const { capacity } = input
      await trx('quotas').insert({ eventId: event.id, partId: part.id, reference: newReference(), capacity })
      await openTo(trx, part, input.categoryIds)
      await auditPart(trx, actor, 'added', part, { capacity })
      return { kind: 'added', part }
    })
  } catch (error) {
    const unique = ['part_stands_for_one_session', 'part_stands_for_one_satellite']
    if (unique.includes(violatedConstraint(error) ?? '')) return { kind: 'already-there' }
    throw error
  }
}

/** The part added last, where it is this one in everything. */
async function findTwin(trx: Transaction, eventId: number, input: PartInput): Promise<PartRow | undefined> {
  const { contentUpdatedAt: _, ...columns } = columnsOf(input)
  const quota = trx('quotas').whereRaw('quotas.part_id = parts.id').where({ capacity: input.capacity })
  const twin = await trx('parts')
    .where({ eventId, ...columns, cancelledAt: null })
    .where('id', trx('parts').where({ eventId }).max('id'))
    .whereExists(quota)
    .first()
  const categories = twin ? await trx('partCategories').where({ partId: twin.id }).pluck('categoryId') : []
  return isDeepStrictEqual(categories.toSorted(byNumber), [...input.categoryIds].toSorted(byNumber)) ? twin : undefined
}

const byNumber = (one: number, other: number) => one - other

function columnsOf(input: PartInput) {
  const { kind, title, description, placeNote, attendance, hasWaitingList, closesAt } = input
  const moment = now()
  const said = { kind, title, description, placeNote, attendance, hasWaitingList, closesAt, contentUpdatedAt: moment }
  return input.times === undefined ? said : { ...said, ...timeColumns(input.times) }
}

const noTimes = { startsLocal: null, endsLocal: null, startsAt: null, endsAt: null }

function timeColumns(times: PartTimes | null) {
  if (times === null) return noTimes
  const { startsLocal, endsLocal, startsAt, endsAt } = times
  return { startsLocal, endsLocal, startsAt, endsAt }
}

/** The categories a part is open to; those removed meanwhile are left out. */
async function openTo(trx: Transaction, part: Pick<PartRow, 'id' | 'eventId'>, ids: readonly number[]): Promise<void> {
  await trx('partCategories').where({ partId: part.id }).delete()
  const known = await trx('categories').where({ eventId: part.eventId }).whereIn('id', ids).select('id')
  if (known.length === 0) return
  await trx('partCategories').insert(known.map(({ id }) => ({ partId: part.id, categoryId: id })))
}

export type EditPartOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** Nobody loses a place by an edit: the capacity cannot fall below what is taken. */
  | { readonly kind: 'below-taken'; readonly taken: number }

/**
 * Changes a part. More places go at once to those who wait, in their order; another time or place raises the SEQUENCE
 * by which calendars take it over.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function editPart(
  db: Database | Transaction,
  actor: Actor,
  { part, input }: { part: PartRow; input: PartInput },
): Promise<EditPartOutcome> {
  return inTransaction(db, async trx => {
    const quota = await findOwnQuota(trx, { partId: part.id })
    if (quota === undefined) throw new NotFound()
    const { capacity } = input
    const capacities = new Map([[quota.id, capacity]])
    const outcome = await changeCapacities(trx, actor, { eventId: part.eventId, capacities })
    if (outcome.kind === 'below-taken') return { kind: 'below-taken', taken: outcome.taken }
    const moved = (input.times !== undefined && isMoved(part, input.times)) || isElsewhere(part, input)
    await trx('parts')
      .where({ id: part.id })
      .update(columnsOf(input))
      .increment('calendarSequence', moved ? 1 : 0)
    await openTo(trx, part, input.categoryIds)
    if (moved) await tellOfMoves(trx, await lockLedger(trx, part.eventId), [part])
    await auditPart(trx, actor, 'changed', part, { capacity, promoted: outcome.promoted, moved })
    return { kind: 'saved', promoted: outcome.promoted }
  })
}

function isElsewhere(part: Pick<PartRow, 'placeNote'>, { placeNote }: PartInput): boolean {
  return part.placeNote.cs !== placeNote.cs || part.placeNote.en !== placeNote.en
}

/** Moves a part one step up or down its event's list. */
export async function movePart(
  db: Database,
  actor: Actor,
  { part, direction }: { part: PartRow; direction: 'up' | 'down' },
): Promise<void> {
  await inTransaction(db, async trx => {
    const order = await trx('parts').where({ eventId: part.eventId }).orderBy('position').orderBy('id').forUpdate()
    // Cancelled ones stand at the end of the list, whatever their place: they are no step on the way.
    const standing = order.filter(({ cancelledAt }) => cancelledAt === null).map(({ reference }) => reference)
    await trx.raw(
      `update parts p set position = v.position
       from unnest(?::text[]) with ordinality as v(reference, position) where p.reference = v.reference`,
      [steppedOrder(standing, part.reference, direction)],
    )
    await auditPart(trx, actor, 'reordered', part)
  })
}

export type RemovePartOutcome = { readonly kind: 'removed' } | { readonly kind: 'has-sign-ups' }

/**
 * Removes a part nobody ever signed up for; any other can only be cancelled.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function removePart(db: Database, actor: Actor, { part }: { part: PartRow }): Promise<RemovePartOutcome> {
  try {
    return await inTransaction(db, async trx => {
      await lockLedger(trx, part.eventId)
      if ((await trx('parts').where({ id: part.id }).delete()) === 0) throw new NotFound()
      await auditPart(trx, actor, 'removed', part)
      return { kind: 'removed' }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'sign_up_part_is_of_the_event') return { kind: 'has-sign-ups' }
    throw error
  }
}

/** Writes down a fact about a part. */
export async function auditPart(
  trx: Transaction,
  actor: Actor,
  fact: string,
  part: Pick<PartRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'part', id: part.id }
  await recordAudit(trx, actor, `part.${fact}`, { eventId: part.eventId, subject, details })
}

/** Tells those who have a place in a part, or wait for one, that it is at another time or place. */
export async function tellOfMoves(
  trx: Transaction,
  ledger: Pick<Ledger, 'event'>,
  parts: readonly Pick<PartRow, 'id' | 'reference'>[],
): Promise<void> {
  if (parts.length === 0 || ledger.event.cancelledAt !== null || now() >= ledger.event.endsAt) return
  const references = new Map(parts.map(({ id, reference }) => [id, reference]))
  const signUps = await trx('signUps')
    .whereIn('partId', [...references.keys()])
    .whereIn('status', ['confirmed', 'offered', 'waiting'])
    .select('registrationId', 'partId')
  const news = new Map<number, PartNews>()
  for (const { registrationId, partId } of signUps) {
    const one = news.get(registrationId) ?? noNews()
    const reference = references.get(partId ?? 0)
    if (reference !== undefined) one.moved.push(reference)
    news.set(registrationId, one)
  }
  await tellOfParts(trx, ledger, news)
}
