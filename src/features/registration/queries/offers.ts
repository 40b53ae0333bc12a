import { type Database, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { offerOf } from '../rules/offers.ts'
import type { CategoryWithQuota, QuotaScope } from '../types/places.ts'
import type { EventOffer } from '../types/offers.ts'
import { readLedgers } from './ledger.ts'
import { usualSettings } from './settings.ts'
import '../tables.ts'

/**
 * What some events offer at this moment, by event id; one query. An event without categories is there too, with the
 * offer `none`. Hidden categories are left out.
 */
export async function findOffers(
  db: Database | Transaction,
  eventIds: readonly number[],
): Promise<Map<number, EventOffer>> {
  const ledgers = await readLedgers(db, eventIds)
  const moment = now()
  return new Map([...ledgers].map(([id, ledger]) => [id, offerOf(ledger, moment, [])]))
}

/**
 * What one event offers at this moment; one query.
 * @param opened ids of hidden categories that a code or an invitation opened
 */
export async function findOffer(
  db: Database | Transaction,
  event: { readonly id: number },
  { opened = [] }: { opened?: readonly number[] } = {},
): Promise<EventOffer> {
  const ledger = (await readLedgers(db, [event.id])).get(event.id)
  return ledger ? offerOf(ledger, now(), opened) : noOffer(event.id)
}

/** What an event offers that has nothing to offer. */
export function noOffer(eventId: number): EventOffer {
  const nothing = { categories: [], parts: [], options: [], attendances: {} }
  return { event: { kind: 'none' }, ...nothing, settings: usualSettings(eventId) }
}

/** The categories of an event with their own counters, the hidden ones too, in their order; one query. */
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

// Everything that holds a place or waits for one, and what of it each quota counts.
const claims = `
  claims as (
    select event_id, category_id, null::bigint as part_id, null::bigint as option_id, attendance,
      case when place_held then 1 else 0 end as held, case when status = 'waiting' then 1 else 0 end as waits
    from registrations where place_held or status = 'waiting'
    union all
    select event_id, null, part_id, option_id, null, case when status = 'waiting' then 0 else 1 end,
      case when status = 'waiting' then 1 else 0 end
    from sign_ups where status in ('confirmed', 'offered', 'waiting')
    union all
    select event_id, category_id, null, null, null, most_uses - used, 0
    from access_codes where reserves and released_at is null
  ),
  counted as (
    select q.id, coalesce(sum(c.held), 0)::int as held, coalesce(sum(c.waits), 0)::int as waits
    from quotas q left join claims c on c.event_id = q.event_id and case q.scope
        when 'own' then q.category_id = c.category_id or q.part_id = c.part_id or q.option_id = c.option_id
        when 'shared' then exists (select from quota_members m where m.quota_id = q.id
          and (m.category_id = c.category_id or m.part_id = c.part_id or m.option_id = c.option_id))
        when 'event' then c.category_id is not null
        else q.scope = c.attendance end
    where :eventId::bigint is null or q.event_id = :eventId
    group by q.id
  )`

/** What the rows of an event say its counters should be, by quota id. One query; call it under the lock. */
export async function countRows(
  trx: Transaction,
  eventId: number,
): Promise<Map<number, { readonly taken: number; readonly waiting: number }>> {
  const found = await rows<{ id: number; taken: number; waiting: number }>(
    trx,
    `with ${claims} select id, held as taken, waits as waiting from counted`,
    { eventId },
  )
  return new Map(found.map(({ id, taken, waiting }) => [id, { taken, waiting }]))
}

/** Something whose counter does not tell what its rows tell: there must never be one (invariants I1 and I2). */
export interface Disagreement {
  readonly kind: 'quota' | 'code' | 'sign-up'
  readonly eventId: number
  readonly reference: string
  readonly name: LocalisedText
  readonly scope: QuotaScope | null
  /** The counter, and what the rows say. */
  readonly counted: number
  readonly rows: number
  readonly waitingCounted: number
  readonly waitingRows: number
}

/**
 * The reconciliation: every quota and code whose counter and rows disagree or that holds more than it may, and every
 * sign-up that outlived its registration. One query; of one event, or of all.
 */
export async function findDisagreements(db: Database | Transaction, eventId?: number): Promise<Disagreement[]> {
  return rows<Disagreement>(
    db,
    `with ${claims}
     select 'quota' as kind, q.event_id, q.reference, coalesce(c.name, p.title, o.label, q.name) as name, q.scope,
       q.taken as counted, n.held as rows, q.waiting as waiting_counted, n.waits as waiting_rows
     from quotas q join counted n on n.id = q.id left join categories c on c.id = q.category_id
       left join parts p on p.id = q.part_id left join question_options o on o.id = q.option_id
     where q.taken <> n.held or q.waiting <> n.waits or q.taken > q.capacity
     union all
     select 'code', a.event_id, a.reference, '{}', null, a.used, u.uses, 0, 0
     from access_codes a cross join lateral (select count(*)::int as uses from registrations r
       where r.access_code_id = a.id and r.status not in ('cancelled', 'declined', 'unconfirmed')) u
     where (:eventId::bigint is null or a.event_id = :eventId) and (a.used <> u.uses or a.used > a.most_uses)
     union all
     select 'sign-up', r.event_id, r.reference, '{}', null, 0, count(*)::int, 0, 0
     from sign_ups s join registrations r on r.id = s.registration_id
     where (:eventId::bigint is null or s.event_id = :eventId) and s.cancelled_at is null
       and (r.status in ('cancelled', 'declined') or (s.status <> 'wished' and r.status <> 'confirmed'))
     group by r.event_id, r.reference
     order by event_id, kind, reference`,
    { eventId: eventId ?? null },
  )
}

/** Whether anybody waits at an event whose list is not frozen: places may have become free by the clock. */
export async function listEventsToSettle(db: Database): Promise<number[]> {
  const found = await rows<{ eventId: number }>(
    db,
    `select distinct q.event_id from quotas q join events e on e.id = q.event_id
       left join registration_settings s on s.event_id = e.id
     where q.waiting > 0 and (q.capacity is null or q.taken < q.capacity) and e.cancelled_at is null and e.ends_at > ?
       and (s.waiting_frozen_at is null or s.waiting_frozen_at > ?)`,
    [now(), now()],
  )
  return found.map(({ eventId }) => eventId)
}
