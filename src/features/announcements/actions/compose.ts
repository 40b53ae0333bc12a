import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { lockAnnouncement } from '../queries/announcements.ts'
import type { AnnouncementRow } from '../types.ts'
import { auditAnnouncement } from './facts.ts'
import '../tables.ts'

/** What an organiser writes: to whom, and what. */
export type AnnouncementInput = Pick<AnnouncementRow, 'segment' | 'subject' | 'body'>

type EventOf = { readonly id: number }

/** Keeps a new announcement as a draft; nothing goes. */
export async function draftAnnouncement(
  db: Database | Transaction,
  actor: Actor,
  { event, input }: { event: EventOf; input: AnnouncementInput },
): Promise<AnnouncementRow> {
  return inTransaction(db, async trx => {
    const createdByUserId = actor.kind === 'user' ? actor.userId : null
    const found = await trx('announcements').insert(
      { ...input, eventId: event.id, reference: newReference(), createdByUserId, createdAt: now() },
      '*',
    )
    const announcement = only(found)
    await auditAnnouncement(trx, actor, 'drafted', announcement)
    return announcement
  })
}

export type EditOutcome =
  | { readonly kind: 'saved' }
  /** Somebody saved after this form was opened. */
  | { readonly kind: 'changed-meanwhile' }
  /** It has gone, or was skipped: a copy can be written. */
  | { readonly kind: 'gone' }

/** Writes an announcement anew; a planned one keeps its plan. */
export async function editAnnouncement(
  db: Database,
  actor: Actor,
  edit: { announcement: Pick<AnnouncementRow, 'id'>; version: number; input: AnnouncementInput },
): Promise<EditOutcome> {
  return inTransaction(db, async trx => {
    const before = await lockAnnouncement(trx, edit.announcement.id)
    if (before === undefined || before.queuedAt !== null || before.skippedAt !== null) return { kind: 'gone' }
    if (before.lockVersion !== edit.version) return { kind: 'changed-meanwhile' }
    const lockVersion = before.lockVersion + 1
    await trx('announcements')
      .where({ id: before.id })
      .update({ ...edit.input, lockVersion })
    await auditAnnouncement(trx, actor, 'edited', before)
    return { kind: 'saved' }
  })
}

/** Writes a draft with the words and the selection of another announcement. */
export async function copyAnnouncement(
  db: Database,
  actor: Actor,
  { announcement }: { announcement: AnnouncementRow },
): Promise<AnnouncementRow> {
  const { segment, subject, body, eventId } = announcement
  return draftAnnouncement(db, actor, { event: { id: eventId }, input: { segment, subject, body } })
}

/** Throws away what has not gone; what was sent stays as the log. */
export async function removeAnnouncement(
  db: Database,
  actor: Actor,
  { announcement }: { announcement: Pick<AnnouncementRow, 'id'> },
): Promise<{ readonly kind: 'removed' } | { readonly kind: 'gone' }> {
  return inTransaction(db, async trx => {
    const before = await lockAnnouncement(trx, announcement.id)
    if (before === undefined || before.queuedAt !== null || before.skippedAt !== null) return { kind: 'gone' }
    await trx('announcements').where({ id: before.id }).delete()
    await auditAnnouncement(trx, actor, 'removed', before)
    return { kind: 'removed' }
  })
}
