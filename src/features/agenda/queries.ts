import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import { instant, type Instant, type LocalDateTime, type TimeZone } from '../../core/time.ts'
import { diffReleases } from './rules/changes.ts'
import { clashesIn } from './rules/clashes.ts'
import { contentOf } from './rules/releases.ts'
import { daysOf, instantOf } from './rules/times.ts'
import type { AgendaChange, Clash, Draft, ReleaseContent, ReleasedAgenda } from './types.ts'
import './tables.ts'

type Connected = Database | Transaction

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const list = (entry: string, source: string) => `(select coalesce(json_agg(${entry}), '[]') from ${source})`

const draftSql = `
  select e.id as event_id, e.time_zone, e.starts_local, e.ends_local,
    ${list(
      `json_build_object('id', r.id, 'reference', r.reference, 'name', r.name, 'note', r.note, 'capacity', r.capacity,
         'isExclusive', r.is_exclusive) order by (r.venue_id <> e.venue_id), r.position, r.id`,
      `rooms r where r.venue_id = e.venue_id
         or r.id in (select room_id from agenda_sessions where event_id = e.id)`,
    )} as rooms,
    ${list(
      `json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'colour', t.colour) order by t.position, t.id`,
      'tracks t where t.event_id = e.id',
    )} as tracks,
    ${list(
      `json_build_object('id', p.id, 'reference', p.reference, 'name', p.name, 'sortName', p.sort_name,
         'affiliation', p.affiliation, 'biography', p.biography, 'isCollective', p.is_collective)
       order by p.sort_name collate "cs-CZ-x-icu", p.id`,
      'speakers p where p.event_id = e.id',
    )} as speakers,
    ${list(
      `json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) order by c.starts_at, c.id`,
      'events c where c.parent_event_id = e.id',
    )} as satellites,
    ${list(
      `json_build_object('id', s.id, 'reference', s.reference, 'calendarUid', s.calendar_uid, 'kind', s.kind,
         'title', s.title, 'abstract', s.abstract, 'placeNote', s.place_note, 'language', s.language, 'track', t.slug,
         'room', r.reference, 'satellite', c.slug, 'capacity', s.capacity, 'startsLocal', s.starts_local,
         'endsLocal', s.ends_local, 'startsAt', ${utc('s.starts_at')}, 'endsAt', ${utc('s.ends_at')},
         'isCancelled', s.is_cancelled, 'lockVersion', s.lock_version, 'createdAt', ${utc('s.created_at')},
         'speakers', coalesce(k.list, '[]')) order by s.starts_at, s.reference`,
      `agenda_sessions s
         left join tracks t on t.id = s.track_id
         left join rooms r on r.id = s.room_id
         left join events c on c.id = s.satellite_event_id
         left join lateral (
           select json_agg(json_build_object('reference', p.reference, 'role', k.role) order by k.position, p.id) as list
           from session_speakers k join speakers p on p.id = k.speaker_id where k.session_id = s.id) k on true
       where s.event_id = e.id`,
    )} as sessions
  from events e where e.id = ?`

/** The whole draft of an event's programme: one query. */
export async function findDraft(db: Connected, eventId: number): Promise<Draft> {
  const found = await firstRow<Draft>(db, draftSql, [eventId])
  if (!found) throw new Error(`no event ${eventId}`)
  return { ...found, sessions: found.sessions.map(session => realigned(session, found.timeZone)) }
}

/** Wall times are what organisers wrote; the instants follow the event's zone as it is now. */
function realigned(session: Draft['sessions'][number], zone: TimeZone): Draft['sessions'][number] {
  const at = (local: LocalDateTime, stored: string) => instantOf(local, instant(stored), zone).toISOString()
  return {
    ...session,
    startsAt: at(session.startsLocal, session.startsAt),
    endsAt: at(session.endsLocal, session.endsAt),
  }
}

/** The programme as the public sees it; undefined before the first release. One query. */
export async function findLatestRelease(db: Connected, eventId: number): Promise<ReleasedAgenda | undefined> {
  return firstRow<ReleasedAgenda>(
    db,
    'select number, released_at, note, changes, content from agenda_releases where event_id = ? order by number desc limit 1',
    [eventId],
  )
}

/** The latest releases of several events, by event: for feeds and lists of theirs. One query. */
export async function findLatestReleases(
  db: Connected,
  eventIds: readonly number[],
): Promise<Map<number, ReleasedAgenda>> {
  const found = await rows<ReleasedAgenda & { eventId: number }>(
    db,
    `select distinct on (event_id) event_id, number, released_at, note, changes, content
     from agenda_releases where event_id = any(?) order by event_id, number desc`,
    [[...eventIds]],
  )
  return new Map(found.map(({ eventId, ...release }) => [eventId, release]))
}

/** A release without its content, for the list of what changed when. */
export interface ReleaseSummary {
  readonly number: number
  readonly releasedAt: Instant
  readonly note: LocalisedText
  readonly changes: readonly AgendaChange[]
}

/** Every release of an event, the latest first. */
export async function listReleases(db: Database, eventId: number): Promise<ReleaseSummary[]> {
  return rows<ReleaseSummary>(
    db,
    'select number, released_at, note, changes from agenda_releases where event_id = ? order by number desc',
    [eventId],
  )
}

/** What a release would change for its readers, as the draft stands. */
export function unreleasedChanges(draft: Draft, released: ReleaseContent | undefined): AgendaChange[] {
  return diffReleases(released, contentOf(draft, released))
}

/** How many changes of the draft the public does not see yet. Two queries. */
export async function countUnreleasedChanges(db: Database, eventId: number): Promise<number> {
  const draft = await findDraft(db, eventId)
  return unreleasedChanges(draft, (await findLatestRelease(db, eventId))?.content).length
}

/** What in the draft does not fit: rooms and speakers taken twice, rooms too small, days outside the event. One query. */
export async function listClashes(db: Database, eventId: number): Promise<Clash[]> {
  const draft = await findDraft(db, eventId)
  return clashesIn(draft, daysOf(draft))
}
