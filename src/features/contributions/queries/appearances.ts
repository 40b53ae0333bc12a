import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { AgendaChange } from '../../agenda/types.ts'
import type { Instant } from '../../../core/time.ts'
import type { Appearance, ReleasedAppearance } from '../types.ts'

type Connected = Database | Transaction

/** The sessions that somebody appears in, as the draft has them: those with a time first. */
export async function listAppearances(db: Connected, speakerId: number): Promise<Appearance[]> {
  return rows<Appearance>(
    db,
    `select s.id, s.reference, s.title, s.kind, k.role, r.name as room, s.starts_local, s.ends_local, s.minutes,
       s.is_cancelled
     from session_speakers k join agenda_sessions s on s.id = k.session_id left join rooms r on r.id = s.room_id
     where k.speaker_id = ? order by s.starts_at nulls last, s.reference`,
    [speakerId],
  )
}

/** What the last release says of some sessions, by reference. One query, and only those sessions leave the database. */
export async function findReleasedAppearances(
  db: Connected,
  eventId: number,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, ReleasedAppearance>> {
  const found = await rows<ReleasedAppearance>(
    db,
    `select s->>'reference' as reference, s->'title' as title, s->>'startsLocal' as starts_local,
       s->>'endsLocal' as ends_local, (s->>'isCancelled')::boolean as is_cancelled,
       (select r->'name' from jsonb_array_elements(a.outline->'rooms') r where r->>'reference' = s->>'room') as room
     from (select outline from agenda_releases where event_id = ? order by number desc limit 1) a,
       jsonb_array_elements(a.outline->'sessions') s
     where s->>'reference' = any(?)`,
    [eventId, [...sessions]],
  )
  return new Map(found.map(session => [session.reference, session]))
}

/** What a release changed, and when. */
export interface ReleasedChanges {
  readonly number: number
  readonly releasedAt: Instant
  readonly changes: readonly AgendaChange[]
}

/** The changes of each release but the first, the latest first. */
export async function listReleasedChanges(db: Connected, eventId: number): Promise<ReleasedChanges[]> {
  return rows<ReleasedChanges>(
    db,
    `select number, released_at, changes from agenda_releases where event_id = ? and number > 1
     order by number desc limit 50`,
    [eventId],
  )
}

/** The changes of one release. */
export async function findReleasedChanges(
  db: Connected,
  eventId: number,
  number: number,
): Promise<ReleasedChanges | undefined> {
  return firstRow<ReleasedChanges>(
    db,
    'select number, released_at, changes from agenda_releases where event_id = ? and number = ?',
    [eventId, number],
  )
}
