import { type Database, rows } from '../../../core/database.ts'
import type { LocalisedText, Locale } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { RegistrationStatus } from '../types.ts'
import '../tables.ts'

/** The columns a table of registrations can be sorted by. */
export const sortColumns = ['name', 'organisation', 'country', 'category', 'status', 'changed'] as const
export type SortColumn = (typeof sortColumns)[number]

/** What is looked for and how it is ordered. */
export interface RegistrationFilter {
  /** Words that must all occur in name, organisation or code (and address), in any case, without diacritics. */
  readonly search: string
  readonly status?: RegistrationStatus | undefined
  readonly categoryId?: number | undefined
  readonly sort: SortColumn
  readonly direction: 'ascending' | 'descending'
}

/** A registration as a table shows it; nothing about needs. */
export interface RegistrationLine {
  readonly reference: string
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly email: string
  readonly organisation: string
  readonly country: string
  readonly locale: Locale
  readonly categoryName: LocalisedText
  readonly status: RegistrationStatus
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
  readonly wantsNewsletter: boolean
  readonly createdAt: Instant
  readonly changedAt: Instant
}

const searchable = {
  everything: `search_text(r.given_name || ' ' || r.family_name || ' ' || r.organisation || ' ' || r.email || ' ' || r.reference)`,
  // Whoever may not see an address must not find out by searching for one.
  withoutAddress: `search_text(r.given_name || ' ' || r.family_name || ' ' || r.organisation)`,
} as const

/** Which columns the search looks into: those the reader may see. */
export type SearchScope = keyof typeof searchable

const orders: Record<SortColumn, string> = {
  name: `r.family_name collate "cs-CZ-x-icu" :dir, r.given_name collate "cs-CZ-x-icu" :dir`,
  organisation: `r.organisation collate "cs-CZ-x-icu" :dir`,
  country: 'r.country :dir',
  category: 'c.position :dir',
  status: `array_position(array['applied', 'confirmed', 'waiting', 'declined', 'cancelled'], r.status) :dir, r.queue_number :dir`,
  changed: 'r.content_updated_at :dir',
}

/** Rows of an export at most; more than any event of ours, and it fits into memory. */
export const mostExported = 50_000

/** One page of the registrations of an event and how many match in all. One query. */
export async function listRegistrations(
  db: Database,
  eventId: number,
  filter: RegistrationFilter,
  { scope, size, offset }: { scope: SearchScope; size: number; offset: number },
): Promise<{ lines: RegistrationLine[]; total: number }> {
  const words = filter.search
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 8)
  const conditions = [
    'r.event_id = :eventId',
    ...words.map((_, index) => `${searchable[scope]} like search_text(:w${index})`),
  ]
  if (filter.status !== undefined) conditions.push('r.status = :status')
  if (filter.categoryId !== undefined) conditions.push('r.category_id = :categoryId')
  const order = orders[filter.sort].replaceAll(':dir', filter.direction === 'ascending' ? 'asc' : 'desc')
  const found = await rows<RegistrationLine & { total: number }>(
    db,
    `select r.reference, r.title_before, r.given_name, r.family_name, r.title_after, r.email, r.organisation, r.country,
       r.locale, c.name as category_name, r.status, r.created_at, r.content_updated_at as changed_at,
       case when r.status = 'waiting' then (select count(*)::int from registrations w
         where w.category_id = r.category_id and w.status = 'waiting' and w.queue_number <= r.queue_number)
       else 0 end as position,
       exists (select from consents n where n.registration_id = r.id and n.purpose = 'newsletter'
         and n.withdrawn_at is null) as wants_newsletter,
       count(*) over ()::int as total
     from registrations r join categories c on c.id = r.category_id
     where ${conditions.join(' and ')} order by ${order}, r.id desc limit :size offset :offset`,
    {
      eventId,
      size,
      offset,
      ...(filter.status !== undefined && { status: filter.status }),
      ...(filter.categoryId !== undefined && { categoryId: filter.categoryId }),
      ...Object.fromEntries(words.map((word, index) => [`w${index}`, `%${word.replace(/[\\%_]/g, '\\$&')}%`])),
    },
  )
  return { lines: found, total: found[0]?.total ?? 0 }
}
