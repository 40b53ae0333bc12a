import type { Actor } from '../../../core/actor.ts'
import { type Database, firstRow, inTransaction, rows, type Transaction } from '../../../core/database.ts'
import { notify } from '../../../core/notifications.ts'
import { type Instant, instant, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import { findProgramme } from '../queries.ts'
import { realignedRelease } from '../rules/realigning.ts'
import type { ReleaseRow } from '../tables.ts'
import type { Draft } from '../types.ts'
import '../tables.ts'

/** How many sessions of the programme were put right. */
export interface Realigned {
  readonly draft: number
  /** Of the release that the public sees. */
  readonly released: number
}

/**
 * Puts right the instants of sessions to come that are no longer what their wall times mean, because the tables of
 * zones changed, or (the draft) the event's zone did. A release says the same on the wall as before, in the zone it was
 * made in, with a higher SEQUENCE for calendars. Bears repetition.
 */
export async function realignAgenda(db: Database, actor: Actor, eventId: number): Promise<Realigned> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, eventId)
    const at = now()
    const draft = await findProgramme(trx, eventId, [])
    const ahead = draft.sessions.filter(({ endsAt }) => instant(endsAt) > at)
    const realigned = { draft: await alignInstants(trx, ahead), released: await realignReleases(trx, eventId, at) }
    if (realigned.draft + realigned.released === 0) return realigned
    const details = { sessions: realigned.draft, released: realigned.released }
    await recordAudit(trx, actor, 'agenda.realigned', { eventId, subject: { kind: 'event', id: eventId }, details })
    await notify(trx, 'agenda', { eventId })
    return realigned
  })
}

/**
 * Stores the instants that the wall times of sessions mean now; returns how many changed. Their versions stay: whoever
 * has an editor open saw these instants already, because the draft is read with them.
 */
export async function alignInstants(trx: Transaction, sessions: Draft['sessions']): Promise<number> {
  const changed = await rows(
    trx,
    `update agenda_sessions s set starts_at = meant.starts_at, ends_at = meant.ends_at, updated_at = ?
     from unnest(?::bigint[], ?::timestamptz[], ?::timestamptz[]) as meant (id, starts_at, ends_at)
     where s.id = meant.id and (s.starts_at <> meant.starts_at or s.ends_at <> meant.ends_at) returning s.id`,
    [
      now(),
      sessions.map(({ id }) => id),
      sessions.map(({ startsAt }) => startsAt),
      sessions.map(({ endsAt }) => endsAt),
    ],
  )
  return changed.length
}

type Outlined = Pick<ReleaseRow, 'id' | 'timeZone' | 'outline'>

/** The latest release says whether anything is wrong; former ones, which readers may look at too, follow it. */
async function realignReleases(trx: Transaction, eventId: number, at: Instant): Promise<number> {
  const latest = await firstRow<Outlined>(
    trx,
    'select id, time_zone, outline from agenda_releases where event_id = ? order by number desc limit 1',
    [eventId],
  )
  const moved = latest ? realignedRelease(latest.outline, latest.timeZone, at).moved : 0
  if (moved === 0) return 0
  const ids = await rows<{ id: number }>(trx, 'select id from agenda_releases where event_id = ? order by id', [
    eventId,
  ])
  for (const { id } of ids) await rewrite(trx, id, at)
  return moved
}

/** A release that changes gets another id, for its id is what processes remember contents by. */
async function rewrite(trx: Transaction, id: number, at: Instant): Promise<void> {
  const stored = await firstRow<Outlined & Pick<ReleaseRow, 'content'>>(
    trx,
    'select id, time_zone, content, outline from agenda_releases where id = ?',
    [id],
  )
  if (!stored) return
  const { timeZone, content, outline } = stored
  const parts = [content, outline].map(part => realignedRelease(part, timeZone, at))
  if (parts.every(({ moved }) => moved === 0)) return
  await trx.raw('update agenda_releases set id = default, content = ?::jsonb, outline = ?::jsonb where id = ?', [
    ...parts.map(part => JSON.stringify(part.content)),
    id,
  ])
}
