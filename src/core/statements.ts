import type { Database } from './database.ts'
import type { Log } from './log.ts'
import { counter, gauge, histogram } from './metrics.ts'

const failed = counter('statements_failed_total', 'SQL statements that PostgreSQL refused or that were cut off', [
  'pool',
])
const took = histogram(
  'statement_seconds',
  'Time of SQL statements, without the wait for a connection, with that for those sent before in one flight',
  {
    labels: ['pool'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 1, 5],
  },
)

/** Milliseconds after which a statement is worth a line. */
const slow = 1_000
/** The beginning of a statement tells which it is. */
const mostText = 300

/** What knex says of a statement. Its values are left alone: they are people's names and addresses. */
interface Said {
  readonly __knexQueryUid: string
  readonly sql?: string
}

/** Counts and times the statements of a pool; slow ones get a line with their text, never with their values. */
export function watchStatements(db: Database, pool: string, log: Log): Database {
  pools.set(db, pool)
  const running = new Map<string, number>()
  const end = ({ __knexQueryUid: id, sql = '' }: Said) => {
    const started = running.get(id)
    if (started === undefined) return
    running.delete(id)
    const milliseconds = performance.now() - started
    took.observe({ pool }, milliseconds / 1_000)
    if (milliseconds < slow) return
    const statement = sql.replace(/\s+/g, ' ').trim().slice(0, mostText)
    log.warn({ pool, milliseconds: Math.round(milliseconds), statement }, 'slow statement')
  }
  db.on('query', ({ __knexQueryUid: id }: Said) => void running.set(id, performance.now()))
  db.on('query-response', (_response: unknown, said: Said) => end(said))
  db.on('query-error', (_error: unknown, said: Said) => {
    failed.inc({ pool })
    end(said)
  })
  return db
}

/** What a pool of knex knows of itself; there is none once it was closed. */
interface Pool {
  numUsed(): number
  numFree(): number
  numPendingAcquires(): number
}

const pools = new Map<Database, string>()

function poolsOpen(): (readonly [string, Pool])[] {
  for (const db of pools.keys()) if (poolOf(db) === undefined) pools.delete(db)
  return [...pools].flatMap(([db, name]) => {
    const pool = poolOf(db)
    return pool === undefined ? [] : [[name, pool] as const]
  })
}

function poolOf(db: Database): Pool | undefined {
  return (db.client as { readonly pool?: Pool }).pool
}

gauge('pool_connections', 'Connections of the pools to the database', ['pool', 'state'], () =>
  poolsOpen().flatMap(([pool, own]) => [
    [{ pool, state: 'used' }, own.numUsed()] as const,
    [{ pool, state: 'free' }, own.numFree()] as const,
  ]),
)
gauge('pool_waiting', 'Who waits for a connection of a pool', ['pool'], () =>
  poolsOpen().map(([pool, own]) => [{ pool }, own.numPendingAcquires()] as const),
)
