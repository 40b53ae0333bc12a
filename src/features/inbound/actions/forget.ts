import type { Database } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import '../tables.ts'

/** Days for which what came in is remembered: longer than any server tries to return a mail. */
export const daysKept = 90

/** Forgets what came in long ago. What it led to stays where it was noted: at the mail, at the registration. */
export async function forgetOldMails(db: Database): Promise<number> {
  return db('inboundMails')
    .where('receivedAt', '<', addMinutes(now(), -daysKept * 24 * 60))
    .delete()
}
