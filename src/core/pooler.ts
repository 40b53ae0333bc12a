import pg from 'pg'
import { sessionSettings } from './database.ts'
import type { Log } from './log.ts'
import { exclusively } from './migrations.ts'

/**
 * Makes sure that connections which a pooler lends have our time limits and zone. A pooler hands a connection from
 * transaction to transaction and forwards no settings at its start, so they become those of the role in this database;
 * connections that were opened before and wait for work are closed, that the pooler opens new ones.
 * @param direct the server itself
 * @param pooled the same database through the pooler
 * @throws Error of PostgreSQL when the role may not be changed from `direct` (another role without the right to)
 */
export async function prepareRole(direct: string, pooled: string, log: Log): Promise<void> {
  await exclusively(direct, 'settings of the role', () => settle(direct, pooled, log))
}

async function settle(direct: string, pooled: string, log: Log): Promise<void> {
  const found = await asking(pooled, readSettings)
  if (found.wrong.length === 0) return
  await asking(direct, async client => {
    for (const [name, value] of Object.entries(sessionSettings)) {
      const [role, database] = [found.role, found.database].map(pg.escapeIdentifier)
      await client.query(`alter role ${role} in database ${database} set ${name} = ${pg.escapeLiteral(value)}`)
    }
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where usename = $1 and datname = $2 and state = 'idle' and application_name not like 'pozvanka%'
         and pid <> pg_backend_pid()`,
      [found.role, found.database],
    )
  })
  log.warn({ settings: found.wrong, role: found.role }, 'gave the role of DATABASE_URL its settings for the pooler')
}

interface Settings {
  readonly role: string
  readonly database: string
  /** Names of settings that are not what they should be. */
  readonly wrong: readonly string[]
}

async function readSettings(client: pg.Client): Promise<Settings> {
  const { rows } = await client.query<{ role: string; database: string; wrong: string[] }>(
    `select current_user as role, current_database() as database,
       array(select w.name from unnest($1::text[], $2::text[]) w(name, value)
         where current_setting(w.name) is distinct from w.value) as wrong`,
    [Object.keys(sessionSettings), shownSettings],
  )
  const [settings] = rows
  if (settings === undefined) throw new Error('PostgreSQL does not know who asks')
  return settings
}

/** PostgreSQL shows sixty seconds as a minute. */
const shownSettings = Object.values(sessionSettings).map(value => (value === '60s' ? '1min' : value))

async function asking<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
