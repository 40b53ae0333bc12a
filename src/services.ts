import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Config } from './config.ts'
import { type ContentVersions, createContentVersions } from './core/content-versions.ts'
import { type Connection, connect, type Database, postgresCode } from './core/database.ts'
import { ensureDatabase, joinEmbedded, startEmbedded } from './core/embedded-postgres.ts'
import { CannotStart } from './core/lifecycle.ts'
import type { Log } from './core/log.ts'
import { createFollower, type Follower } from './core/follower.ts'
import { createFileStore, type FileStore } from './core/file-store.ts'
import { createTransport, type MailTransport } from './core/mailer.ts'
import { createNotifications, type Notifications } from './core/notifications.ts'
import { prepareRole } from './core/pooler.ts'
import { createProbe, type Probe } from './core/probe.ts'
import { cutWhenSilent } from './core/silence.ts'
import { watchStatements } from './core/statements.ts'
import { createTokens, type Tokens } from './core/tokens.ts'

/** What the application is made of; whoever starts it (server, worker, command, test) makes one. */
export interface Services {
  readonly config: Config
  readonly db: Database
  /** A small pool for what must not wait behind a slow page or an export: registering, and the versions of the content. */
  readonly booking: Database
  /** For long readings: a server that follows the database, when there is one and it has everything. */
  readonly follower: Follower
  /** What pages and feeds that are kept in memory are checked against. */
  readonly versions: ContentVersions
  /** The server itself, never a pooler, for those that need connections of their own (the job queue, a session lock). */
  readonly connection: Connection
  readonly log: Log
  /** `null`: mails go to the demo inbox only. */
  readonly mailer: MailTransport | null
  readonly tokens: Tokens
  /** Contents of uploaded files, wherever they lie. */
  readonly files: FileStore
  /** What other processes commit, as they do. */
  readonly notifications: Notifications
  /** Whether the database answers, and what time it has. */
  readonly probe: Probe
  /** True from the first signal to stop: `/health/ready` says so, that a load balancer looks elsewhere. */
  draining: boolean
}

/**
 * Opens the pools and the mail transport; nothing connects before it is used.
 * @param connection the database server itself; with `DATABASE_DIRECT_URL` the pools go through the pooler of
 *   `DATABASE_URL` all the same
 */
export function createServices(config: Config, connection: Connection, log: Log): Services {
  const isShared = config.databaseDirectUrl !== undefined
  const lent = isShared ? (config.databaseUrl ?? connection) : connection
  const probe = createProbe(lent)
  const booking = cutWhenSilent(
    watchStatements(connect(lent, { max: 4, isShared, pipelines: true }), 'booking', log),
    probe,
  )
  const db = cutWhenSilent(watchStatements(connect(lent, { isShared }), 'pages', log), probe)
  return {
    config,
    db,
    booking,
    follower: createFollower(db, followerOf(config, log), log),
    versions: createContentVersions(booking),
    connection,
    log,
    mailer: createTransport(config),
    tokens: createTokens(config.sessionSecret),
    files: createFileStore(config.files),
    notifications: createNotifications(connection, log),
    probe,
    draining: false,
  }
}

/** Closes what `createServices` opened. */
export async function closeServices(services: Services): Promise<void> {
  services.mailer?.close()
  await services.notifications.close()
  await services.probe.close()
  await services.db.destroy()
  await services.booking.destroy()
  await services.follower.db?.destroy()
}

function followerOf({ databaseReplicaUrl }: Config, log: Log): Database | undefined {
  if (databaseReplicaUrl === undefined) return undefined
  return watchStatements(connect(databaseReplicaUrl, { max: 4 }), 'follower', log)
}

/** A database that is there, and what to do when it is no longer needed. */
export interface OpenDatabase {
  /** The server itself, never a pooler. */
  readonly connection: Connection
  close(): Promise<void>
}

/**
 * The database of `DATABASE_URL`, else the private one in `DATA_DIR`.
 * @param role the `application` owns the private server and refuses to share the folder; a `command` works beside the
 *   application that runs, and starts the server only when there is none
 */
export async function openDatabase(config: Config, log: Log, role: 'application' | 'command'): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return openGiven(config.databaseUrl, config.databaseDirectUrl, log)
  const home = join(config.dataDir, 'postgres')
  const running = role === 'command' ? await joinEmbedded(home) : undefined
  if (running !== undefined)
    return { connection: await ensureDatabase(running, 'pozvanka'), close: async () => undefined }
  const max_connections = String(60 + 20 * config.webProcesses)
  const server = await startEmbedded({ home, settings: { max_connections }, log: line => log.info(line) })
  try {
    return { connection: await ensureDatabase(server.connection, 'pozvanka'), close: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function openGiven(url: string, direct: string | undefined, log: Log): Promise<OpenDatabase> {
  if (direct !== undefined) await untilReachable(direct, 'DATABASE_DIRECT_URL')
  await untilReachable(url, 'DATABASE_URL')
  if (direct !== undefined) await prepareRole(direct, url, log)
  return { connection: direct ?? url, close: async () => undefined }
}

/** Containers start in any order, so give the database half a minute; then say what is wrong, without its password. */
async function untilReachable(url: string, variable: string): Promise<void> {
  for (const end = performance.now() + 30_000; ; await sleep(500)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      const code = postgresCode(error) ?? 'no answer'
      // Refused or unknown yet, or still starting; anything else (password, name of the database) will not mend itself.
      const mayCome = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', '57P03', 'no answer'].includes(code)
      if (mayCome && performance.now() < end) continue
      const reason = error instanceof Error && error.message !== '' ? error.message : code
      throw new CannotStart(`The database of ${variable} cannot be used: ${reason} (${code}).`)
    }
  }
}
