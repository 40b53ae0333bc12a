import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { daysBetween, dateOf, type Instant, shiftDays, toInstant, toLocal } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { lockAllotment } from '../queries/locks.ts'
import { listCategories } from '../queries/offers.ts'
import type { CategoryRow } from '../types.ts'
import { countersOf, settleCounters } from './places.ts'
import '../tables.ts'

/** What an organiser says of a category. `capacity` null: without a limit. */
export interface CategoryInput {
  readonly name: LocalisedText
  readonly description: LocalisedText
  readonly capacity: number | null
  readonly opensAt: Instant | null
  readonly closesAt: Instant | null
  readonly needsApproval: boolean
  readonly hasWaitingList: boolean
}

/** Adds a category at the end of the list, with its counters. */
export async function addCategory(
  db: Database | Transaction,
  actor: Actor,
  { event, input }: { event: Pick<EventRow, 'id'>; input: CategoryInput },
): Promise<CategoryRow> {
  return inTransaction(db, async trx => {
    const last = await trx('categories').where({ eventId: event.id }).max<{ max: number | null }>('position').first()
    const position = (last?.max ?? 0) + 1
    const [category] = await trx('categories')
      .insert({ ...columnsOf(input), eventId: event.id, reference: newReference(), position })
      .returning('*')
    if (category === undefined) throw new Error('the category was not inserted')
    await trx('quotas').insert({ eventId: event.id, categoryId: category.id, capacity: input.capacity })
    await auditCategory(trx, actor, 'added', category)
    return category
  })
}

/** What of the input stands in the category itself; the capacity stands in its quota. */
function columnsOf({ name, description, opensAt, closesAt, needsApproval, hasWaitingList }: CategoryInput) {
  return { name, description, opensAt, closesAt, needsApproval, hasWaitingList }
}

export type EditCategoryOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** Nobody loses a place by an edit: the capacity cannot fall below what is taken. */
  | { readonly kind: 'below-taken'; readonly taken: number }

/** Changes a category. More places go at once to those who wait, in their order. */
export async function editCategory(
  db: Database | Transaction,
  actor: Actor,
  { category, input }: { category: CategoryRow; input: CategoryInput },
): Promise<EditCategoryOutcome> {
  return inTransaction(db, async trx => {
    const allotment = await lockAllotment(trx, category.id)
    const { capacity } = input
    const { taken } = allotment.quota
    if (capacity !== null && capacity < taken) return { kind: 'below-taken', taken }
    await trx('categories').where({ id: category.id }).update(columnsOf(input))
    const promoted = await settleCounters(trx, allotment, { ...countersOf(allotment), capacity })
    await auditCategory(trx, actor, 'changed', category, { capacity, promoted })
    return { kind: 'saved', promoted }
  })
}

/** Moves a category one step up or down its event's list. */
export async function moveCategory(
  db: Database,
  actor: Actor,
  { category, direction }: { category: CategoryRow; direction: 'up' | 'down' },
): Promise<void> {
  await inTransaction(db, async trx => {
    const order = await trx('categories')
      .where({ eventId: category.eventId })
      .orderBy('position')
      .orderBy('id')
      .forUpdate()
    const from = order.findIndex(({ id }) => id === category.id)
    const to = direction === 'up' ? from - 1 : from + 1
    const other = order[to]
    if (from < 0 || other === undefined) return
    const ids = order.map(({ id }) => id)
    ids[from] = other.id
    ids[to] = category.id
    await trx.raw(
      `update categories c set position = v.position
       from unnest(?::bigint[]) with ordinality as v(id, position) where c.id = v.id`,
      [ids],
    )
    await auditCategory(trx, actor, 'moved', category)
  })
}

export type RemoveCategoryOutcome = { readonly kind: 'removed' } | { readonly kind: 'has-registrations' }

/** Removes a category nobody ever registered in; the history of registrations needs the others. */
export async function removeCategory(
  db: Database,
  actor: Actor,
  { category }: { category: CategoryRow },
): Promise<RemoveCategoryOutcome> {
  try {
    return await inTransaction(db, async trx => {
      await lockAllotment(trx, category.id)
      await trx('categories').where({ id: category.id }).delete()
      await auditCategory(trx, actor, 'removed', category)
      return { kind: 'removed' }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'registration_category_is_of_the_event') return { kind: 'has-registrations' }
    throw error
  }
}

type CopiedEvent = Pick<EventRow, 'id' | 'timeZone' | 'startsLocal'>

/** Takes the categories of one event over to another; their times keep their place before the event, on the wall clock. */
export async function copyCategories(
  trx: Transaction,
  actor: Actor,
  { from, to }: { from: CopiedEvent; to: CopiedEvent },
): Promise<void> {
  const days = daysBetween(dateOf(from.startsLocal), dateOf(to.startsLocal))
  for (const category of await listCategories(trx, from.id)) {
    const { name, description, capacity, needsApproval, hasWaitingList } = category
    const opensAt = shifted(category.opensAt, from, to, days)
    const closesAt = shifted(category.closesAt, from, to, days)
    const input = { name, description, capacity, needsApproval, hasWaitingList, opensAt, closesAt }
    await addCategory(trx, actor, { event: to, input })
  }
}

function shifted(moment: Instant | null, from: CopiedEvent, to: CopiedEvent, days: number): Instant | null {
  if (moment === null) return null
  const meaning = toInstant(shiftDays(toLocal(moment, from.timeZone), days), to.timeZone, 'earlier')
  if (meaning.kind === 'gap') return meaning.nearestInstant
  return meaning.kind === 'overlap' ? meaning.earlier : meaning.instant
}

async function auditCategory(
  trx: Transaction,
  actor: Actor,
  fact: string,
  category: Pick<CategoryRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'category', id: category.id }
  await recordAudit(trx, actor, `category.${fact}`, { eventId: category.eventId, subject, details })
}
