import type { DocumentSession } from '../types.ts'
import type { AnomalyLog } from '../rules/anomalies.ts'
import type { RawSchedule, RawSession } from './raw.ts'
import { isUuid, namedUuid } from './values.ts'

/** What the sessions of a document are known by. */
export interface Identities {
  /** Ask once for each session, in the order of the document. */
  of(session: RawSession): Pick<DocumentSession, 'key' | 'guid'>
}

/**
 * The guid of a session is its key. Without one, or with one that is no UUID, it is derived (UUIDv5) from the
 * conference and the number; the second session of one guid gets a key of its own and no guid.
 */
export function startIdentities(raw: RawSchedule, anomalies: AnomalyLog): Identities {
  noteSharedIds(raw, anomalies)
  const source = raw.acronym || raw.title
  const seen = new Map<string, number>()
  return {
    of(session) {
      const guid = guidOf(session, source, anomalies)
      const times = (seen.get(guid) ?? 0) + 1
      seen.set(guid, times)
      if (times === 1) return { key: guid, guid }
      if (times === 2) anomalies.note('guid-twice', session.title)
      return { key: `${guid}#${times}`, guid: null }
    },
  }
}

function guidOf(session: RawSession, source: string, anomalies: AnomalyLog): string {
  const written = session.guid.trim().toLowerCase()
  if (isUuid(written)) return written
  anomalies.note(written === '' ? 'guid-missing' : 'guid-not-uuid', written === '' ? session.title : session.guid)
  if (written !== '') return namedUuid(source, 'guid', written)
  if (session.id !== '') return namedUuid(source, 'id', session.id)
  return namedUuid(
    source,
    'session',
    session.title,
    session.date || `${session.day.date} ${session.start}`,
    session.room,
  )
}

function noteSharedIds({ sessions }: RawSchedule, anomalies: AnomalyLog): void {
  const counts = new Map<string, number>()
  for (const { id } of sessions) if (id !== '') counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const [id, count] of counts) if (count > 1) anomalies.note('id-twice', id)
}
