import { type Database, rows, type Transaction } from '../../../core/database.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import { registrationStatuses } from '../../registration/types.ts'
import { filtersOf, type Selection } from '../rules/selection.ts'
import type { RegistrationTallyRow } from '../types.ts'
import '../tables.ts'

export type StatusCounts = Readonly<Record<RegistrationStatus, number>>

/** Counts by status, none of them missing. */
export function countsOf(found: readonly { status: RegistrationStatus; count: number }[]): StatusCounts {
  const none = registrationStatuses.map(status => [status, 0])
  return Object.fromEntries([...none, ...found.map(({ status, count }) => [status, count])]) as StatusCounts
}

const tallied = new Set(['status', 'category', 'arrived'])

/** Whether the tallies know how many registrations a selection holds. */
export function isTallied(selection: Selection): boolean {
  return filtersOf(selection).every(({ name }) => tallied.has(name))
}

/**
 * How many registrations a selection holds that is tallied, by status: exact, whatever their number. One query.
 * @throws Error when a filter is set that is not tallied
 */
export async function countTallied(
  db: Database | Transaction,
  eventId: number,
  selection: Selection,
): Promise<StatusCounts> {
  if (!isTallied(selection)) throw new Error('no tally answers this selection')
  const { statuses, categories, arrived } = selection
  const conditions = [
    ...(statuses.length > 0 ? ['status = any(:statuses)'] : []),
    ...(categories.length > 0
      ? ['category_id in (select id from categories where event_id = :eventId and reference = any(:categories))']
      : []),
    ...(arrived === undefined ? [] : [`has_arrived = ${arrived === 'yes'}`]),
  ]
  const found = await rows<{ status: RegistrationStatus; count: number }>(
    db,
    `select status, sum(count)::int as count from registration_tallies
     where ${["event_id = :eventId and kind = 'standing'", ...conditions].join(' and ')} group by status`,
    { eventId, ...(statuses.length > 0 && { statuses }), ...(categories.length > 0 && { categories }) },
  )
  return countsOf(found)
}

/** The tags in use at an event, as a statement with the column `tag`. */
export function usedTags(eventId: string): string {
  return `select tag from registration_tallies where event_id = ${eventId} and kind = 'tag'
    group by tag having sum(count) > 0`
}

/** How many places were taken, and given up again, in a quarter of an hour; as a statement for one event. */
export const placesByQuarter = `select quarter, coalesce(sum(count) filter (where kind = 'taken'), 0)::int as taken,
    coalesce(sum(count) filter (where kind = 'freed'), 0)::int as freed
  from registration_tallies where event_id = :event and kind in ('taken', 'freed') group by quarter`

/** What the tallies say otherwise than the registrations they count. */
export interface TallyDisagreement {
  readonly eventId: number
  readonly kind: RegistrationTallyRow['kind']
  readonly tallied: number
  readonly counted: number
}

const facts = `
  select event_id, 'standing' as kind, concat_ws('/', category_id, status, arrived_at is not null) as fact from registrations
  union all select event_id, 'tag', unnest(tags) from registrations
  union all select event_id, 'taken', date_bin('15 minutes', confirmed_at, 'epoch')::text from registrations
    where confirmed_at is not null
  union all select event_id, 'freed', date_bin('15 minutes', cancelled_at, 'epoch')::text from registrations
    where confirmed_at is not null and cancelled_at is not null`

/** Counts everybody and compares: empty as long as every change was tallied. One query, as long as the table. */
export async function findTallyDisagreements(db: Database | Transaction): Promise<TallyDisagreement[]> {
  return rows<TallyDisagreement>(
    db,
    `with counted as (select event_id, kind, fact, count(*)::int as count from (${facts}) facts group by 1, 2, 3),
     tallied as (
       select event_id, kind, case kind when 'standing' then concat_ws('/', category_id, status, has_arrived)
         when 'tag' then tag else quarter::text end as fact, sum(count)::int as count
       from registration_tallies group by 1, 2, 3 having sum(count) <> 0)
     select event_id, kind, coalesce(t.count, 0) as tallied, coalesce(c.count, 0) as counted
     from counted c full join tallied t using (event_id, kind, fact) where t.count is distinct from c.count
     order by event_id, kind, fact limit 100`,
  )
}
