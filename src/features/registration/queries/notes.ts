import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import '../tables.ts'

/** A note as a page shows it. */
export interface NoteOfRegistration {
  readonly at: Instant
  readonly body: string
  /** null: whoever wrote it has no account any more. */
  readonly author: string | null
}

/** The notes of the organisers beside a registration, newest first. One query. */
export async function listNotes(db: Database, registrationId: number): Promise<NoteOfRegistration[]> {
  return rows<NoteOfRegistration>(
    db,
    `select n.created_at as at, n.body, u.name as author from registration_notes n left join users u on u.id = n.user_id
     where n.registration_id = ? order by n.id desc`,
    [registrationId],
  )
}
