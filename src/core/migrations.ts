import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import type { Knex } from 'knex'
import pg from 'pg'
import { type Connection, connect } from './database.ts'

// `migrations/` of the project under tsx and Jest, `dist/migrations/` after the build.
const folder = join(import.meta.dirname, '..', '..', 'migrations')

/**
 * Names in knex_migrations carry no extension, so that a database migrated from the .ts files goes on with the .js
 * files of the build, and back.
 */
const migrationSource: Knex.MigrationSource<string> = {
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
      // Knex' own lock stays behind when its process is killed; the advisory lock we hold does not.
      await db.migrate.forceFreeMigrationsLock()
      const [, applied] = (await db.migrate.latest({ migrationSource })) as [number, string[]]
      return applied.map(migrationSource.getMigrationName)
    } finally {
      await db.destroy()
    }
  })
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
    await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [`pozvanka.${purpose}`])
    return await work()
  } finally {
    await client.end()
  }
}

function address(connection: Connection): pg.ClientConfig {
  return typeof connection === 'string' ? { connectionString: connection } : connection
}
