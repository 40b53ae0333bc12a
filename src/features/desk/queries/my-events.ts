import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import { effectiveRole } from '../../accounts/permissions.ts'
import type { Role, SignedInUser } from '../../accounts/types.ts'
import type { EventRow } from '../../events/types.ts'
import type { MyEvent } from '../types.ts'

type FoundEvent = Omit<MyEvent, 'role'> & { readonly atOrganisation: Role | null; readonly atEvent: Role | null }

const myEvents = `
  with mine as (
    select e.*, org.role as at_organisation, own.role as at_event
    from events e
    left join organisation_roles org on org.organisation_id = e.organisation_id and org.user_id = :user
    left join event_roles own on own.event_id = e.id and own.user_id = :user
    where (:all::boolean or org.role is not null or own.role is not null)
  )
  select e.*, v.city as venue_city, v.country as venue_country, parent.title as parent_title,
    case when e.published_at is null then 'draft' when e.archived_at is not null then 'archived'
      when e.cancelled_at is not null then 'cancelled' else 'published' end as phase,
    coalesce(q.taken, 0) as taken, coalesce(q.waiting, 0) as waiting, coalesce(q.categories, 0) as categories,
    q.capacity,
    count(*) over ()::integer as total
  from mine e
  left join venues v on v.id = e.venue_id
  left join events parent on parent.id = e.parent_event_id
  left join lateral (select sum(taken) filter (where category_id is not null)::integer as taken,
      sum(waiting) filter (where category_id is not null)::integer as waiting, count(category_id)::integer as categories,
      least(case when bool_and(capacity is not null) filter (where category_id is not null)
          then sum(capacity) filter (where category_id is not null) end,
        min(capacity) filter (where scope = 'event'),
        case when e.mode <> 'hybrid' then min(capacity) filter (where scope = e.mode)
          when count(capacity) filter (where scope in ('on_site', 'online')) = 2
          then sum(capacity) filter (where scope in ('on_site', 'online')) end)::integer as capacity
    from quotas where event_id = e.id) q on true
  where not exists (
    select from unnest(string_to_array(search_text(:search), ' ')) as word
    where position(word in search_text(
      coalesce(e.title->>'cs', '') || ' ' || coalesce(e.title->>'en', '') || ' ' ||
      coalesce(e.subtitle->>'cs', '') || ' ' || coalesce(e.subtitle->>'en', '') || ' ' ||
      coalesce(e.city->>'cs', '') || ' ' || coalesce(e.city->>'en', '') || ' ' ||
      coalesce(v.city, '') || ' ' || e.slug)) = 0)`

/** What of my events is asked for: words in any order, without regard to diacritics or case. */
export interface MyEventFilter {
  readonly user: SignedInUser
  readonly search: string
}

function bindings({ user, search }: MyEventFilter) {
  return { user: user.id, all: user.isAdministrator, search }
}

/** My events that are still to come or not published yet, the next one first, satellites behind their event. One query. */
export async function listCurrentEvents(db: Database, filter: MyEventFilter, at: Instant): Promise<MyEvent[]> {
  const found = await rows<FoundEvent>(
    db,
    `${myEvents} and (e.published_at is null or (e.archived_at is null and e.ends_at > :at))
     order by e.starts_local::date, e.parent_event_id nulls first, e.starts_at, e.id`,
    { ...bindings(filter), at },
  )
  return found.map(event => withRole(event, filter.user))
}

/** One page of my events that are over or archived, the latest first, and how many there are. One query. */
export async function listPastEvents(
  db: Database,
  filter: MyEventFilter,
  at: Instant,
  { size, offset }: { size: number; offset: number },
): Promise<{ events: MyEvent[]; total: number }> {
  const found = await rows<FoundEvent & { readonly total: number }>(
    db,
    `${myEvents} and e.published_at is not null and (e.archived_at is not null or e.ends_at <= :at)
     order by e.starts_local::date desc, e.parent_event_id nulls first, e.starts_at, e.id limit :size offset :offset`,
    { ...bindings(filter), at, size, offset },
  )
  return { events: found.map(event => withRole(event, filter.user)), total: found[0]?.total ?? 0 }
}

function withRole({ atOrganisation, atEvent, ...event }: FoundEvent, user: SignedInUser): MyEvent {
  const role = user.isAdministrator ? 'owner' : effectiveRole(atOrganisation ?? undefined, atEvent ?? undefined)
  if (role === undefined) throw new Error(`event ${event.id} was listed without a role`)
  return { ...event, role }
}

/** The events of some organisations that may be copied, the latest first. One query. */
export async function listEventsToCopy(db: Database, organisationIds: readonly number[]): Promise<EventToCopy[]> {
  return rows<EventToCopy>(
    db,
    `select e.*, exists (select from events s where s.parent_event_id = e.id and s.cancelled_at is null) as has_satellites
     from events e where e.organisation_id = any(?) order by e.starts_at desc, e.id desc limit 500`,
    [[...organisationIds]],
  )
}

/** An event that a copy may be made of. */
export interface EventToCopy extends EventRow {
  /** There are some that would come along. */
  readonly hasSatellites: boolean
}
