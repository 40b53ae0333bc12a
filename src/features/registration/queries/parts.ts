import { type Database, rows, type Transaction } from '../../../core/database.ts'
import { findDraft, findLatestRelease } from '../../agenda/queries.ts'
import type { DraftSession } from '../../agenda/types.ts'
import { listSatellites } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { Counters, PartRow } from '../types/places.ts'
import '../tables.ts'

/** A part with its counters, as an organiser's list shows it. */
export interface PartWithQuota extends PartRow, Counters {
  /** Categories it is open to; empty: all. */
  readonly categoryIds: readonly number[]
}

/** The parts of an event with their counters, cancelled ones last, in their order; one query. */
export async function listParts(db: Database | Transaction, eventId: number): Promise<PartWithQuota[]> {
  return rows<PartWithQuota>(
    db,
    `select p.*, q.capacity, q.taken, q.waiting,
       coalesce((select json_agg(m.category_id) from part_categories m where m.part_id = p.id), '[]') as category_ids
     from parts p join quotas q on q.part_id = p.id
     where p.event_id = ? order by p.cancelled_at is not null, p.position, p.id`,
    [eventId],
  )
}

/** One part of an event by its public reference. */
export async function findPart(
  db: Database | Transaction,
  eventId: number,
  reference: string,
): Promise<PartWithQuota | undefined> {
  return (await listParts(db, eventId)).find(part => part.reference === reference)
}

/** What parts may be made from: sessions of the programme and satellite events that are not parts yet. */
export interface PartSources {
  readonly sessions: readonly DraftSession[]
  readonly satellites: readonly EventRow[]
  /** References of all sessions that take place. */
  readonly standing: ReadonlySet<string>
}

/** What of an event may become a part: what people sign up for; breaks and what is cancelled never. Three queries. */
export async function listPartSources(db: Database, eventId: number): Promise<PartSources> {
  const parts = await db('parts').where({ eventId }).select('sessionReference', 'satelliteEventId')
  const used = new Set(parts.map(({ sessionReference }) => sessionReference))
  const usedSatellites = new Set(parts.map(({ satelliteEventId }) => satelliteEventId))
  const { sessions } = await findDraft(db, eventId)
  const satellites = await listSatellites(db, eventId)
  return {
    sessions: sessions.filter(session => isSignedUpFor(session) && !used.has(session.reference)),
    standing: new Set(sessions.filter(({ isCancelled }) => !isCancelled).map(({ reference }) => reference)),
    satellites: satellites.filter(({ id, cancelledAt }) => cancelledAt === null && !usedSatellites.has(id)),
  }
}

/** Those with places of their own, and the kinds that usually have them. */
function isSignedUpFor({ kind, capacity, isCancelled }: DraftSession): boolean {
  return !isCancelled && kind !== 'break' && (capacity !== null || ['workshop', 'b2b', 'social'].includes(kind))
}

/** When a session is, as the public knows it; before the first release as the draft has it. */
export async function findSessionTimes(
  db: Database | Transaction,
  eventId: number,
  session: DraftSession,
): Promise<Pick<DraftSession, 'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt'>> {
  const release = await findLatestRelease(db, eventId)
  return release?.content.sessions.find(({ reference }) => reference === session.reference) ?? session
}
