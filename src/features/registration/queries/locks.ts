import { asLocked, type Locked, rows, type Transaction } from '../../../core/database.ts'
import { NotFound } from '../../../core/errors.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { CategoryWindow, EventWindow, QuotaRow, RegistrationRow } from '../types.ts'
import '../tables.ts'

/** The counters of a category under lock, with everything a decision about its places needs. */
export interface Allotment {
  readonly quota: Locked<QuotaRow>
  readonly category: CategoryWindow & { readonly name: LocalisedText }
  readonly event: EventWindow & { readonly id: number; readonly organisationId: number }
}

type AllotmentRow = QuotaRow & CategoryWindow & EventWindow & { name: LocalisedText; organisationId: number }

/**
 * Locks the counters of some categories, always in the order of their ids (docs/locking.md). What is decided after
 * this, in later statements, sees everything that the holders of the lock before us wrote.
 */
export async function lockAllotments(
  trx: Transaction,
  categoryIds: readonly number[],
): Promise<Map<number, Allotment>> {
  const found = await rows<AllotmentRow>(
    trx,
    `select q.*, c.name, c.opens_at, c.closes_at, c.needs_approval, c.has_waiting_list, e.organisation_id,
       e.registration_opens_at, e.registration_closes_at, e.ends_at, e.cancelled_at, e.archived_at
     from quotas q join categories c on c.id = q.category_id join events e on e.id = q.event_id
     where q.category_id = any(?) order by q.id for update of q`,
    [[...categoryIds]],
  )
  return new Map(found.map(row => [row.categoryId, allotmentOf(row)]))
}

/**
 * As `lockAllotments`, for one category.
 * @throws NotFound when somebody removed it a moment ago
 */
export async function lockAllotment(trx: Transaction, categoryId: number): Promise<Allotment> {
  const allotment = (await lockAllotments(trx, [categoryId])).get(categoryId)
  if (allotment === undefined) throw new NotFound(`category ${categoryId} was removed meanwhile`)
  return allotment
}

function allotmentOf(row: AllotmentRow): Allotment {
  const { id, eventId, categoryId, capacity, taken, waiting, nextQueueNumber } = row
  return {
    quota: asLocked({ id, eventId, categoryId, capacity, taken, waiting, nextQueueNumber }),
    category: row,
    event: { ...row, id: eventId },
  }
}

/** Locks one registration; call it after the lock on its counters. */
export async function lockRegistration(trx: Transaction, id: number): Promise<Locked<RegistrationRow>> {
  const row = await trx('registrations').where({ id }).forUpdate().first()
  if (row === undefined) throw new Error(`registration ${id} is gone`)
  return asLocked(row)
}

/** The first in the queue of a category, strictly by number, locked. */
export async function lockNextWaiting(
  trx: Transaction,
  categoryId: number,
  limit: number,
): Promise<Locked<RegistrationRow>[]> {
  const next = await trx('registrations')
    .where({ categoryId, status: 'waiting' })
    .orderBy('queueNumber')
    .limit(limit)
    .forUpdate()
  return next.map(row => asLocked<RegistrationRow>(row))
}

/** What stands for an address already: enough to answer a second wish. */
export interface ExistingRegistration {
  readonly id: number
  readonly reference: string
  /** As it was asked for. */
  readonly address: string
  readonly submissionDigest: string
  readonly status: RegistrationRow['status']
  readonly createdAt: Instant
  readonly email: string
  readonly givenName: string
  readonly familyName: string
  readonly locale: RegistrationRow['locale']
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
}

/**
 * What is registered at an event for some addresses, by the address as it was given; case does not matter. Active
 * registrations only. One statement.
 */
export async function findExisting(
  trx: Transaction,
  eventId: number,
  addresses: readonly string[],
): Promise<Map<string, ExistingRegistration>> {
  const found = await rows<ExistingRegistration>(
    trx,
    `select a.address, r.id, r.reference, r.submission_digest, r.status, r.created_at, r.email, r.given_name,
       r.family_name, r.locale,
       case when r.status = 'waiting' then (select count(*)::int from registrations w
         where w.category_id = r.category_id and w.status = 'waiting' and w.queue_number <= r.queue_number)
       else 0 end as position
     from unnest(?::text[]) as a(address) join registrations r on r.event_id = ? and lower(r.email) = lower(a.address)
     where r.cancelled_at is null and r.declined_at is null`,
    [[...new Set(addresses)], eventId],
  )
  return new Map(found.map(row => [row.address, row]))
}
