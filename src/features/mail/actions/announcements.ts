import type { Transaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import { now } from '../../../core/time.ts'
import { bulkQueued } from '../jobs.ts'
import '../tables.ts'

/**
 * Spreads the mails of an announcement that have not been tried yet anew from now on: as many in each minute as its pace
 * allows. For one that was stopped and goes on; otherwise all that became due meanwhile would go at once.
 * @returns how many mails there are still to send
 */
export async function spreadAnnouncementMails(
  trx: Transaction,
  { announcementId, perMinute }: { announcementId: number; perMinute: number },
): Promise<number> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update mails m set next_try_at = :at::timestamptz + o.minute * interval '1 minute',
       trying_since = :at::timestamptz + o.minute * interval '1 minute'
     from (select id, (row_number() over (order by id) - 1) / :perMinute::int as minute from mails
       where announcement_id = :announcementId and attempts = 0
         and sent_at is null and failed_at is null and dropped_at is null) o
     where m.id = o.id`,
    { at: now(), announcementId, perMinute },
  )
  await enqueue(trx, bulkQueued, {}, { key: 'mail.bulk' })
  return rowCount
}
