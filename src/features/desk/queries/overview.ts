import { type Database, only, rows } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import type { SignedInUser } from '../../accounts/types.ts'
import type { EventRow } from '../../events/types.ts'
import { placesByQuarter } from '../../roster/queries/tallies.ts'
import type { Activity, AttentionFacts, DayOfPlaces, SatelliteOfEvent } from '../types.ts'

/** The satellites of an event, in the order of their start, and whether this user may look inside. One query. */
export async function listSatellitesFor(
  db: Database,
  user: SignedInUser,
  eventId: number,
): Promise<SatelliteOfEvent[]> {
  return rows<SatelliteOfEvent>(
    db,
    `select e.id, e.slug, e.title,
       :all::boolean
       or exists (select from organisation_roles r where r.organisation_id = e.organisation_id and r.user_id = :user
         and r.role in ('owner', 'organiser', 'viewer'))
       or exists (select from event_roles r where r.event_id = e.id and r.user_id = :user
         and r.role in ('owner', 'organiser', 'viewer')) as is_open
     from events e where e.parent_event_id = :eventId and e.cancelled_at is null order by e.starts_at, e.id`,
    { eventId, user: user.id, all: user.isAdministrator },
  )
}

/** How many places were taken and given up, day by day in the zone of the event, the first day first. One query. */
export async function listDaysOfPlaces(db: Database, event: Pick<EventRow, 'id' | 'timeZone'>): Promise<DayOfPlaces[]> {
  return rows<DayOfPlaces>(
    db,
    `select (quarter at time zone :zone)::date as day, sum(taken)::integer as taken, sum(freed)::integer as freed
     from (${placesByQuarter}) changes where taken <> 0 or freed <> 0 group by day order by day`,
    { event: event.id, zone: event.timeZone },
  )
}

/**
 * What waits in the queues of an event. A mail that failed to an address that has been mended since waits for nobody; an
 * offer ends today by the clock of the event. One query.
 */
export async function findAttentionFacts(
  db: Database,
  { id: eventId, timeZone }: Pick<EventRow, 'id' | 'timeZone'>,
): Promise<AttentionFacts> {
  return only(
    await rows<AttentionFacts>(
      db,
      `with ending as (select (date_trunc('day', :now::timestamptz at time zone :zone) + interval '1 day') at time zone :zone as at)
       select coalesce(sum(count) filter (where status = 'confirmed'), 0)::integer as confirmed,
         coalesce(sum(count) filter (where status = 'offered'), 0)::integer as offered,
         coalesce(sum(count) filter (where status not in ('cancelled', 'declined')), 0)::integer as standing,
         coalesce(sum(count) filter (where status = 'applied'), 0)::integer as applied,
         (select min(applied_at) from registrations where event_id = :eventId and status = 'applied') as oldest_applied_at,
         ((select count(*) from registrations r, ending e
             where r.event_id = :eventId and r.status = 'offered' and r.offer_expires_at < e.at)
           + (select count(*) from sign_ups s, ending e
              where s.event_id = :eventId and s.status = 'offered' and s.offer_expires_at < e.at))::integer as ending_offers,
         (select count(*)::integer from mails m left join registrations r on r.id = m.registration_id
          where m.event_id = :eventId and (m.failed_at is not null or m.bounced_at is not null)
            and (r.id is null or lower(r.email) = lower(m.to_address))) as failed_mails
       from registration_tallies where event_id = :eventId and kind = 'standing'`,
      { eventId, zone: timeZone, now: now() },
    ),
  )
}

const activity = `
  select a.at, a.action, a.actor_kind, u.name as actor_name, a.details,
    coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''),
      nullif(concat_ws(' ', i.given_name, i.family_name), ''), d.contact_name) as person_name,
    nullif(coalesce(r.organisation, i.organisation, d.organisation), '') as organisation,
    coalesce(c.name, k.name) as category_name, s.title as session_title, m.to_address as mail_address,
    coalesce(p.title, q.label, o.label, n.name) as thing_name
  from audit_entries a
  left join users u on u.id = a.actor_user_id
  left join registrations r on a.subject_kind = 'registration' and r.id = a.subject_id
  left join categories c on c.id = case a.action when 'registration.category-changed' then (a.details->>'to')::bigint
    else r.category_id end
  left join categories k on a.subject_kind = 'category' and k.id = a.subject_id
  left join agenda_sessions s on a.subject_kind = 'session' and s.id = a.subject_id
  left join mails m on a.subject_kind = 'mail' and m.id = a.subject_id
  left join parts p on a.subject_kind = 'part' and p.id = a.subject_id
  left join questions q on a.subject_kind = 'question' and q.id = a.subject_id
  left join question_options o on a.subject_kind = 'question-option' and o.id = a.subject_id
  left join quotas n on a.subject_kind = 'quota' and n.id = a.subject_id
  left join invitations i on a.subject_kind = 'invitation' and i.id = a.subject_id
  left join delegations d on a.subject_kind = 'delegation' and d.id = a.subject_id`

/** The latest that happened at an event with the names a sentence needs, newest first. One query. */
export async function listRecentActivity(db: Database, eventId: number, limit: number): Promise<Activity[]> {
  return rows<Activity>(db, `${activity} where a.event_id = ? order by a.id desc limit ?`, [eventId, limit])
}

/** What happened to one mail, newest first. One query. */
export async function listMailActivity(db: Database, mailId: number): Promise<Activity[]> {
  return rows<Activity>(db, `${activity} where a.subject_kind = 'mail' and a.subject_id = ? order by a.id desc`, [
    mailId,
  ])
}
