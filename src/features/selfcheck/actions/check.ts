import { type Database, rows } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { findViolations } from '../queries/invariants.ts'
import type { Violation } from '../types.ts'
import '../tables.ts'

/** So many checks are kept: a quarter of a year of nights. */
const kept = 92

/**
 * Looks for everything that must never be and writes down that it looked, and what it found. It mends nothing: what it
 * finds is a fault of the program or of somebody's hand in the database, to be understood first.
 */
export async function checkEverything(db: Database): Promise<Violation[]> {
  const startedAt = now()
  const found = await findViolations(db, startedAt)
  await rows(db, 'insert into self_checks (started_at, finished_at, violations, found) values (?, ?, ?, ?::jsonb)', [
    startedAt,
    now(),
    found.length,
    JSON.stringify(found),
  ])
  await db('selfChecks').whereNotIn('id', db('selfChecks').orderBy('id', 'desc').limit(kept).select('id')).del()
  return found
}
