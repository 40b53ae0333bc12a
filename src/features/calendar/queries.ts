import { type Database, rows } from '../../core/database.ts'
import { findLatestRelease } from '../agenda/queries.ts'
import type { EventRow } from '../events/types.ts'
import type { RegistrationRow } from '../registration/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { CalendarMatter, OwnPart } from './types.ts'

/** What the entries of an event are made of. Two queries. */
export async function findCalendarMatter(db: Database, event: EventRow): Promise<CalendarMatter> {
  // One after the other: inside a transaction there is one connection.
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const release = await findLatestRelease(db, event.id)
  return { event, venue, release }
}

/**
 * The parts that concern the calendar of one registration: those it ever held or awaited a place in, and those that
 * stand for a session of the agenda, which without a sign-up are not its own. What a former person of a place that was
 * handed over gave up is not told to the present one. One query.
 */
export async function listOwnParts(db: Database, { id }: Pick<RegistrationRow, 'id'>): Promise<OwnPart[]> {
  return (await listPartsOf(db, [id])).get(id) ?? []
}

/** The same for several registrations, by registration. One query. */
export async function listPartsOf(db: Database, ids: readonly number[]): Promise<Map<number, OwnPart[]>> {
  const found = await rows<OwnPart & { readonly registrationId: number }>(
    db,
    // Who leaves and comes back has two rows: their sequences add up, and each further row counts, so the sum rises.
    `select r.id as registration_id, p.title, p.description, p.place_note, p.starts_at, p.ends_at, p.session_reference, p.attendance,
       p.cancelled_at, p.calendar_uid, p.calendar_sequence, p.content_updated_at, p.created_at,
       se.calendar_uid as session_uid, sa.slug as satellite_slug,
       s.status, coalesce(s.sequence, 0)::int as sign_up_sequence, s.changed_at as sign_up_changed_at
     from registrations r
     join parts p on p.event_id = r.event_id
     left join agenda_sessions se on se.reference = p.session_reference and se.event_id = p.event_id
     left join events sa on sa.id = p.satellite_event_id
     left join lateral (
       select (array_agg(status order by id desc))[1] as status, sum(calendar_sequence) + count(*) - 1 as sequence,
         max(content_updated_at) as changed_at
       from sign_ups where registration_id = r.id and part_id = p.id
       having bool_or(num_nonnulls(confirmed_at, waitlisted_at, offered_at) > 0)
         and (r.person_version = 0 or bool_or(cancelled_at is null))) s on true
     where r.id = any(:ids) and (s.status is not null or p.session_reference is not null)
     order by p.position, p.id`,
    { ids: [...ids] },
  )
  const byRegistration = new Map<number, OwnPart[]>()
  for (const part of found)
    byRegistration.set(part.registrationId, [...(byRegistration.get(part.registrationId) ?? []), part])
  return byRegistration
}
