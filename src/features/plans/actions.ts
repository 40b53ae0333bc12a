import type { Database } from '../../core/database.ts'
import { now } from '../../core/time.ts'
import type { Planner } from './types.ts'
import './tables.ts'

/** As many as anybody can mean; what is above comes from no person. */
export const mostStars = 500

/**
 * Stars sessions; those that are starred already stay so. The caller has looked the references up in the released
 * programme.
 */
export async function starSessions(
  db: Database,
  { id, personVersion }: Planner,
  references: readonly string[],
): Promise<void> {
  const chosen = [...new Set(references)].slice(0, mostStars)
  if (chosen.length === 0) return
  const rows = chosen.map(sessionReference => {
    return { registrationId: id, personVersion, sessionReference, starredAt: now() }
  })
  await db('starredSessions').insert(rows).onConflict(['registrationId', 'personVersion', 'sessionReference']).ignore()
}

/** Takes a star back. */
export async function unstarSession(db: Database, { id, personVersion }: Planner, reference: string): Promise<void> {
  await db('starredSessions').where({ registrationId: id, personVersion, sessionReference: reference }).delete()
}
