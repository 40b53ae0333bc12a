import { type Database, rows, type Transaction } from '../../core/database.ts'
import type { PlannedSession, Planner, ToldPlanner } from './types.ts'
import './tables.ts'

type Connected = Database | Transaction

/** References of the sessions that somebody starred. One query. */
export async function listStars(db: Database, { id, personVersion }: Planner): Promise<ReadonlySet<string>> {
  const found = await db('starredSessions').where({ registrationId: id, personVersion }).select('sessionReference')
  return new Set(found.map(({ sessionReference }) => sessionReference))
}

/** Which of the sessions named is in whose plan, and why. A speaker is known by the address of the registration. */
const plannedSql = `
  select st.registration_id, st.session_reference as session, 'starred' as reason
  from registrations r join starred_sessions st on st.registration_id = r.id and st.person_version = r.person_version
  where r.event_id = :eventId and st.session_reference = any(:sessions)
  union all
  select s.registration_id, p.session_reference, 'signed-up'
  from parts p join sign_ups s on s.part_id = p.id
  where p.event_id = :eventId and p.session_reference = any(:sessions) and p.cancelled_at is null
    and s.status in ('confirmed', 'offered', 'waiting')
  union all
  select r.id, se.reference, 'speaks'
  from agenda_sessions se join session_speakers k on k.session_id = se.id
    join speakers sp on sp.id = k.speaker_id and sp.declined_at is null
    join registrations r on r.event_id = sp.event_id and lower(r.email) = lower(sp.email)
  where se.event_id = :eventId and se.reference = any(:sessions)`

/** Everybody with a place at the event whose plan holds one of the sessions. One query, however many they are. */
export async function listTouched(db: Connected, eventId: number, sessions: readonly string[]): Promise<ToldPlanner[]> {
  return rows<ToldPlanner>(
    db,
    `select r.id, r.reference, r.email, r.locale, r.given_name, r.family_name from registrations r
     where r.event_id = :eventId and r.status = 'confirmed'
       and r.id in (select registration_id from (${plannedSql}) planned)
     order by r.id`,
    { eventId, sessions: [...sessions] },
  )
}

/** Those of the sessions that are in the plan of one registration. One query. */
export async function listPlanned(
  db: Connected,
  { id, eventId }: { readonly id: number; readonly eventId: number },
  sessions: readonly string[],
): Promise<PlannedSession[]> {
  return rows<PlannedSession>(db, `select session, reason from (${plannedSql}) planned where registration_id = :id`, {
    id,
    eventId,
    sessions: [...sessions],
  })
}
