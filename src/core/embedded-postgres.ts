import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverAccount } from './embedded-postgres/account.ts'
import { findBinaries } from './embedded-postgres/binaries.ts'
import { knownHome, prepareDataFolder, reachableHome, superuser } from './embedded-postgres/data-folder.ts'
import { ownerOf, ownFolder } from './embedded-postgres/owner.ts'
import { isAlive } from './embedded-postgres/processes.ts'
import { type Launch, launch, listening, runningServer, settle, shutDown } from './embedded-postgres/server-process.ts'
import { CannotStart } from './lifecycle.ts'

/** What an embedded server is made of. */
export interface EmbeddedOptions {
  /** Folder for the database, its secret, its log and its socket; made when missing. */
  readonly home: string
  /** No fsync: for tests only, a power cut destroys the database. */
  readonly unsafeFast?: boolean
  /** The server ends when this process dies, even by SIGKILL (Linux with util-linux; elsewhere without effect). */
  readonly dieWithParent?: boolean
  /** Settings of PostgreSQL over ours, for example `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Receives one line for each thing worth telling. */
  readonly log?: (line: string) => void
}

/** The address of an embedded server: `host` is the folder of a unix socket, or a name. */
export interface EmbeddedConnection {
  host: string
  port: number
  user: string
  password: string
  database: string
}

/** A private PostgreSQL server. */
export interface EmbeddedServer {
  readonly connection: EmbeddedConnection
  /** Process of the server; another one after it was killed and started anew. */
  readonly pid: number
  /** True when a server was taken over that still ran after its application had been killed. */
  readonly adopted: boolean
  /** Stops the server and gives the folder free. */
  stop(): Promise<void>
}

const shared = '/var/lib/pozvanka'

/**
 * Starts PostgreSQL on a folder of its own, so that the application needs nothing but Node. Works as root (the server
 * then runs as another account, and its files move when that account could not reach them), takes over a server
 * whose application was killed, recovers from one that was killed, and starts it anew when it dies under us.
 * @throws FolderInUse when another live application owns the folder
 * @throws Error with a sentence for the operator when it cannot start
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  try {
    return await start(options)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM'))) throw error
    throw new CannotStart(
      `This account may not use the data folder ${options.home} (${error.message}): start as the account that made it, or set another DATA_DIR.`,
    )
  }
}

async function start(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => undefined)
  const asked = resolve(options.home)
  const home = reachableHome(asked, serverAccount(join(asked, 'data')), shared, log)
  const account = serverAccount(join(home, 'data'))
  const release = await ownFolder(home)
  try {
    const binaries = findBinaries(account, shared)
    const password = await prepareDataFolder(home, binaries, account, options.unsafeFast === true)
    const settings = { ...(await listening(home, account)), ...settingsOf(options) }
    const how = { postgres: binaries.postgres, account, settings, dieWithParent: options.dieWithParent === true }
    const left = await settle(home, log)
    const server = left ?? (await launch(home, how))
    log(left ? `took over the running PostgreSQL (process ${server.pid})` : `PostgreSQL ${binaries.version} is running`)
    const watch = keepRunning(home, how, server.pid, log)
    return {
      connection: { host: server.host, port: server.port, user: superuser, password, database: 'postgres' },
      get pid() {
        return watch.pid()
      },
      adopted: left !== undefined,
      async stop() {
        await shutDown(await watch.end())
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * The server of the application that runs on this folder, for a command that works beside it (`npm run user`) without
 * owning anything. `undefined` when no application runs there.
 */
export async function joinEmbedded(home: string): Promise<EmbeddedConnection | undefined> {
  const real = knownHome(resolve(home))
  for (const end = Date.now() + 15_000; ownerOf(real) !== undefined && Date.now() < end; await sleep(50)) {
    const server = runningServer(real)
    if (server === undefined) continue
    const password = readFileSync(join(real, 'secret'), 'utf8')
    return { host: server.host, port: server.port, user: superuser, password, database: 'postgres' }
  }
  return undefined
}

/** Makes the database on the server unless it is there; two processes may do so at once. */
export async function ensureDatabase(server: EmbeddedConnection, database: string): Promise<EmbeddedConnection> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`)
  } catch (error) {
    // Somebody else made it in this moment: 42P04 duplicate_database, 23505 on the catalogue itself.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error
  } finally {
    await client.end()
  }
  return { ...server, database }
}

function settingsOf({ unsafeFast, settings }: EmbeddedOptions): Record<string, string> {
  return {
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The detail of an error quotes the row, i.e. people's data; the log needs none of it.
    log_error_verbosity: 'terse',
    ...(unsafeFast && {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      autovacuum: 'off',
    }),
    ...settings,
  }
}

/** Starts the server anew, on the same socket, when it dies under us; the pools reconnect by themselves. */
function keepRunning(home: string, how: Launch, firstPid: number, log: (line: string) => void) {
  let pid = firstPid
  let restarting: Promise<void> | undefined
  const restart = async () => {
    log(`PostgreSQL (process ${pid}) died; starting it again`)
    const server = (await settle(home, log)) ?? (await launch(home, how))
    pid = server.pid
  }
  const timer = setInterval(() => {
    if (restarting !== undefined || isAlive(pid)) return
    restarting = restart()
      .catch((error: unknown) => log(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        restarting = undefined
      })
  }, 500).unref()
  return {
    pid: () => pid,
    async end(): Promise<number> {
      clearInterval(timer)
      await restarting
      return pid
    },
  }
}
