import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, runMigrations } from 'graphile-worker'
import type { Knex } from 'knex'
import pg from 'pg'
import { type Connection, connect, type Database, postgresCode } from './database.ts'

// `migrations/` of the project under tsx and Jest, `dist/migrations/` after the build.
const folder = join(import.meta.dirname, '..', '..', 'migrations')

/**
 * Names in knex_migrations carry no extension, so that a database migrated from the .ts files goes on with the .js
 * files of the build, and back.
 */
export const migrationSource: Knex.MigrationSource<string> = {
  async getMigrations() {
    const files = await readdir(folder)
    return files.filter(file => /^\d{14}_\w+\.(ts|js)$/.test(file)).sort()
  },
  getMigrationName: file => file.replace(/\.(ts|js)$/, ''),
  getMigration: file => import(pathToFileURL(join(folder, file)).href) as Promise<Knex.Migration>,
}

/**
 * Brings the database to the present: the job queue's own tables, then ours. Safe when several processes start at
 * once (one works, the others wait and find nothing to do) and after one was killed half-way.
 * @returns names of the migrations that were applied
 */
export async function migrate(connection: Connection): Promise<string[]> {
  return exclusively(connection, 'migrate', async () => {
    await migrateJobQueue(connection)
    const db = connect(connection, { max: 1 })
    try {
      return await untilUncontended(() => migrateOnce(db))
    } finally {
      await db.destroy()
    }
  })
}

/** How often a migration is begun anew that met the traffic of processes that serve. */
const mostTries = 6

async function migrateOnce(db: Database): Promise<string[]> {
  // Knex' own lock stays behind when its process is killed; the advisory lock we hold does not.
  await db.migrate.forceFreeMigrationsLock()
  // What a newer release added is no reason not to start: a process of this one may die while it is being replaced.
  const how = { migrationSource, disableMigrationsListValidation: true }
  const [, applied] = (await db.migrate.latest(how)) as [number, string[]]
  return applied.map(migrationSource.getMigrationName)
}

/**
 * A migration locks whole tables, in another order than those who serve from them: it may wait too long or lose a
 * deadlock. All that are due are one transaction, so nothing of it is left, and the traffic that stood in its way has gone on.
 */
async function untilUncontended(work: () => Promise<string[]>): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = postgresCode(error)
      if (attempt === mostTries || (code !== '55P03' && code !== '40P01')) throw error
      await sleep(250 * attempt * (0.5 + Math.random()))
    }
  }
}

/** Names of the migrations that this version of the application needs. */
export async function migrationNames(): Promise<string[]> {
  return (await migrationSource.getMigrations([])).map(file => migrationSource.getMigrationName(file))
}

async function migrateJobQueue(connection: Connection): Promise<void> {
  const pool = new pg.Pool({ ...address(connection), max: 1 })
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
  } finally {
    await pool.end()
  }
}

/**
 * Runs `work` while no other process on this database runs the same. The lock is the session's: it ends with the
 * process, however that ends.
 */
export async function exclusively<Result>(
  connection: Connection,
  purpose: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...address(connection), application_name: `pozvanka ${purpose}` })
  await client.connect()
  try {
    // Whoever comes second waits as long as it takes, whatever the role may usually do.
    await client.query('set lock_timeout = 0; set statement_timeout = 0')
    await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [`pozvanka.${purpose}`])
    return await work()
  } finally {
    await client.end()
  }
}

function address(connection: Connection): pg.ClientConfig {
  return typeof connection === 'string' ? { connectionString: connection } : connection
}
