import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { AgendaEditRow } from '../tables.ts'
import type { EditDeed } from '../types/changes.ts'

type Connected = Database | Transaction

/** Undoing and redoing are written down for those who look who changed what, and are no steps of their own. */
const steps = `deed not in ('undone', 'redone')`

/** The last thing a user did to the programme that still stands. */
export async function findLastEdit(db: Connected, eventId: number, userId: number): Promise<AgendaEditRow | undefined> {
  return firstRow<AgendaEditRow>(
    db,
    `select * from agenda_edits where event_id = ? and user_id = ? and undone_at is null and ${steps}
     order by id desc limit 1`,
    [eventId, userId],
  )
}

/** What a user took back last, unless they did something else since. */
export async function findLastUndone(
  db: Connected,
  eventId: number,
  userId: number,
): Promise<AgendaEditRow | undefined> {
  return firstRow<AgendaEditRow>(
    db,
    `select * from agenda_edits where event_id = ? and user_id = ? and undone_at is not null and ${steps}
     order by undone_at desc, id limit 1`,
    [eventId, userId],
  )
}

/** A step that can be taken back, in short. */
export interface Step {
  readonly deed: EditDeed
  readonly sessions: number
  /** Of one of them, the only one as a rule. */
  readonly title: LocalisedText
}

/** What a user may undo and redo. One query. */
export async function findUndoable(
  db: Connected,
  eventId: number,
  userId: number,
): Promise<{ readonly undo: Step | undefined; readonly redo: Step | undefined }> {
  const step = `json_build_object('deed', deed, 'sessions', jsonb_array_length(entries),
    'title', coalesce(entries->0->'after'->'title', entries->0->'before'->'title', '{}'))`
  const mine = 'from agenda_edits where event_id = :eventId and user_id = :userId'
  const found = await firstRow<{ undo: Step | null; redo: Step | null }>(
    db,
    `select (select ${step} ${mine} and undone_at is null and ${steps} order by id desc limit 1) as undo,
       (select ${step} ${mine} and undone_at is not null and ${steps} order by undone_at desc, id limit 1) as redo`,
    { eventId, userId },
  )
  return { undo: found?.undo ?? undefined, redo: found?.redo ?? undefined }
}

/** Who changed each of these sessions last, and when; what was never changed, or too long ago, is left out. One query. */
export async function listLastChanges(
  db: Connected,
  eventId: number,
  references: readonly string[],
): Promise<ReadonlyMap<string, { readonly by: string | null; readonly at: Instant }>> {
  const found = await rows<{ reference: string; by: string | null; at: Instant }>(
    db,
    `select distinct on (entry->>'reference') entry->>'reference' as reference, u.name as by, a.made_at as at
     from agenda_edits a cross join jsonb_array_elements(a.entries) entry left join users u on u.id = a.user_id
     where a.event_id = ? and entry->>'reference' = any(?) order by entry->>'reference', a.id desc`,
    [eventId, [...references]],
  )
  return new Map(found.map(({ reference, by, at }) => [reference, { by, at }]))
}
