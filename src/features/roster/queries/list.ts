import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import { registrationStatuses } from '../../registration/types.ts'
import type { Cursor } from '../rules/cursor.ts'
import type { Selection, SortColumn } from '../rules/selection.ts'
import type { RosterLine } from '../types.ts'
import { type Conditions, conditionsOf, type SearchScope } from './conditions.ts'
import '../tables.ts'

/** Lines on a page. */
export const pageSize = 50

/**
 * A key of an order. `digits` says how a cursor keeps it, for keys that change while somebody turns pages; the others
 * are looked up at the registration the cursor names.
 */
interface Key {
  readonly sql: string
  readonly type: string
  readonly digits?: { readonly write: string; readonly read: (binding: string) => string }
}

const czech = (column: string): Key => ({ sql: `${column} collate "cs-CZ-x-icu"`, type: 'text' })
const moment = (column: string): Key => ({
  sql: column,
  type: 'timestamptz',
  digits: {
    write: `(extract(epoch from ${column}) * 1000000)::bigint`,
    read: binding => `(timestamptz 'epoch' + ${binding}::bigint * interval '1 microsecond')`,
  },
})
const number = (sql: string): Key => ({ sql, type: 'bigint', digits: { write: sql, read: b => `${b}::bigint` } })

const statusOrder = ['applied', 'offered', 'confirmed', 'waiting', 'unconfirmed', 'declined', 'cancelled'] as const
const rankOfStatus = `array_position(array[${statusOrder.map(status => `'${status}'`).join(', ')}], r.status)::bigint`

const orders: Record<SortColumn, readonly Key[]> = {
  name: [czech('r.family_name'), czech('r.given_name')],
  organisation: [czech('r.organisation')],
  country: [{ sql: 'r.country', type: 'text' }],
  category: [number('rc.position::bigint')],
  status: [number(rankOfStatus), number('coalesce(r.queue_number, 0)')],
  changed: [moment('r.content_updated_at')],
  created: [moment('r.created_at')],
}

interface PageOptions {
  readonly scope: SearchScope
  readonly cursor?: Cursor | undefined
  readonly size?: number
}

/** One page of the table. */
export interface RosterPage {
  readonly lines: RosterLine[]
  readonly hasPrevious: boolean
  readonly hasNext: boolean
}

/**
 * One page of the registrations of an event: two queries behind a cursor, one without. Keyset: the cost of a page
 * does not depend on how many come before it.
 */
export async function listRoster(
  db: Database | Transaction,
  event: Pick<EventRow, 'id' | 'timeZone'>,
  selection: Selection,
  { scope, cursor, size = pageSize }: PageOptions,
): Promise<RosterPage> {
  const conditions = conditionsOf(event, selection, scope)
  const anchor = cursor && (await findAnchor(db, event.id, selection.sort, cursor))
  const isBackwards = cursor !== undefined && anchor !== undefined && cursor.side === 'before'
  const found = await rows<RosterLine>(db, pageSql(conditions, selection, anchor, isBackwards), {
    ...conditions.bindings,
    ...anchor?.bindings,
    eventId: event.id,
    size: size + 1,
  })
  const isMore = found.length > size
  const lines = found.slice(0, size)
  if (isBackwards) return { lines: lines.toReversed(), hasPrevious: isMore, hasNext: true }
  return { lines, hasPrevious: anchor !== undefined, hasNext: isMore }
}

interface Anchor {
  /** The statements that stand for the keys of the registration a page begins at. */
  readonly keys: readonly string[]
  readonly bindings: Readonly<Record<string, unknown>>
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

function joinFor(sort: SortColumn): string {
  return sort === 'category' ? 'join categories rc on rc.id = r.category_id' : ''
}

function pageSql(
  { sql }: Conditions,
  { sort, direction, search }: Selection,
  anchor: Anchor | undefined,
  isBackwards: boolean,
): string {
  const order = orders[sort]
  const isRising = (direction === 'ascending') !== isBackwards
  const way = isRising ? 'asc' : 'desc'
  const own = [...order.map(key => key.sql), 'r.id']
  const beyond = anchor && `and (${own.join(', ')}) ${isRising ? '>' : '<'} (${anchor.keys.join(', ')})`
  const keys = order.map(({ sql }, index) => `${sql} as key${index}`)
  const cursors = [0, 1].map(index => `${order[index]?.digits?.write ?? 'null'}::text as cursor${index}`)
  const outer = [...order.map((_, index) => `r.key${index} ${way}`), `r.id ${way}`]
  // Without the fence the planner walks the order until enough match, and for words that are rare it never meets them.
  const isRare = search.split(/\s+/).some(word => word.length >= 3)
  const from = isRare ? fenced(sql, sort) : `registrations r ${joinFor(sort)} where ${sql}`
  return `with page as materialized (
      select r.*, ${[...keys, ...cursors].join(', ')}
      from ${from} ${beyond ?? ''}
      order by ${own.map(key => `${key} ${way}`).join(', ')} limit :size
    ), queue as (
      select w.id, row_number() over (partition by w.category_id order by w.queue_number)::int as position
      from registrations w
      where w.event_id = :eventId and w.status = 'waiting' and exists (select from page where status = 'waiting'))
    select ${lineColumns}
    from page r
      join categories c on c.id = r.category_id
      left join queue on queue.id = r.id
      left join delegations d on d.id = r.delegation_id
      left join access_codes k on k.id = r.access_code_id
    order by ${outer.join(', ')}`
}

function fenced(conditions: string, sort: SortColumn): string {
  return `(select * from registrations r where ${conditions} offset 0) r ${joinFor(sort)} where true`
}

const lineColumns = `r.id, r.reference, r.title_before, r.given_name, r.family_name, r.title_after, r.email,
  r.organisation, r.country, r.locale, r.attendance, r.tags, r.status, r.created_at,
  r.content_updated_at as changed_at, r.arrived_at, r.cursor0, r.cursor1, c.name as category_name,
  coalesce(queue.position, 0) as position, d.organisation as delegation, d.reference as delegation_reference, k.code,
  exists (select from consents n where n.registration_id = r.id and n.purpose = 'newsletter'
    and n.withdrawn_at is null) as wants_newsletter,
  (select count(*)::int from registration_notes n where n.registration_id = r.id) as notes`

export type StatusCounts = Readonly<Record<RegistrationStatus, number>>

/** How many registrations a selection holds, by status. One query. */
export async function countRoster(
  db: Database | Transaction,
  event: Pick<EventRow, 'id' | 'timeZone'>,
  selection: Selection,
  scope: SearchScope,
): Promise<StatusCounts> {
  const { sql, bindings } = conditionsOf(event, selection, scope)
  const found = await rows<{ status: RegistrationStatus; count: number }>(
    db,
    `select r.status, count(*)::int as count from registrations r where ${sql} group by r.status`,
    bindings,
  )
  const counts = Object.fromEntries(registrationStatuses.map(status => [status, 0])) as Record<
    RegistrationStatus,
    number
  >
  for (const { status, count } of found) counts[status] = count
  return counts
}

/** All of them together. */
export function totalOf(counts: StatusCounts): number {
  return registrationStatuses.reduce((sum, status) => sum + counts[status], 0)
}
