import type { SortColumn } from '../rules/selection.ts'
import { rankOfStatus } from './conditions.ts'

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

/** The keys of each order on `registrations r` (and `categories rc`); to the letter what its index holds. */
export const orders: Record<SortColumn, readonly Key[]> = {
  name: [czech('r.family_name'), czech('r.given_name')],
  organisation: [czech('r.organisation')],
  country: [{ sql: 'r.country', type: 'text' }],
  category: [number('rc.position::bigint')],
  status: [number(rankOfStatus), number('coalesce(r.queue_number, 0)')],
  changed: [moment('r.content_updated_at')],
  created: [moment('r.created_at')],
}

/** What an order needs besides the registrations. */
export function joinFor(sort: SortColumn): string {
  return sort === 'category' ? 'join categories rc on rc.id = r.category_id' : ''
}

/** Where a page begins: the statements that stand for the keys of one registration, its id last. */
export interface Anchor {
  readonly keys: readonly string[]
  readonly bindings: Readonly<Record<string, unknown>>
}

/** The registrations of an event in their order: those for which `sql` holds, and of `patience` of these, `rest`. */
export interface Walk {
  readonly kind: 'walk'
  readonly sql: string
  readonly rest: string
  /** undefined: to the end. */
  readonly patience: number | undefined
}

/** Which registrations a page is taken from: found before, by their ids; few, by a condition; or all, in their order. */
export type Source = { readonly kind: 'found' } | { readonly kind: 'few'; readonly sql: string } | Walk

interface Page {
  readonly source: Source
  readonly sort: SortColumn
  readonly isRising: boolean
  readonly anchor: Anchor | undefined
}

/**
 * The registrations of one page, with their keys as `key0`, `key1` and the digits of a cursor. The planner takes words
 * for rarer or more frequent than they are; whether an order is walked until enough match or the few that match are
 * sorted is said here, with fences (`offset 0`), because it is known.
 */
export function pageOf(page: Page): string {
  const { source, sort } = page
  if (source.kind === 'found')
    return sorted('unnest(:found::bigint[]) as f (id) join registrations r on r.id = f.id', page)
  if (source.kind === 'few') return sorted(`(select * from registrations r where ${source.sql} offset 0) r`, page)
  return sort === 'category' ? walkedByCategory(source, page) : walked(source, page)
}

function columnsOf({ sort }: Page): string {
  const keys = orders[sort].map(({ sql }, index) => `${sql} as key${index}`)
  const cursors = [0, 1].map(index => `${orders[sort][index]?.digits?.write ?? 'null'}::text as cursor${index}`)
  return ['r.*', ...keys, ...cursors].join(', ')
}

function ownKeys(sort: SortColumn): string[] {
  return [...orders[sort].map(({ sql }) => sql), 'r.id']
}

function orderBy({ sort, isRising }: Page): string {
  const way = isRising ? 'asc' : 'desc'
  return `order by ${ownKeys(sort)
    .map(key => `${key} ${way}`)
    .join(', ')}`
}

function beyond({ sort, isRising, anchor }: Page): string {
  if (anchor === undefined) return ''
  return `and (${ownKeys(sort).join(', ')}) ${isRising ? '>' : '<'} (${anchor.keys.join(', ')})`
}

/** The end of what is walked: a fence as well. */
function endOf({ patience }: Walk): string {
  return patience === undefined ? 'offset 0' : `limit ${patience}`
}

function sorted(from: string, page: Page): string {
  return `select ${columnsOf(page)} from ${from} ${joinFor(page.sort)} where true ${beyond(page)}
    ${orderBy(page)} limit :size`
}

function walked(walk: Walk, page: Page): string {
  const { sql, rest } = walk
  return `select ${columnsOf(page)}
    from (select r.* from registrations r where ${sql} ${beyond(page)} ${orderBy(page)} ${endOf(walk)}) r
    where ${rest} limit :size`
}

/** Categories are few: so many of each as a page holds, and of those the first. */
function walkedByCategory(walk: Walk, page: Page): string {
  const { sql, rest } = walk
  const { isRising, anchor } = page
  const [position, id] = anchor?.keys ?? []
  const [beyondSign, end] = isRising ? ['>', '0'] : ['<', '9223372036854775807']
  const later = anchor === undefined ? '' : `and rc.position ${beyondSign}= ${position}`
  const beyondId =
    anchor === undefined ? '' : `and r.id ${beyondSign} case rc.position when ${position} then ${id} else ${end} end`
  return `select ${columnsOf(page)}
    from (select id, position from categories where event_id = :eventId) rc cross join lateral (
      select r.* from (select r.* from registrations r where r.category_id = rc.id and ${sql} ${beyondId}
        order by r.id ${isRising ? 'asc' : 'desc'} ${endOf(walk)}) r
      where ${rest} limit :size) r
    where true ${later}
    ${orderBy(page)} limit :size`
}
