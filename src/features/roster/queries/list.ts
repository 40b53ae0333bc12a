import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import { registrationStatuses } from '../../registration/types.ts'
import type { Cursor } from '../rules/cursor.ts'
import type { Selection, SortColumn } from '../rules/selection.ts'
import type { RosterLine } from '../types.ts'
import { conditionsOf, conditionsOfProbe, conditionsOfWalk, type SearchScope } from './conditions.ts'
import { type Anchor, joinFor, orders, pageOf, type Source } from './orders.ts'
import { countsOf, countTallied, isTallied, type StatusCounts } from './tallies.ts'
import '../tables.ts'

/** Lines on a page. */
export const pageSize = 50

type EventOf = Pick<EventRow, 'id' | 'timeZone'>

/** So many are counted where no tally knows the number, and so many are sorted for a page. */
export const mostCounted = 1_000

/** How many registrations a selection holds. */
export interface Matching {
  readonly count: number
  /** There are more than `count`. */
  readonly isMore: boolean
  /** So few that all of them are sorted for a page. */
  readonly isFew: boolean
  /** All of them, where they had to be looked for and are few. */
  readonly ids: readonly number[] | undefined
}

/**
 * Looks for what a selection holds, until it is known to be more than anybody counts by eye: tallies know it exactly,
 * other filters and words are answered by their indexes up to `mostCounted`. One query.
 */
export async function findMatching(
  db: Database | Transaction,
  event: EventOf,
  selection: Selection,
  scope: SearchScope,
  counted = mostCounted,
): Promise<Matching> {
  if (isTallied(selection)) {
    const count = totalOf(await countTallied(db, event.id, selection))
    return { count, isMore: false, isFew: count <= counted, ids: undefined }
  }
  const { from, sql, bindings } = conditionsOfProbe(event, selection, scope)
  const most = counted + 1
  const found = await rows<{ id: number }>(db, `select r.id from ${from} where ${sql} limit ${most}`, bindings)
  if (found.length === most) return { count: counted, isMore: true, isFew: false, ids: undefined }
  return { count: found.length, isMore: false, isFew: true, ids: found.map(({ id }) => id) }
}

interface PageOptions {
  readonly scope: SearchScope
  readonly matching: Matching
  readonly cursor?: Cursor | undefined
  readonly size?: number
  /**
   * Registrations that are looked at in their order before all that match are looked for and sorted; `undefined`: all,
   * for somebody who takes page after page to the end.
   */
  readonly patience?: number | undefined
}

/** One page of the table. */
export interface RosterPage {
  readonly lines: RosterLine[]
  readonly hasPrevious: boolean
  readonly hasNext: boolean
}

/** A page is read in ten milliseconds, and what comes up less often than that is better looked for. */
export const usualPatience = 5_000

/**
 * One page of the registrations of an event: two queries behind a cursor, one without; one more where what matches
 * does not come up for long in the order of the table. Keyset: the cost of a page does not depend on how many come
 * before it.
 */
export async function listRoster(
  db: Database | Transaction,
  event: EventOf,
  selection: Selection,
  options: PageOptions,
): Promise<RosterPage> {
  const { sort, direction } = selection
  const { scope, cursor, size = pageSize } = options
  const { source, bindings } = sourceOf(event, selection, options)
  const anchor = cursor && (await findAnchor(db, event.id, sort, cursor))
  const isBackwards = cursor !== undefined && anchor !== undefined && cursor.side === 'before'
  const isRising = (direction === 'ascending') !== isBackwards
  const read = (from: Source) =>
    rows<RosterLine>(db, linesOf(pageOf({ source: from, sort, isRising, anchor }), sort, isRising), {
      ...bindings,
      ...anchor?.bindings,
      eventId: event.id,
      size: size + 1,
    })
  const walked = await read(source)
  const isGivenUp = source.kind === 'walk' && source.patience !== undefined && walked.length <= size
  const found = isGivenUp ? await read({ kind: 'few', sql: conditionsOf(event, selection, scope).sql }) : walked
  const isMore = found.length > size
  const lines = found.slice(0, size)
  if (isBackwards) return { lines: lines.toReversed(), hasPrevious: isMore, hasNext: true }
  return { lines, hasPrevious: anchor !== undefined, hasNext: isMore }
}

