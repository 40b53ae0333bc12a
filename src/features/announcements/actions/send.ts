import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { addMinutes, type Instant, now } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { mailName } from '../../registration/queries/names.ts'
import { lockAnnouncement } from '../queries/announcements.ts'
import { listReaders, type Reader } from '../queries/audience.ts'
import { minuteOf } from '../rules/states.ts'
import { isWritten, languageFor } from '../rules/words.ts'
import type { AnnouncementRow, SkipReason } from '../types.ts'
import { auditAnnouncement } from './facts.ts'
import '../tables.ts'

type EventOf = Pick<EventRow, 'id' | 'organisationId' | 'timeZone'>

/** What somebody agrees to. */
export interface Agreement {
  readonly event: EventOf
  readonly announcement: Pick<AnnouncementRow, 'id'>
  /** Of the announcement that was seen. */
  readonly version: number
  /** The number on the page that was agreed to. */
  readonly expected: number
  readonly perMinute: number
  readonly expiresAt: Instant | null
}

export type SendOutcome =
  | { readonly kind: 'sent'; readonly count: number }
  | { readonly kind: 'planned' }
  /** It would go to another number of people by now: ask again. */
  | { readonly kind: 'changed'; readonly count: number }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'unwritten' }
  /** It has gone already: agreed twice is one sending. */
  | { readonly kind: 'gone' }

/** Mails put into the outbox with one statement. */
const atOnce = 1_000

/** Sends an announcement now: the mails lie in the outbox when this returns, each at its minute. */
export async function sendAnnouncement(db: Database, actor: Actor, agreement: Agreement): Promise<SendOutcome> {
  return inTransaction(db, async trx => {
    const checked = await agreed(trx, agreement)
    if (checked.kind !== 'agreed') return checked
    const { announcement, readers } = checked
    const at = now()
    const { perMinute, expiresAt, expected } = agreement
    const settled = { ...announcement, perMinute, expiresAt, agreedCount: expected, agreedAt: at, plannedFor: at }
    await queueAnnouncement(trx, actor, agreement.event, settled, readers)
    return { kind: 'sent', count: readers.length }
  })
}

/** Has an announcement sent at a time to come, to those who match then. */
export async function planAnnouncement(
  db: Database,
  actor: Actor,
  { plannedFor, ...agreement }: Agreement & { readonly plannedFor: Instant },
): Promise<SendOutcome> {
  return inTransaction(db, async trx => {
    const checked = await agreed(trx, agreement)
    if (checked.kind !== 'agreed') return checked
    const { id, lockVersion } = checked.announcement
    const { perMinute, expiresAt, expected } = agreement
    const plan = { perMinute, expiresAt, plannedFor, agreedCount: expected, agreedAt: now() }
    await trx('announcements')
      .where({ id })
      .update({ ...plan, lockVersion: lockVersion + 1 })
    await auditAnnouncement(trx, actor, 'planned', checked.announcement, { count: expected })
    return { kind: 'planned' }
  })
}

type Checked =
  | { readonly kind: 'agreed'; readonly announcement: AnnouncementRow; readonly readers: readonly Reader[] }
  | Exclude<SendOutcome, { kind: 'sent' } | { kind: 'planned' }>

async function agreed(
  trx: Transaction,
  { event, announcement: { id }, version, expected }: Agreement,
): Promise<Checked> {
  const announcement = await lockAnnouncement(trx, id)
  if (announcement === undefined || announcement.queuedAt !== null || announcement.skippedAt !== null) {
    return { kind: 'gone' }
  }
  if (announcement.lockVersion !== version) return { kind: 'changed-meanwhile' }
  if (!isWritten(announcement)) return { kind: 'unwritten' }
  const readers = await listReaders(trx, event, announcement.segment)
  const count = readers.length
  return count === expected && count > 0 ? { kind: 'agreed', announcement, readers } : { kind: 'changed', count }
}

/** Takes a plan back: the announcement is a draft again. */
export async function unplanAnnouncement(
  db: Database,
  actor: Actor,
  { announcement }: { announcement: Pick<AnnouncementRow, 'id'> },
): Promise<{ readonly kind: 'unplanned' } | { readonly kind: 'gone' }> {
  return inTransaction(db, async trx => {
    const before = await lockAnnouncement(trx, announcement.id)
    if (before === undefined || before.queuedAt !== null || before.skippedAt !== null) return { kind: 'gone' }
    if (before.plannedFor === null) return { kind: 'unplanned' }
    const lockVersion = before.lockVersion + 1
    const nothing = { plannedFor: null, agreedCount: null, agreedAt: null, expiresAt: null }
    await trx('announcements')
      .where({ id: before.id })
      .update({ ...nothing, lockVersion })
    await auditAnnouncement(trx, actor, 'unplanned', before)
    return { kind: 'unplanned' }
  })
}

/** Puts a mail for each reader into the outbox, a thousand a statement, spread over the minutes its pace takes. */
export async function queueAnnouncement(
  trx: Transaction,
  actor: Actor,
  event: EventOf,
  announcement: AnnouncementRow,
  readers: readonly Reader[],
): Promise<void> {
  const at = now()
  const { id, lockVersion, perMinute, expiresAt, agreedCount, agreedAt, plannedFor } = announcement
  const mails = readers.map((reader, index) =>
    mailTo(event, announcement, reader, addMinutes(at, minuteOf(index, perMinute))),
  )
  for (let from = 0; from < mails.length; from += atOnce) await queueMails(trx, mails.slice(from, from + atOnce))
  await trx('announcements')
    .where({ id })
    .update({
      perMinute,
      expiresAt,
      agreedCount,
      agreedAt,
      plannedFor,
      queuedAt: at,
      recipients: readers.length,
      lockVersion: lockVersion + 1,
    })
  await auditAnnouncement(trx, actor, 'sent', announcement, { count: readers.length })
}

function mailTo(event: EventOf, announcement: AnnouncementRow, reader: Reader, notBefore: Instant): MailToQueue {
  const { id, reference, expiresAt } = announcement
  return {
    kind: 'announcement',
    idempotencyKey: `announcement:${reference}:${reader.reference}`,
    to: { name: mailName(reader), address: reader.email },
    locale: languageFor(announcement, reader.locale),
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: reader.id,
    isBulk: true,
    announcementId: id,
    notBefore,
    expiresAt: expiresAt ?? undefined,
    payload: { announcementId: id },
  }
}

/** Writes down that an announcement does not go, and why. */
export async function skipAnnouncement(
  trx: Transaction,
  actor: Actor,
  announcement: AnnouncementRow,
  reason: SkipReason,
): Promise<void> {
  const { id, lockVersion } = announcement
  await trx('announcements')
    .where({ id })
    .update({ skippedAt: now(), skipReason: reason, lockVersion: lockVersion + 1 })
  await auditAnnouncement(trx, actor, 'skipped', announcement)
}
