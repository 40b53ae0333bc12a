import type { Database } from '../../src/core/database.ts'

/** What came out of some work, and the SQL statements it took. */
export interface Counted<Result> {
  readonly result: Result
  readonly count: number
  readonly statements: readonly string[]
}

/** Counts the statements that a pool sends while `work` runs, those of its transactions included. */
export async function countingQueries<Result>(db: Database, work: () => Promise<Result>): Promise<Counted<Result>> {
  const statements: string[] = []
  const listen = ({ sql }: { sql: string }) => void statements.push(sql)
  db.on('query', listen)
  try {
    const result = await work()
    return { result, count: statements.length, statements }
  } finally {
    db.removeListener('query', listen)
  }
}
