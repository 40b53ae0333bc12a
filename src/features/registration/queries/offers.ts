import { type Database, rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { offerOfCategory, offerOfEvent } from '../rules.ts'
import type { CategoryRow, CategoryWithQuota, Counters, EventOffer, EventWindow } from '../types.ts'
import '../tables.ts'

type OfferRow = CategoryRow & Counters & EventWindow & { windowOf: number; categoryId: number | null }

/**
 * What some events offer at this moment, by event id; one query. An event without categories is there too, with the
 * offer `none`.
 */
export async function findOffers(
  db: Database | Transaction,
  eventIds: readonly number[],
): Promise<Map<number, EventOffer>> {
  const found = await rows<OfferRow>(
    db,
    `select e.id as window_of, e.registration_opens_at, e.registration_closes_at, e.ends_at, e.cancelled_at,
       e.archived_at, c.*, c.id as category_id, q.capacity, q.taken, q.waiting
     from events e left join categories c on c.event_id = e.id left join quotas q on q.category_id = c.id
     where e.id = any(?) order by e.id, c.position, c.id`,
    [[...eventIds]],
  )
  const moment = now()
  const offers = new Map<number, EventOffer>()
  for (const [eventId, ofEvent] of groupByEvent(found)) {
    const [window] = ofEvent
    if (window === undefined) continue
    const categories = ofEvent
      .filter(row => row.categoryId !== null)
      .map(row => offerOfCategory(categoryOf(row), row, window, moment))
    offers.set(eventId, offerOfEvent(window, categories, moment))
  }
  return offers
}

/** What one event offers at this moment; one query. */
export async function findOffer(db: Database | Transaction, event: { readonly id: number }): Promise<EventOffer> {
  const offer = (await findOffers(db, [event.id])).get(event.id)
  return offer ?? { event: { kind: 'none' }, categories: [] }
}

function groupByEvent(found: readonly OfferRow[]): Map<number, OfferRow[]> {
  const groups = new Map<number, OfferRow[]>()
  for (const row of found) {
    const group = groups.get(row.windowOf)
    if (group === undefined) groups.set(row.windowOf, [row])
    else group.push(row)
  }
  return groups
}

function categoryOf(row: OfferRow): CategoryRow {
  const { id, eventId, reference, name, description, position } = row
  const { opensAt, closesAt, needsApproval, hasWaitingList, createdAt } = row
  const named = { id, eventId, reference, name, description, position }
  return { ...named, opensAt, closesAt, needsApproval, hasWaitingList, createdAt }
}

/** The categories of an event with their counters, in their order; one query. */
export async function listCategories(db: Database | Transaction, eventId: number): Promise<CategoryWithQuota[]> {
  return rows<CategoryWithQuota>(
    db,
    `select c.*, q.capacity, q.taken, q.waiting from categories c join quotas q on q.category_id = c.id
     where c.event_id = ? order by c.position, c.id`,
    [eventId],
  )
}

/** One category of an event by its public reference. */
export async function findCategory(
  db: Database,
  eventId: number,
  reference: string,
): Promise<CategoryWithQuota | undefined> {
  return (await listCategories(db, eventId)).find(category => category.reference === reference)
}

/** A category whose counters do not tell what its rows tell: there must never be one (invariants I1 and I2). */
export interface Disagreement {
  readonly categoryId: number
  readonly taken: number
  readonly confirmed: number
  readonly waiting: number
  readonly waitingRows: number
}

/** The reconciliation: every category whose counters and rows disagree, or whose queue is numbered past its counter. */
export async function findDisagreements(db: Database): Promise<Disagreement[]> {
  return rows<Disagreement>(
    db,
    `select q.category_id, q.taken, r.confirmed, q.waiting, r.waiting_rows
     from quotas q cross join lateral (
       select count(*) filter (where status = 'confirmed')::int as confirmed,
         count(*) filter (where status = 'waiting')::int as waiting_rows, max(queue_number) as last_number
       from registrations where category_id = q.category_id) r
     where q.taken <> r.confirmed or q.waiting <> r.waiting_rows or r.last_number >= q.next_queue_number
       or q.taken > q.capacity`,
  )
}
