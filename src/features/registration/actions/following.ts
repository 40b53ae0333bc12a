import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows, type Transaction } from '../../../core/database.ts'
import { instant, now, realigned, type TimeZone } from '../../../core/time.ts'
import { findLatestRelease } from '../../agenda/queries.ts'
import type { ReleasedAgenda, ReleasedSession } from '../../agenda/types.ts'
import { findEvent, listSatellites } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { lockLedger } from '../queries/ledger.ts'
import type { Ledger, LedgerPart } from '../rules/ledger.ts'
import { isMoved, type PartTimes, timesOf } from '../rules/part-times.ts'
import { auditPart, tellOfMoves } from './parts.ts'
import '../tables.ts'

interface WishedTimes {
  readonly part: LedgerPart
  readonly times: PartTimes | null
}

/**
 * Gives the parts of an event the times of what they stand for: of the session as it was released last, of the satellite
 * event; any other keeps its times on the wall when the event's zone changes. Those who signed up for a part that moved
 * are told, unless the release tells them (`plans`). Bears repetition. Returns how many moved.
 */
export async function followTimes(
  db: Database | Transaction,
  actor: Actor,
  { eventId }: { eventId: number },
): Promise<number> {
  return inTransaction(db, async trx => {
    const ledger = await lockLedger(trx, eventId)
    const parts = [...ledger.parts.values()].filter(({ cancelledAt }) => cancelledAt === null)
    const event = await findEvent(trx, eventId)
    if (parts.length === 0 || event === undefined) return 0
    const release = await findLatestRelease(trx, eventId)
    const sessions = new Map(release?.content.sessions.map(session => [session.reference, session]))
    const satellites = new Map((await listSatellites(trx, eventId)).map(satellite => [satellite.id, satellite]))
    const wished = parts.map(part => ({ part, times: timesMeant(part, event.timeZone, sessions, satellites) }))
    return moveParts(trx, actor, ledger, wished, movedBy(release))
  })
}

/** References of the sessions that a release moved; whoever counts on one of them is told of it by `plans`. */
function movedBy(release: ReleasedAgenda | undefined): ReadonlySet<string> {
  if (release === undefined || release.number === 1) return new Set()
  const spans = release.changes.filter(change => ['moved', 'longer', 'shorter'].includes(change.kind))
  return new Set(spans.flatMap(change => ('session' in change ? [change.session] : [])))
}

function timesMeant(
  part: LedgerPart,
  zone: TimeZone,
  sessions: ReadonlyMap<string, ReleasedSession>,
  satellites: ReadonlyMap<number, EventRow>,
): PartTimes | null {
  const session = sessions.get(part.sessionReference ?? '')
  if (session !== undefined && !session.isCancelled) {
    const { startsLocal, endsLocal, startsAt, endsAt } = session
    return { startsLocal, endsLocal, startsAt: instant(startsAt), endsAt: instant(endsAt) }
  }
  const satellite = satellites.get(part.satelliteEventId ?? 0)
  if (satellite !== undefined) return satellite.hasTimes ? satellite : null
  const times = timesOf(part)
  return times && realigned(times, zone)
}

async function moveParts(
  trx: Transaction,
  actor: Actor,
  ledger: Ledger,
  wished: readonly WishedTimes[],
  toldElsewhere: ReadonlySet<string>,
): Promise<number> {
  const moves = wished.filter(({ part, times }) => isMoved(part, times))
  for (const { part, times } of moves) {
    const { startsLocal = null, endsLocal = null, startsAt = null, endsAt = null } = times ?? {}
    await trx('parts')
      .where({ id: part.id })
      .update({ startsLocal, endsLocal, startsAt, endsAt, contentUpdatedAt: now() })
      .increment('calendarSequence', 1)
    await auditPart(trx, actor, 'moved', part)
  }
  const parts = moves.map(({ part }) => part).filter(part => !toldElsewhere.has(part.sessionReference ?? ''))
  await tellOfMoves(trx, ledger, parts)
  return moves.length
}

/** As `followTimes`, for an event that moved and for the one it is a satellite of. */
export async function followEvent(db: Database, actor: Actor, { eventId }: { eventId: number }): Promise<void> {
  const event = await findEvent(db, eventId)
  if (event === undefined) return
  await followTimes(db, actor, { eventId })
  if (event.parentEventId !== null) await followTimes(db, actor, { eventId: event.parentEventId })
}

/** As `followTimes`, for every event to come: drafts move without a word, and tables of zones change. */
export async function followAllTimes(db: Database, actor: Actor): Promise<void> {
  const found = await rows<{ id: number }>(
    db,
    `select e.id from events e where e.ends_at > ? and exists
       (select from parts p where p.event_id = e.id and p.cancelled_at is null) order by e.id`,
    [now()],
  )
  for (const { id } of found) await followTimes(db, actor, { eventId: id })
}
