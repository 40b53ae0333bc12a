import { join } from 'node:path'
import type { Config } from './config.ts'
import { type Connection, connect, type Database } from './core/database.ts'
import { ensureDatabase, joinEmbedded, startEmbedded } from './core/embedded-postgres.ts'
import type { Log } from './core/log.ts'
import { createTransport, type MailTransport } from './core/mailer.ts'
import { createTokens, type Tokens } from './core/tokens.ts'

/** What the application is made of; whoever starts it (server, worker, command, test) makes one. */
export interface Services {
  readonly config: Config
  readonly db: Database
  /** Where `db` is, for those that need connections of their own (the job queue, a session lock). */
  readonly connection: Connection
  readonly log: Log
  /** `null`: mails go to the demo inbox only. */
  readonly mailer: MailTransport | null
  readonly tokens: Tokens
  /** True from the first signal to stop: `/health/ready` says so, that a load balancer looks elsewhere. */
  draining: boolean
}

/** Opens the pool and the mail transport; nothing connects before it is used. */
export function createServices(config: Config, connection: Connection, log: Log): Services {
  return {
    config,
    db: connect(connection),
    connection,
    log,
    mailer: createTransport(config),
    tokens: createTokens(config.sessionSecret),
    draining: false,
  }
}

/** Closes what `createServices` opened. */
export async function closeServices(services: Services): Promise<void> {
  services.mailer?.close()
  await services.db.destroy()
}

/** A database that is there, and what to do when it is no longer needed. */
export interface OpenDatabase {
  readonly connection: Connection
  close(): Promise<void>
}

/**
 * The database of `DATABASE_URL`, else the private one in `DATA_DIR`.
 * @param role the `application` owns the private server and refuses to share the folder; a `command` works beside the
 *   application that runs, and starts the server only when there is none
 */
export async function openDatabase(config: Config, log: Log, role: 'application' | 'command'): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { connection: config.databaseUrl, close: async () => undefined }
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
