import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { spreadAnnouncementMails } from '../../mail/actions/announcements.ts'
import type { AnnouncementRow } from '../types.ts'
import { auditAnnouncement } from './facts.ts'
import '../tables.ts'

/** Stops an announcement: mails that have not gone wait, also on the next day. */
export async function stopAnnouncement(
  db: Database,
  actor: Actor,
  { announcement }: { announcement: Pick<AnnouncementRow, 'id' | 'eventId'> },
): Promise<{ readonly kind: 'stopped' } | { readonly kind: 'not-running' }> {
  return inTransaction(db, async trx => {
    const stopped = await trx('announcements')
      .where({ id: announcement.id })
      .whereNotNull('queuedAt')
      .whereNull('stoppedAt')
      .whereExists(openMailsOf(trx, announcement.id))
      .update({ stoppedAt: now() })
    if (stopped === 0) return { kind: 'not-running' }
    await auditAnnouncement(trx, actor, 'stopped', announcement)
    return { kind: 'stopped' }
  })
}

/** What has all gone out cannot be stopped any more. */
function openMailsOf(trx: Transaction, announcementId: number) {
  const open = { announcementId, sentAt: null, failedAt: null, droppedAt: null }
  return trx('mails').select('id').where(open)
}

/** Goes on with an announcement that was stopped, at its pace from now on. */
export async function resumeAnnouncement(
  db: Database,
  actor: Actor,
  { announcement }: { announcement: Pick<AnnouncementRow, 'id' | 'eventId' | 'perMinute'> },
): Promise<{ readonly kind: 'resumed' } | { readonly kind: 'not-stopped' }> {
  return inTransaction(db, async trx => {
    const { id, perMinute } = announcement
    const resumed = await trx('announcements').where({ id }).whereNotNull('stoppedAt').update({ stoppedAt: null })
    if (resumed === 0) return { kind: 'not-stopped' }
    await spreadAnnouncementMails(trx, { announcementId: id, perMinute })
    await auditAnnouncement(trx, actor, 'resumed', announcement)
    return { kind: 'resumed' }
  })
}
