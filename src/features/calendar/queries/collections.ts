import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import { findLatestReleases } from '../../agenda/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import type { VenueRow } from '../../venues/types.ts'
import type { CalendarMatter } from '../types.ts'

/** More events than this no feed carries: the latest ones. */
const mostEvents = 500

/** The events of a feed, and when it last gained, lost or changed one. */
export interface CollectedEvents {
  readonly matters: readonly CalendarMatter[]
  readonly lastModified: Instant | undefined
}

/** The published events of a series, satellites too. Two queries. */
export async function collectSeries(db: Database, seriesId: number): Promise<CollectedEvents> {
  return collect(db, 'e.series_id = :id', seriesId)
}

/** The published events an organisation invites to, as their page names it: host or co-organiser. Two queries. */
export async function collectOrganisation(db: Database, organisationId: number): Promise<CollectedEvents> {
  const invites = `exists (select from event_hosts h
    where h.event_id = e.id and h.organisation_id = :id and h.role in ('host', 'co_organiser'))`
  return collect(db, invites, organisationId)
}

async function collect(db: Database, condition: string, id: number): Promise<CollectedEvents> {
  // Those that are drafts again count for the moment of the change: they have left the feed.
  const events = await rows<EventRow & { readonly lastModified: Instant }>(
    db,
    `select * from (select e.*, max(e.content_updated_at) over () as last_modified from events e where ${condition}) e
     where published_at is not null order by starts_at desc, id desc limit :mostEvents`,
    { id, mostEvents },
  )
  return { matters: await withVenues(db, events), lastModified: events[0]?.lastModified }
}

async function withVenues(db: Database, events: readonly EventRow[]): Promise<CalendarMatter[]> {
  const ids = events.flatMap(({ venueId }) => venueId ?? [])
  const venues: VenueRow[] = await db('venues').whereIn('id', ids)
  const byId = new Map(venues.map(venue => [venue.id, venue]))
  return events.map(event => ({ event, venue: byId.get(event.venueId ?? 0), release: undefined }))
}

/** A registration of the same person at a satellite event. */
export interface SatelliteRegistration {
  readonly matter: CalendarMatter
  readonly registration: RegistrationRow
}

/**
 * What the same address registered for, or waits for, at the published satellites of an event: all that ever was more
 * than a wish, so that what is cancelled later is said to be. Four queries, one where there is none.
 */
export async function listSatelliteRegistrations(
  db: Database,
  { eventId, email }: Pick<RegistrationRow, 'eventId' | 'email'>,
): Promise<SatelliteRegistration[]> {
  const registrations = await rows<RegistrationRow>(
    db,
    `select r.* from registrations r join events e on e.id = r.event_id
     where e.parent_event_id = :eventId and e.published_at is not null and lower(r.email) = lower(:email)
       and num_nonnulls(r.confirmed_at, r.waitlisted_at, r.offered_at) > 0
     order by r.id limit 100`,
    { eventId, email },
  )
  if (registrations.length === 0) return []
  const ids = [...new Set(registrations.map(one => one.eventId))]
  const matters = await withVenues(db, await db('events').whereIn('id', ids))
  const releases = await findLatestReleases(db, ids)
  const byId = new Map(matters.map(matter => [matter.event.id, { ...matter, release: releases.get(matter.event.id) }]))
  return registrations.flatMap(registration => {
    const matter = byId.get(registration.eventId)
    return matter ? [{ matter, registration }] : []
  })
}
