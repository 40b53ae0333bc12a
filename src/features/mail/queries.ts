import type { Database } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'
import './tables.ts'
import type { MailRow, MailState, MailSummary } from './types.ts'

/** The mails about one registration, newest first. One query. */
export async function listMailsOfRegistration(db: Database, registrationId: number): Promise<MailSummary[]> {
  return summaries(db).where('mails.registrationId', registrationId)
}

/** One page of the mails of an event, newest first, and how many there are in all. One query. */
export async function listMailsOfEvent(
  db: Database,
  eventId: number,
  { state, size, offset }: { state?: MailState | undefined; size: number; offset: number },
): Promise<{ mails: MailSummary[]; total: number }> {
  const query = summaries(db).where('mails.eventId', eventId).limit(size).offset(offset)
  if (state !== undefined) void query.whereRaw(`${stateSql} = ?`, [state])
  // Counted beside the page and not over it: then only the mails of the page are read, the others in an index.
  const counted = db('mails').where({ eventId }).select(db.raw('count(*)::integer'))
  if (state !== undefined) void counted.whereRaw(`${stateSql} = ?`, [state])
  const found: (MailSummary & { total: number })[] = await query.select(counted.as('total'))
  return { mails: found.map(({ total: _, ...mail }) => mail), total: found[0]?.total ?? 0 }
}

/** How many mails of an event did not reach their people and wait for an organiser. */
export async function countFailedMails(db: Database, eventId: number): Promise<number> {
  const [row] = await db('mails')
    .where({ eventId })
    .where(lost => lost.whereNotNull('failedAt').orWhereNotNull('bouncedAt'))
    .count({ count: '*' })
  return Number(row?.['count'] ?? 0)
}

/** One mail of an event by its public reference. */
export async function findMailOfEvent(db: Database, eventId: number, reference: string): Promise<MailRow | undefined> {
  return db('mails').where({ eventId, reference }).first()
}

/** A mail of the demo inbox as `/demo/inbox` lists it. */
export type InboxEntry = Pick<MailRow, 'reference' | 'toName' | 'toAddress' | 'kind' | 'createdAt'> & {
  readonly subject: string
}

/** What to look for in the demo inbox. */
export interface InboxFilter {
  /** A whole address, in any case. */
  readonly to?: string | undefined
  readonly kind?: string | undefined
  /** Undefined: all. */
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** The mails that have been written, newest first, and how many there are in all. One query. */
export async function listInbox(
  db: Database,
  { to, kind, limit, offset = 0 }: InboxFilter,
): Promise<{ mails: InboxEntry[]; total: number }> {
  const query = db('mails')
    .whereNotNull('subject')
    .orderBy('id', 'desc')
    .offset(offset)
    .select<(InboxEntry & { total: number })[]>(
      'reference',
      'toName',
      'toAddress',
      'kind',
      'subject',
      'createdAt',
      db.raw('count(*) over ()::integer as total'),
    )
  if (to !== undefined) void query.whereRaw('lower(to_address) = lower(?)', [to])
  if (kind !== undefined) void query.where({ kind })
  if (limit !== undefined) void query.limit(limit)
  const found = await query
  return { mails: found.map(({ total: _, ...mail }) => mail), total: found[0]?.total ?? 0 }
}

/** The kinds of mails that the demo inbox holds. */
export async function listKinds(db: Database): Promise<string[]> {
  const kinds = await db('mails').whereNotNull('subject').distinct('kind').orderBy('kind')
  return kinds.map(({ kind }) => kind)
}

/** One mail by its public reference, wherever it belongs: for the demo inbox, and for what comes back. */
export async function findMailByReference(db: Database, reference: string): Promise<MailRow | undefined> {
  return db('mails').where({ reference }).first()
}

/** The mail with a Message-ID, in angle brackets as servers quote it in their reports. */
export async function findMailByMessageId(db: Database, messageId: string): Promise<MailRow | undefined> {
  return db('mails').where({ messageId }).first()
}

/** Ids of the mails that should be sent now and that nobody is sending, longest due first. */
export async function listDueMails(db: Database, at: Instant, limit: number): Promise<number[]> {
  const due = await db('mails')
    .where({ sentAt: null, failedAt: null, droppedAt: null })
    .where('nextTryAt', '<=', at)
    .where(lease => lease.whereNull('leaseUntil').orWhere('leaseUntil', '<=', at))
    .orderBy('nextTryAt', 'desc')
    .limit(limit)
    .select('id')
  return due.map(({ id }) => id)
}

const stateSql = `case when mails.sent_at is not null and mails.bounced_at is not null then 'bounced'
  when mails.sent_at is not null then 'sent' when mails.failed_at is not null then 'failed'
  when mails.dropped_at is not null then 'dropped' when mails.attempts > 0 then 'retrying' else 'queued' end`

function summaries(db: Database) {
  return db('mails')
    .leftJoin('registrations', 'registrations.id', 'mails.registrationId')
    .orderBy('mails.id', 'desc')
    .select<MailSummary[]>(
      'mails.reference',
      'mails.kind',
      'mails.locale',
      'mails.toName',
      'mails.toAddress',
      'mails.subject',
      'mails.createdAt',
      'mails.nextTryAt',
      'mails.attempts',
      'mails.sentAt',
      'mails.failedAt',
      'mails.smtpResponse',
      'mails.bouncedAt',
      { registrationReference: 'registrations.reference' },
      db.raw(`${stateSql} as state`),
    )
}
