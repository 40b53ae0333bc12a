import type { Database } from '../../../core/database.ts'
import type { SelfCheckRow } from '../types.ts'
import '../tables.ts'

/** When the self-check last looked and how much it found; undefined before the first night. One row by its index. */
export async function findLastCheck(
  db: Database,
): Promise<Pick<SelfCheckRow, 'finishedAt' | 'violations'> | undefined> {
  return db('selfChecks').orderBy('finishedAt', 'desc').first('finishedAt', 'violations')
}
