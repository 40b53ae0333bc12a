import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import './tables.ts'
import type { Example, MailTemplateRow, TemplateName } from './types.ts'

/** Which mails of an event have words of the organiser. One query. */
export async function listTemplates(db: Database, eventId: number): Promise<(TemplateName & { isWorded: boolean })[]> {
  return rows(
    db,
    `select kind, locale, subject || heading || body <> '' as is_worded from mail_templates where event_id = ?`,
    [eventId],
  )
}

/** The organiser's words; undefined: nobody has written any yet. */
export async function findTemplateRow(
  db: Database | Transaction,
  eventId: number,
  { kind, locale }: TemplateName,
): Promise<MailTemplateRow | undefined> {
  return db('mailTemplates').where({ eventId, kind, locale }).first()
}

/** The latest registrations in each state, at most thirty in all: whom a preview can be made for. One query. */
export async function listExamples(db: Database, eventId: number): Promise<Example[]> {
  return rows<Example>(
    db,
    `select id, reference, given_name, family_name, email, calendar_uid, status from (
       select *, row_number() over (partition by status order by id desc) as place from registrations where event_id = ?
     ) latest where place <= 5 order by id desc limit 30`,
    [eventId],
  )
}

/** One registration of an event by its public reference. */
export async function findExample(db: Database, eventId: number, reference: string): Promise<Example | undefined> {
  const sql = `select id, reference, given_name, family_name, email, calendar_uid, status from registrations
    where event_id = ? and reference = ?`
  return firstRow<Example>(db, sql, [eventId, reference])
}

/** The number of the last release of the agenda; 0: none yet. */
export async function lastRelease(db: Database | Transaction, eventId: number): Promise<number> {
  const [found] = await rows<{ number: number }>(
    db,
    'select coalesce(max(number), 0)::integer as number from agenda_releases where event_id = ?',
    [eventId],
  )
  return found?.number ?? 0
}
