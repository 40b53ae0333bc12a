import { type Database, rows } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { EventRow } from '../events/types.ts'

/** A published event as the list shows it. */
export interface ListedEvent extends EventRow {
  readonly hosts: readonly LocalisedText[]
  readonly venueName: LocalisedText | null
  readonly venueCity: string | null
  readonly venueCountry: string | null
  readonly hasMaterials: boolean
  readonly total: number
}

/** What the list is narrowed to. */
export interface EventFilter {
  /** Words in any order, without regard to diacritics or case. */
  readonly search: string
  /** ISO 3166-1 alpha-2, or `online`; '' is everywhere. */
  readonly where: string
}

const listed = `
  select e.*, v.name as venue_name, v.city as venue_city, v.country as venue_country,
    coalesce((select json_agg(o.name order by h.position) from event_hosts h
      join organisations o on o.id = h.organisation_id
      where h.event_id = e.id and h.role in ('host', 'co_organiser')), '[]') as hosts,
    (e.press_release <> '{}' or exists (select from event_links l where l.event_id = e.id)) as has_materials,
    count(*) over ()::integer as total
  from events e left join venues v on v.id = e.venue_id`

const matching = `
  e.published_at is not null
  and (:search = '' or not exists (
    select from unnest(string_to_array(search_text(:search), ' ')) as word
    where position(word in search_text(
      coalesce(e.title->>'cs', '') || ' ' || coalesce(e.title->>'en', '') || ' ' ||
      coalesce(e.subtitle->>'cs', '') || ' ' || coalesce(e.subtitle->>'en', '') || ' ' ||
      coalesce(e.summary->>'cs', '') || ' ' || coalesce(e.summary->>'en', '') || ' ' ||
      coalesce(e.city->>'cs', '') || ' ' || coalesce(e.city->>'en', '') || ' ' ||
      coalesce(v.city, '') || ' ' || coalesce(v.name->>'cs', '') || ' ' || coalesce(v.name->>'en', ''))) = 0))
  and (:where = '' or (:where = 'online' and e.mode <> 'on_site') or coalesce(e.country, v.country) = :where)
  -- Satellites stand on the page of the event around them; a search finds them all the same.
  and (e.parent_event_id is null or :search <> '')`

/** Published events that have not ended, the next one first. One query. */
export async function listUpcomingEvents(db: Database, filter: EventFilter, at: Instant): Promise<ListedEvent[]> {
  return rows(db, `${listed} where ${matching} and e.ends_at > :at order by e.starts_at, e.id limit 200`, {
    ...filter,
    at,
  })
}

/** Published events that have ended, the latest first; one page of them. One query. */
export async function listPastEvents(
  db: Database,
  filter: EventFilter,
  at: Instant,
  { offset, size }: { offset: number; size: number },
): Promise<ListedEvent[]> {
  const sql = `${listed} where ${matching} and e.ends_at <= :at
    order by e.starts_at desc, e.id desc limit :size offset :offset`
  return rows(db, sql, { ...filter, at, offset, size })
}

/** A published event as the feed of new ones tells of it. */
export interface NewEvent extends EventRow {
  readonly venueCity: string | null
  readonly venueCountry: string | null
}

/** The fifty events published last, the latest first; satellites stand with the event around them. One query. */
export async function listNewEvents(db: Database): Promise<NewEvent[]> {
  return rows(
    db,
    `select e.*, v.city as venue_city, v.country as venue_country
     from events e left join venues v on v.id = e.venue_id
     where e.published_at is not null and e.parent_event_id is null
     order by e.published_at desc, e.id desc limit 50`,
  )
}

/** The countries where published events are, and whether any of them is online. One query. */
export async function listPlaces(db: Database): Promise<{ countries: string[]; hasOnline: boolean }> {
  const found = await rows<{ country: string | null; isOnline: boolean }>(
    db,
    `select distinct coalesce(e.country, v.country) as country, e.mode <> 'on_site' as is_online
     from events e left join venues v on v.id = e.venue_id
     where e.published_at is not null and e.parent_event_id is null`,
  )
  const countries = new Set(found.flatMap(place => place.country ?? []))
  return { countries: [...countries].sort(), hasOnline: found.some(place => place.isOnline) }
}

/** The published satellites of an event, in the order of their start. */
export async function listPublicSatellites(db: Database, eventId: number): Promise<EventRow[]> {
  return db('events').where({ parentEventId: eventId }).whereNotNull('publishedAt').orderBy(['startsAt', 'id'])
}

/** The published event around a satellite. */
export async function findPublicParent(db: Database, event: EventRow): Promise<EventRow | undefined> {
  if (event.parentEventId === null) return undefined
  return db('events').where({ id: event.parentEventId }).whereNotNull('publishedAt').first()
}

/** The published events of a series, by edition and date. One query. */
export async function listEventsOfSeries(db: Database, seriesId: number): Promise<ListedEvent[]> {
  const sql = `${listed} where e.series_id = ? and e.published_at is not null order by e.edition nulls last, e.starts_at, e.id`
  return rows(db, sql, [seriesId])
}
