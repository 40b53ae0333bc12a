import { type Database, firstRow } from '../../../core/database.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Wording } from '../rules/wording.ts'

/** The organiser's own words for the mails of one kind in one language; undefined: the original stands. */
export async function findTemplate(
  db: Database,
  eventId: number,
  kind: string,
  locale: Locale,
): Promise<Wording | undefined> {
  const sql = 'select subject, heading, body from mail_templates where event_id = ? and kind = ? and locale = ?'
  return firstRow<Wording>(db, sql, [eventId, kind, locale])
}
