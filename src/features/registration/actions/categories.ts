import type { Actor } from '../../../core/actor.ts'
import { type Database, firstRow, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { NotFound } from '../../../core/errors.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { steppedOrder } from '../../agenda/rules/order.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { lockLedger } from '../queries/ledger.ts'
import { findOwnQuota } from '../queries/quotas.ts'
import type { CategoryRow } from '../types/places.ts'
import { changeCapacities } from './places.ts'
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
  /** An application holds a place while it waits. Left out: no. */
  readonly approvalHoldsPlace?: boolean | undefined
  /** Only for those with a code or an invitation. Left out: no. */
  readonly isHidden?: boolean | undefined
  /** Left out or null: any number. */
  readonly mostPerOrganisation?: number | null | undefined
}

/**
 * Adds a category at the end of the list, with its counters.
 * @param isForm what an organiser sent: the same form sent twice is one category
 */
export async function addCategory(
  db: Database | Transaction,
  actor: Actor,
  { event, input, isForm = false }: { event: Pick<EventRow, 'id'>; input: CategoryInput; isForm?: boolean },
): Promise<CategoryRow> {
  return inTransaction(db, async trx => {
    const twin = isForm ? await findTwin(trx, event.id, input) : undefined
    if (twin !== undefined) return twin
    const last = await trx('categories').where({ eventId: event.id }).max<{ max: number | null }>('position').first()
    const position = (last?.max ?? 0) + 1
    const [category] = await trx('categories')
      .insert({ ...columnsOf(input), eventId: event.id, reference: newReference(), position })
      .returning('*')
    if (category === undefined) throw new Error('the category was not inserted')
    const { capacity } = input
    await trx('quotas').insert({ eventId: event.id, categoryId: category.id, reference: newReference(), capacity })
    await auditCategory(trx, actor, 'added', category)
    return category
  })
}

/** The category added last, where it is this one in everything. */
async function findTwin(trx: Transaction, eventId: number, input: CategoryInput): Promise<CategoryRow | undefined> {
  await trx('events').where({ id: eventId }).forNoKeyUpdate().select('id')
  const last = trx('categories').where({ eventId }).max('id')
  const quota = trx('quotas').whereRaw('quotas.category_id = categories.id').where({ capacity: input.capacity })
  return trx('categories')
    .where({ eventId, ...columnsOf(input) })
    .where('id', last)
    .whereExists(quota)
    .first()
}

/** What of the input stands in the category itself; the capacity stands in its quota. */
function columnsOf(input: CategoryInput) {
  const { name, description, opensAt, closesAt, needsApproval, hasWaitingList } = input
  return {
    name,
    description,
    opensAt,
    closesAt,
    needsApproval,
    hasWaitingList,
    approvalHoldsPlace: needsApproval && (input.approvalHoldsPlace ?? false),
    isHidden: input.isHidden ?? false,
    mostPerOrganisation: input.mostPerOrganisation ?? null,
  }
}

export type EditCategoryOutcome =
  | { readonly kind: 'saved'; readonly promoted: number }
  /** Nobody loses a place by an edit: the capacity cannot fall below what is taken. */
  | { readonly kind: 'below-taken'; readonly taken: number }

/**
 * Changes a category. More places go at once to those who wait, in their order.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function editCategory(
  db: Database | Transaction,
  actor: Actor,
  { category, input }: { category: CategoryRow; input: CategoryInput },
): Promise<EditCategoryOutcome> {
  return inTransaction(db, async trx => {
    const quota = await findOwnQuota(trx, { categoryId: category.id })
    if (quota === undefined) throw new NotFound()
    const { capacity } = input
    const capacities = new Map([[quota.id, capacity]])
    const outcome = await changeCapacities(trx, actor, { eventId: category.eventId, capacities })
    if (outcome.kind === 'below-taken') return { kind: 'below-taken', taken: outcome.taken }
    await trx('categories').where({ id: category.id }).update(columnsOf(input))
    await auditCategory(trx, actor, 'changed', category, { capacity, promoted: outcome.promoted })
    return { kind: 'saved', promoted: outcome.promoted }
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
    const references = order.map(({ reference }) => reference)
    await trx.raw(
      `update categories c set position = v.position
       from unnest(?::text[]) with ordinality as v(reference, position) where c.reference = v.reference`,
      [steppedOrder(references, category.reference, direction)],
    )
    await auditCategory(trx, actor, 'moved', category)
  })
}

export type RemoveCategoryOutcome =
  | { readonly kind: 'removed' }
  /** Somebody registered in it, or it was promised by a code or an invitation. */
  | { readonly kind: 'has-registrations' }
  | { readonly kind: 'has-codes' }
  /** A part or a question is for this category alone: without it, it would be for everybody. */
  | { readonly kind: 'is-the-only-one' }

const inUse: Readonly<Record<string, RemoveCategoryOutcome>> = {
  registration_category_is_of_the_event: { kind: 'has-registrations' },
  access_code_category_is_of_the_event: { kind: 'has-codes' },
  invitation_category_is_of_the_event: { kind: 'has-codes' },
}

/**
 * Removes a category nobody ever registered in; the history of registrations needs the others.
 * @throws NotFound when somebody removed it meanwhile
 */
export async function removeCategory(
  db: Database,
  actor: Actor,
  { category }: { category: CategoryRow },
): Promise<RemoveCategoryOutcome> {
  try {
    return await inTransaction(db, async trx => {
      await lockLedger(trx, category.eventId)
      if (await isTheOnlyOne(trx, category.id)) return { kind: 'is-the-only-one' }
      const removed = await trx('categories').where({ id: category.id }).delete()
      if (removed === 0) throw new NotFound()
      await auditCategory(trx, actor, 'removed', category)
      return { kind: 'removed' }
    })
  } catch (error) {
    const outcome = inUse[violatedConstraint(error) ?? '']
    if (outcome) return outcome
    throw error
  }
}

/** Whether a part or a question is limited to this category and no other. */
async function isTheOnlyOne(trx: Transaction, categoryId: number): Promise<boolean> {
  const found = await firstRow<{ isAlone: boolean }>(
    trx,
    `select exists (select 1 from part_categories m where m.category_id = :id and not exists
         (select 1 from part_categories o where o.part_id = m.part_id and o.category_id <> :id))
       or exists (select 1 from question_categories m where m.category_id = :id and not exists
         (select 1 from question_categories o where o.question_id = m.question_id and o.category_id <> :id))
       as is_alone`,
    { id: categoryId },
  )
  return found?.isAlone ?? false
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
