import { rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import type { Wanted } from '../rules/sessions.ts'
import type { SessionState } from '../types/changes.ts'
import '../tables.ts'

/** A session as it was written. */
export interface WrittenSession {
  readonly id: number
  readonly reference: string
  readonly lockVersion: number
}

/**
 * Writes sessions as wanted, whatever their number, in three statements: those that go, those that stand, and who
 * appears in them. Whoever calls it holds the event's lock and has asked `refusalsOf`; `cancelled` are those that a
 * release knows and that stay, taken off.
 */
export async function writeSessions(
  trx: Transaction,
  { eventId, wanted, userId }: { eventId: number; wanted: readonly Wanted[]; userId: number | null },
): Promise<WrittenSession[]> {
  const gone = wanted.filter(({ state }) => state === null).map(({ reference }) => reference)
  if (gone.length > 0) await trx('agendaSessions').where({ eventId }).whereIn('reference', gone).delete()
  const states = wanted.flatMap(({ state }) => state ?? [])
  if (states.length === 0) return []
  const written = await upsert(trx, eventId, states, userId)
  await writeAppearances(trx, eventId, states)
  return written
}

async function upsert(
  trx: Transaction,
  eventId: number,
  states: readonly SessionState[],
  userId: number | null,
): Promise<WrittenSession[]> {
  return rows<WrittenSession>(
    trx,
    `insert into agenda_sessions as s (event_id, reference, calendar_uid, kind, title, subtitle, abstract, description,
       links, recording_url, place_note, language, track_id, room_id, room_is_exclusive, satellite_event_id, capacity,
       do_not_record, type_label, clash_accepted, import_key, starts_local, ends_local, starts_at, ends_at, minutes,
       cancelled_at, changed_by_user_id, created_at, updated_at)
     select :eventId, w.reference, coalesce(w."calendarUid", gen_random_uuid()), w.kind, w.title, w.subtitle, w.abstract,
       w.description, w.links, w."recordingUrl", w."placeNote", w.language, t.id, r.id, r.is_exclusive, e.id, w.capacity,
       w."doNotRecord", w."typeLabel", w."clashAccepted", w."importKey", (w.times->>'startsLocal')::timestamp,
       (w.times->>'endsLocal')::timestamp, (w.times->>'startsAt')::timestamptz, (w.times->>'endsAt')::timestamptz,
       w.minutes, case when w."isCancelled" then :at::timestamptz end, :userId::bigint, :at, :at
     from jsonb_to_recordset(:states::jsonb) as w (reference text, "calendarUid" uuid, kind text, title jsonb,
       subtitle jsonb, abstract jsonb, description jsonb, links jsonb, "recordingUrl" text, "placeNote" jsonb,
       language text, track text, room text, satellite text, capacity integer, "doNotRecord" boolean, "typeLabel" text,
       "clashAccepted" boolean, "importKey" text, "isCancelled" boolean, times jsonb, minutes integer)
     left join tracks t on t.event_id = :eventId and t.slug = w.track
     left join rooms r on r.reference = w.room
     left join events e on e.slug = w.satellite
     on conflict (reference) do update set kind = excluded.kind, title = excluded.title, subtitle = excluded.subtitle,
       abstract = excluded.abstract, description = excluded.description, links = excluded.links,
       recording_url = excluded.recording_url, place_note = excluded.place_note, language = excluded.language,
       track_id = excluded.track_id, room_id = excluded.room_id, room_is_exclusive = excluded.room_is_exclusive,
       satellite_event_id = excluded.satellite_event_id, capacity = excluded.capacity,
       do_not_record = excluded.do_not_record, type_label = excluded.type_label,
       clash_accepted = excluded.clash_accepted, import_key = excluded.import_key,
       starts_local = excluded.starts_local, ends_local = excluded.ends_local, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, minutes = excluded.minutes,
       cancelled_at = case when excluded.cancelled_at is null then null else coalesce(s.cancelled_at, :at) end,
       changed_by_user_id = excluded.changed_by_user_id, lock_version = s.lock_version + 1, updated_at = :at
       where s.event_id = :eventId
     returning s.id, s.reference, s.lock_version`,
    { eventId, userId, at: now(), states: JSON.stringify(states) },
  )
}

/** Appearances are written anew: they carry the times of their session, which the constraint on people goes by. */
async function writeAppearances(trx: Transaction, eventId: number, states: readonly SessionState[]): Promise<void> {
  await trx.raw(
    `delete from session_speakers k using agenda_sessions s
     where k.session_id = s.id and s.event_id = ? and s.reference = any(?)`,
    [eventId, states.map(({ reference }) => reference)],
  )
  const appearances = states.flatMap(({ reference, speakers }) =>
    speakers.map((speaker, index) => ({ session: reference, ...speaker, position: index + 1 })),
  )
  if (appearances.length === 0) return
  await trx.raw(
    `insert into session_speakers (session_id, speaker_id, role, position, starts_at, ends_at, is_cancelled, is_collective,
       clash_accepted)
     select s.id, p.id, w.role, w.position, s.starts_at, s.ends_at, s.is_cancelled, p.is_collective, s.clash_accepted
     from jsonb_to_recordset(?::jsonb) as w (session text, reference text, role text, position integer)
     join agenda_sessions s on s.event_id = ? and s.reference = w.session
     join speakers p on p.event_id = ? and p.reference = w.reference`,
    [JSON.stringify(appearances), eventId, eventId],
  )
}