/** From what a page is taken, and what its statement is bound to. */
function sourceOf(event: EventOf, selection: Selection, { scope, matching, patience }: PageOptions) {
  const { ids, isFew } = matching
  if (ids !== undefined) return { source: { kind: 'found' } as const, bindings: { found: ids } }
  const { sql, rest, bindings } = conditionsOfWalk(event, selection, scope)
  const end = rest === 'true' ? undefined : patience
  const source: Source = isFew ? { kind: 'few', sql } : { kind: 'walk', sql, rest, patience: end }
  return { source, bindings }
}

/** The place of a cursor in the order; undefined when there is no such registration (any more). */
async function findAnchor(
  db: Database | Transaction,
  eventId: number,
  sort: SortColumn,
  { reference, keys }: Cursor,
): Promise<Anchor | undefined> {
  const order = orders[sort]
  const columns = order.map(({ sql, digits }, index) => `${digits?.write ?? sql} as key${index}`)
  const found = await firstRow<Record<string, unknown>>(
    db,
    `select r.id, ${columns.join(', ')} from registrations r ${joinFor(sort)} where r.event_id = ? and r.reference = ?`,
    [eventId, reference],
  )
  if (found === undefined) return undefined
  const kept = order.every(({ digits }) => digits !== undefined) && keys.length === order.length
  const bindings = Object.fromEntries(
    order.map((_, index) => [`key${index}`, kept ? keys[index] : found[`key${index}`]]),
  )
  const statements = order.map(({ digits, type }, index) => digits?.read(`:key${index}`) ?? `:key${index}::${type}`)
  return { keys: [...statements, ':anchor'], bindings: { ...bindings, anchor: found['id'] } }
}

/**
 * The lines of a page in their order. Where somebody stands in the queue of their category is counted from one of them
 * to the next: the queue is read once, whatever the page shows of it.
 */
function linesOf(page: string, sort: SortColumn, isRising: boolean): string {
  const way = isRising ? 'asc' : 'desc'
  const order = [...orders[sort].map((_, index) => `r.key${index} ${way}`), `r.id ${way}`].join(', ')
  return `with page as materialized (${page}),
    steps as (
      select id, category_id, queue_number,
        lag(queue_number) over (partition by category_id order by queue_number) as previous
      from page where status = 'waiting'
    ), queue as (
      select s.id, (sum(people.count) over (partition by s.category_id order by s.queue_number))::int as position
      from steps s cross join lateral (select count(*) from registrations w where w.category_id = s.category_id
        and w.status = 'waiting' and w.queue_number > coalesce(s.previous, -1) and w.queue_number <= s.queue_number) people)
    select ${lineColumns}
    from page r
      join categories c on c.id = r.category_id
      left join queue on queue.id = r.id
      left join delegations d on d.id = r.delegation_id
      left join access_codes k on k.id = r.access_code_id
    order by ${order}`
}

const lineColumns = `r.id, r.reference, r.title_before, r.given_name, r.family_name, r.title_after, r.email,
  r.organisation, r.country, r.locale, r.attendance, r.tags, r.status, r.created_at,
  r.content_updated_at as changed_at, r.arrived_at, r.cursor0, r.cursor1, c.name as category_name,
  coalesce(queue.position, 0) as position, d.organisation as delegation, d.reference as delegation_reference, k.code,
  exists (select from consents n where n.registration_id = r.id and n.purpose = 'newsletter'
    and n.withdrawn_at is null) as wants_newsletter,
  (select count(*)::int from registration_notes n where n.registration_id = r.id) as notes`

/** How many registrations a selection holds, by status; exact, whatever it costs. One query. */
export async function countRoster(
  db: Database | Transaction,
  event: EventOf,
  selection: Selection,
  scope: SearchScope,
): Promise<StatusCounts> {
  if (isTallied(selection)) return countTallied(db, event.id, selection)
  const { sql, bindings } = conditionsOf(event, selection, scope)
  const found = await rows<{ status: RegistrationStatus; count: number }>(
    db,
    `select r.status, count(*)::int as count from registrations r where ${sql} group by r.status`,
    bindings,
  )
  return countsOf(found)
}

/** All of them together. */
export function totalOf(counts: StatusCounts): number {
  return registrationStatuses.reduce((sum, status) => sum + counts[status], 0)
}
