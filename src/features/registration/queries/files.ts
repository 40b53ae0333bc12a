import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { AnswerFileRow } from '../types.ts'
import '../tables.ts'

/** A file without its bytes. */
export type FileOfAnswer = Pick<AnswerFileRow, 'reference' | 'questionId' | 'fileName' | 'contentType' | 'size'>

/**
 * Files that came with a form of this event that was not accepted yet, or that belong to this very registration. One that
 * belongs to somebody else is not among them: knowing its reference gives nobody anything.
 */
export async function findKeptFiles(
  db: Database | Transaction,
  {
    eventId,
    registrationId,
    references,
  }: { eventId: number; registrationId?: number | undefined; references: readonly string[] },
): Promise<FileOfAnswer[]> {
  return rows<FileOfAnswer>(
    db,
    `select reference, question_id, file_name, content_type, size from answer_files
     where event_id = ? and reference = any(?) and (registration_id is null or registration_id = ?)`,
    [eventId, [...references], registrationId ?? null],
  )
}

/** The files one person sent, without their bytes. */
export async function listFiles(db: Database | Transaction, registrationId: number): Promise<FileOfAnswer[]> {
  return rows<FileOfAnswer>(
    db,
    `select reference, question_id, file_name, content_type, size from answer_files
     where registration_id = ? order by id`,
    [registrationId],
  )
}

/** A file that belongs to a registration of this event. */
export async function findFileOfEvent(
  db: Database,
  eventId: number,
  reference: string,
): Promise<AnswerFileRow | undefined> {
  return firstRow<AnswerFileRow>(
    db,
    'select * from answer_files where event_id = ? and reference = ? and registration_id is not null',
    [eventId, reference],
  )
}

/** A file that belongs to this registration. */
export async function findFileOfRegistration(
  db: Database,
  registrationId: number,
  reference: string,
): Promise<AnswerFileRow | undefined> {
  return db('answerFiles').where({ registrationId, reference }).first()
}

/** Bytes of all files that came to an event with forms that were not accepted. */
export async function sizeOfUnattached(db: Database | Transaction, eventId: number): Promise<number> {
  const found = await firstRow<{ bytes: number }>(
    db,
    'select coalesce(sum(size), 0)::bigint as bytes from answer_files where event_id = ? and registration_id is null',
    [eventId],
  )
  return found?.bytes ?? 0
}
