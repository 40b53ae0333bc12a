import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { MailRow } from '../../mail/types.ts'
import type { AnnouncementInEvent, AnnouncementRow } from '../types.ts'
import '../tables.ts'

const progress = `left join lateral (
    select count(*) filter (where m.sent_at is null and m.failed_at is null and m.dropped_at is null)::int as open,
      count(*) filter (where m.sent_at is not null and m.bounced_at is null)::int as sent,
      count(*) filter (where m.bounced_at is not null)::int as bounced,
      count(*) filter (where m.failed_at is not null and m.bounced_at is null)::int as failed,
      count(*) filter (where m.dropped_at is not null)::int as dropped
    from mails m where m.announcement_id = a.id) p on true`

/** One page of the announcements of an event, newest first, each with how far it is. One query. */
export async function listAnnouncements(
  db: Database,
  eventId: number,
  { size, offset }: { size: number; offset: number },
): Promise<{ announcements: AnnouncementInEvent[]; total: number }> {
  const found = await rows<AnnouncementInEvent & { total: number }>(
    db,
    `select a.*, p.*, a.total from (
       select *, count(*) over ()::int as total from announcements where event_id = :eventId
       order by id desc limit :size offset :offset) a ${progress} order by a.id desc`,
    { eventId, size, offset },
  )
  return { announcements: found, total: found[0]?.total ?? 0 }
}

/** One announcement of an event by its public reference, with how far it is. One query. */
export async function findAnnouncement(
  db: Database,
  eventId: number,
  reference: string,
): Promise<AnnouncementInEvent | undefined> {
  return firstRow<AnnouncementInEvent>(
    db,
    `select a.*, p.* from announcements a ${progress} where a.event_id = :eventId and a.reference = :reference`,
    { eventId, reference },
  )
}

/** The announcement a mail in the outbox belongs to. */
export async function findAnnouncementById(db: Database, id: number): Promise<AnnouncementRow | undefined> {
  return db('announcements').where({ id }).first()
}

/** An announcement, locked against being sent or changed by somebody else at the same time. */
export async function lockAnnouncement(trx: Transaction, id: number): Promise<AnnouncementRow | undefined> {
  return trx('announcements').where({ id }).forUpdate().first()
}

/** Ids of the announcements whose planned time has come, those that wait longest first. */
export async function listDueAnnouncements(db: Database, at: Instant, limit: number): Promise<number[]> {
  const due = await dueAnnouncements(db, at).orderBy('plannedFor').limit(limit).select('id')
  return due.map(({ id }) => id)
}

/** One of them, locked, unless another process has it or was quicker. */
export async function lockDueAnnouncement(
  trx: Transaction,
  id: number,
  at: Instant,
): Promise<AnnouncementRow | undefined> {
  return dueAnnouncements(trx, at).where({ id }).forUpdate().skipLocked().first()
}

function dueAnnouncements(db: Database | Transaction, at: Instant) {
  return db('announcements').where('plannedFor', '<=', at).whereNull('queuedAt').whereNull('skippedAt')
}

export const logStates = ['open', 'sent', 'bounced', 'failed', 'dropped'] as const
export type LogState = (typeof logStates)[number]

/** One recipient of an announcement. */
export interface LogLine
  extends Pick<
    MailRow,
    'reference' | 'toName' | 'toAddress' | 'locale' | 'sentAt' | 'failedAt' | 'droppedAt' | 'nextTryAt' | 'smtpResponse'
  > {
  readonly state: LogState
  readonly registrationReference: string | null
}

const stateSql = `case when m.bounced_at is not null then 'bounced' when m.sent_at is not null then 'sent'
  when m.failed_at is not null then 'failed' when m.dropped_at is not null then 'dropped' else 'open' end`

/** One page of the recipients of an announcement, and how many there are in all. One query. */
export async function listLog(
  db: Database,
  announcementId: number,
  { state, size, offset }: { state: LogState | undefined; size: number; offset: number },
): Promise<{ lines: LogLine[]; total: number }> {
  const found = await rows<LogLine & { total: number }>(
    db,
    `select m.reference, m.to_name, m.to_address, m.locale, m.sent_at, m.failed_at, m.dropped_at, m.next_try_at,
       m.smtp_response, ${stateSql} as state, r.reference as registration_reference, count(*) over ()::int as total
     from mails m left join registrations r on r.id = m.registration_id
     where m.announcement_id = :announcementId ${state === undefined ? '' : `and ${stateSql} = :state`}
     order by m.id limit :size offset :offset`,
    { announcementId, size, offset, ...(state !== undefined && { state }) },
  )
  return { lines: found.map(({ total: _, ...line }) => line), total: found[0]?.total ?? 0 }
}
