import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, firstRow, postgresCode } from './database.ts'
import type { Log } from './log.ts'

/** A server that follows the database (streaming replication), for long readings. */
export interface Follower {
  /** Its pool; `undefined`: there is none, and everything is read where it is written. */
  readonly db: Database | undefined
  /**
   * Runs a long reading that writes nothing into `db`'s tables but what it may write again: on the follower when that
   * has everything that was committed before this call, else on the database itself. What the caller has seen or
   * written is therefore never missing. When the follower ends it midway, it runs once more, on the database.
   */
  read<Result>(work: (db: Database) => Promise<Result>): Promise<Result>
}

/** How long a reading waits for the follower to catch up, and for a check of it to be answered. */
const patienceMs = 500
const answerMs = 2_000
/** One that was behind, gone or no follower any more is left alone for so long. */
const restMs = 5_000

/** @param db the database itself; the follower's position is compared with it */
export function createFollower(db: Database, follower: Database | undefined, log: Log): Follower {
  if (follower === undefined) return { db: undefined, read: work => work(db) }
  let restsUntil = 0

  function rest(reason: string, err?: unknown): void {
    restsUntil = performance.now() + restMs
    log.warn({ reason, err }, 'the follower is not read from; the database itself is')
  }

  async function isUpToDate(): Promise<boolean> {
    if (performance.now() < restsUntil) return false
    try {
      const patience = new AbortController()
      const late = sleep(answerMs, 'no answer' as const, { signal: patience.signal }).catch(() => 'no answer' as const)
      const found = await Promise.race([compare(db, follower as Database), late])
      patience.abort()
      if (found !== 'up to date') rest(found)
      return found === 'up to date'
    } catch (error) {
      rest('error', error)
      return false
    }
  }

  return {
    db: follower,
    async read(work) {
      if (!(await isUpToDate())) return work(db)
      try {
        return await work(follower)
      } catch (error) {
        if (!isOfTheServer(error)) throw error
        rest('ended midway', error)
        return work(db)
      }
    },
  }
}

type Standing = 'up to date' | 'behind' | 'no follower'

/**
 * Where the database has written to its log now, and whether the follower has replayed as far. A follower that was
 * promoted, or that follows another server, is none: its positions mean nothing here. What was acknowledged has been
 * flushed, unless commits are acknowledged before (`synchronous_commit = off`).
 */
async function compare(db: Database, follower: Database): Promise<Standing> {
  const here = await firstRow<{ position: string; server: string }>(
    db,
    `select system_identifier::text as server,
       case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn()
         else pg_current_wal_flush_lsn() end::text as position from pg_control_system()`,
  )
  for (const end = performance.now() + patienceMs; ; await sleep(15)) {
    const there = await firstRow<{ follows: boolean; hasAll: boolean }>(
      follower,
      `select pg_is_in_recovery() and system_identifier::text = :server as follows,
         coalesce(pg_last_wal_replay_lsn() >= :position::text::pg_lsn, false) as has_all from pg_control_system()`,
      { server: here?.server, position: here?.position },
    )
    if (there?.follows !== true) return 'no follower'
    if (there.hasAll) return 'up to date'
    if (performance.now() > end) return 'behind'
  }
}

/** The server went away, or ended the reading because the log could not wait for it (40001); not what was asked. */
function isOfTheServer(error: unknown): boolean {
  const code = postgresCode(error)
  if (code === undefined) return error instanceof Error && /timeout|terminated|closed/i.test(error.message + error.name)
  return /^(40001|57P0[1-4]|53300|08\w{3}|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOENT)$/.test(code)
}
