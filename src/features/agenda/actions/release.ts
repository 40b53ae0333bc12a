import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, rows, type Transaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { notify } from '../../../core/notifications.ts'
import { now, type TimeZone } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { agendaReleased } from '../jobs.ts'
import { findDraft, findLatestRelease } from '../queries.ts'
import { diffReleases } from '../rules/changes.ts'
import { contentOf, numbered, outlineOf } from '../rules/releases.ts'
import type { AgendaChange, ReleaseContent } from '../types.ts'
import { alignInstants } from './realign.ts'
import '../tables.ts'

export type ReleaseOutcome =
  | { readonly kind: 'released'; readonly number: number; readonly changes: readonly AgendaChange[] }
  /** The public sees it all already (or there is nothing to see yet): no release was made. */
  | { readonly kind: 'unchanged' }

/** A release, as the organisers name it. */
export interface Releasing {
  readonly event: EventRow
  readonly name?: LocalisedText | undefined
  readonly note: LocalisedText
  /** The number of the release whose state is brought back. */
  readonly restoredFrom?: number | undefined
}

/**
 * Shows the draft to the public: a numbered snapshot, with what changed since the last one and the SEQUENCE calendars
 * go by. Announces `agendaReleased` in the same transaction.
 */
export async function releaseAgenda(
  db: Database | Transaction,
  actor: Actor,
  { event, name = {}, note, restoredFrom }: Releasing,
): Promise<ReleaseOutcome> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const draft = await findDraft(trx, event.id)
    const previous = await findLatestRelease(trx, event.id)
    const content = contentOf(draft, previous?.content)
    const changes = diffReleases(previous?.content, content)
    if (changes.length === 0) return { kind: 'unchanged' }
    await alignInstants(trx, draft.sessions)
    const at = now()
    const snapshot = numbered(content, previous?.content, at.toISOString())
    const number = (previous?.number ?? 0) + 1
    const told = { number, name, note, content: snapshot, changes, releasedAt: at, restoredFrom }
    const release = { ...told, eventId: event.id, timeZone: draft.timeZone }
    const id = await insertRelease(trx, release, actor)
    const details = { number, changes: changes.length }
    const subject = { kind: 'agenda-release', id }
    await recordAudit(trx, actor, 'agenda.released', { eventId: event.id, subject, details })
    await enqueue(trx, agendaReleased, { eventId: event.id, number })
    await notify(trx, 'agenda', { eventId: event.id, release: number })
    return { kind: 'released', number, changes }
  })
}

interface NewRelease {
  readonly eventId: number
  readonly timeZone: TimeZone
  readonly number: number
  readonly name: LocalisedText
  readonly note: LocalisedText
  readonly content: ReleaseContent
  readonly changes: readonly AgendaChange[]
  readonly releasedAt: Date
  readonly restoredFrom: number | undefined
}

async function insertRelease(trx: Transaction, release: NewRelease, actor: Actor): Promise<number> {
  const inserted = await rows<{ id: number }>(
    trx,
    `insert into agenda_releases (event_id, number, time_zone, name, note, content, outline, changes, released_at,
       released_by_user_id, restored_from)
     values (:eventId, :number, :timeZone, :name::jsonb, :note::jsonb, :content::jsonb, :outline::jsonb, :changes::jsonb,
       :releasedAt, :userId, :restoredFrom) returning id`,
    {
      eventId: release.eventId,
      number: release.number,
      timeZone: release.timeZone,
      name: JSON.stringify(release.name),
      note: JSON.stringify(release.note),
      content: JSON.stringify(release.content),
      outline: JSON.stringify(outlineOf(release.content)),
      restoredFrom: release.restoredFrom ?? null,
      changes: JSON.stringify(release.changes),
      releasedAt: release.releasedAt,
      userId: actor.kind === 'user' ? actor.userId : null,
    },
  )
  return only(inserted).id
}
