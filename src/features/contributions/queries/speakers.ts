import { asLocked, type Database, firstRow, type Locked, only, rows, type Transaction } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { AnswerCounts, AnswerGroup, Speaker, SpeakerLine } from '../types.ts'

type Connected = Database | Transaction

const whole = `p.id, p.event_id, p.reference, p.name, p.sort_name, p.title_before, p.title_after, p.affiliation,
  p.biography, p.links, p.is_collective, p.email, p.locale, p.photograph_id, f.reference as photograph_reference,
  p.availability, p.technical_needs, p.invited_at, p.reminded_at, p.confirmed_at, p.declined_at, p.decline_reason,
  p.consented_at, p.consent_source, p.is_public, p.token_version, p.lock_version`
const joined = 'speakers p left join files f on f.id = p.photograph_id'

/** A speaker by the public reference, wherever they speak; what the private link opens. */
export async function findSpeakerByReference(db: Connected, reference: string): Promise<Speaker | undefined> {
  return firstRow<Speaker>(db, `select ${whole} from ${joined} where p.reference = ?`, [reference])
}

/** One speaker of an event. */
export async function findSpeaker(db: Database, eventId: number, reference: string): Promise<Speaker | undefined> {
  return firstRow<Speaker>(db, `select ${whole} from ${joined} where p.event_id = ? and p.reference = ?`, [
    eventId,
    reference,
  ])
}

/** The speaker, locked; the event's row is locked before (`docs/locking.md`). Undefined: removed meanwhile. */
export async function lockSpeaker(trx: Transaction, id: number): Promise<Locked<Speaker> | undefined> {
  const found = await firstRow<Speaker>(trx, `select ${whole} from ${joined} where p.id = ? for update of p`, [id])
  return found && asLocked(found)
}

/** What makes a speaker one of a group. */
const conditions: Readonly<Record<AnswerGroup, string>> = {
  all: 'true',
  unanswered: 'p.invited_at is not null and p.confirmed_at is null and p.declined_at is null',
  confirmed: 'p.confirmed_at is not null',
  declined: 'p.declined_at is not null',
  unasked: 'p.invited_at is null and p.confirmed_at is null and p.declined_at is null and p.email is not null',
  unreachable: 'p.email is null and p.confirmed_at is null and p.declined_at is null',
  hidden: 'not p.is_public',
}

/** The speakers of an event in the order of their names, with what they appear in. One query. */
export async function listSpeakers(db: Database, eventId: number, group: AnswerGroup = 'all'): Promise<SpeakerLine[]> {
  return rows<SpeakerLine>(
    db,
    `select ${whole}, coalesce(s.sessions, '[]') as sessions
     from ${joined}
     left join lateral (
       select json_agg(json_build_object('reference', s.reference, 'title', s.title, 'role', k.role,
           'startsLocal', s.starts_local, 'endsLocal', s.ends_local, 'minutes', s.minutes, 'room', r.name)
         order by s.starts_at nulls last, s.reference) as sessions
       from session_speakers k join agenda_sessions s on s.id = k.session_id left join rooms r on r.id = s.room_id
       where k.speaker_id = p.id and not s.is_cancelled) s on true
     where p.event_id = ? and ${conditions[group]}
     order by p.sort_name collate "cs-CZ-x-icu", p.id`,
    [eventId],
  )
}

/** How many speakers are in each group. */
export async function countSpeakers(db: Database, eventId: number): Promise<AnswerCounts> {
  const counts = Object.entries(conditions).map(([group, sql]) => `count(*) filter (where ${sql})::int as "${group}"`)
  return only(
    await rows<AnswerCounts>(db, `select ${counts.join(', ')} from speakers p where p.event_id = ?`, [eventId]),
  )
}

/** Whom a mail can ask: `invite` those never asked, `remind` those silent since before a moment. */
export type Asking = { readonly kind: 'invite' } | { readonly kind: 'remind'; readonly before: Instant }

/** The speakers whom a mail asks now, locked in the order of their ids; the event's row is locked before. */
export async function lockAsked(trx: Transaction, eventId: number, asking: Asking): Promise<Speaker[]> {
  const sql = `select ${whole} from ${joined} where ${askedSql(asking)} order by p.id for update of p`
  return rows<Speaker>(trx, sql, bindingsOf(eventId, asking))
}

/** How many would be asked. */
export async function countAsked(db: Database, eventId: number, asking: Asking): Promise<number> {
  const sql = `select count(*)::int as count from speakers p where ${askedSql(asking)}`
  return only(await rows<{ count: number }>(db, sql, bindingsOf(eventId, asking))).count
}

function askedSql({ kind }: Asking): string {
  if (kind === 'invite') return `p.event_id = :eventId and ${conditions.unasked}`
  return `p.event_id = :eventId and p.email is not null and ${conditions.unanswered}
    and greatest(p.invited_at, p.reminded_at) < :before`
}

function bindingsOf(eventId: number, asking: Asking) {
  return asking.kind === 'invite' ? { eventId } : { eventId, before: asking.before }
}

/**
 * Whom a release concerns: those who speak in the sessions named, were asked or said yes, and can be written to. Who also
 * has a place at the event learns of it with the rest of the plan (`plans`), and is left out here.
 */
export async function listConcerned(
  db: Connected,
  eventId: number,
  sessions: readonly string[],
): Promise<Pick<Speaker, 'id' | 'reference' | 'name' | 'titleBefore' | 'titleAfter' | 'email' | 'locale'>[]> {
  return rows(
    db,
    `select p.id, p.reference, p.name, p.title_before, p.title_after, p.email, p.locale from speakers p
     where p.event_id = :eventId and p.email is not null and p.declined_at is null
       and (p.invited_at is not null or p.confirmed_at is not null)
       and exists (select 1 from session_speakers k join agenda_sessions s on s.id = k.session_id
         where k.speaker_id = p.id and s.reference = any(:sessions))
       and not exists (select 1 from registrations r
         where r.event_id = p.event_id and lower(r.email) = lower(p.email) and r.status = 'confirmed')
     order by p.id`,
    { eventId, sessions: [...sessions] },
  )
}
