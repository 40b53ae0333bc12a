import { type Database, rows, type Transaction } from '../../../core/database.ts'

/** Which of these addresses events have already. One query. */
export async function findTakenSlugs(db: Database | Transaction, slugs: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ slug: string }>(db, 'select slug from events where slug = any(?)', [[...slugs]])
  return new Set(found.map(({ slug }) => slug))
}
