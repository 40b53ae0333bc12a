import type { Database } from '../../core/database.ts'
import type { Planner } from './types.ts'
import './tables.ts'

/** References of the sessions that somebody starred. One query. */
export async function listStars(db: Database, { id, personVersion }: Planner): Promise<ReadonlySet<string>> {
  const found = await db('starredSessions').where({ registrationId: id, personVersion }).select('sessionReference')
  return new Set(found.map(({ sessionReference }) => sessionReference))
}
