import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database, firstRow } from '../../src/core/database.ts'
import { joinEmbedded } from '../../src/core/embedded-postgres.ts'
import { announcedBy, freePort } from '../../tests/support/listening-processes.ts'
import { type Processes, residentMegabytes } from './processor-time.ts'

/** How the application is started; everything else as an operator who sets nothing would have it. */
export interface AppOptions {
  /** Web processes that share the port (WEB_PROCESSES). */
  readonly processes?: number
  /** Whether it sends mails and does other jobs beside the pages; left out: another process would (JOBS=off). */
  readonly withJobs?: boolean
  /** The demonstration events and people; left out: an empty database. */
  readonly demo?: boolean
  /** A folder that an application left with `keepData`. */
  readonly dataDir?: string
  /** Variables over these. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The built application, in processes of its own, on a database of its own. */
export interface App {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly dataDir: string
  /** Its database, for scenarios that fill it and check it. */
  readonly db: Database
  readonly processes: Processes
  /** Milliseconds from the start of the process until it served. */
  readonly startMs: number
  /** Resident memory of its own processes without PostgreSQL's, in megabytes. */
  memory(): number | undefined
  /** Ends it as an operator would; its data goes unless `keepData`. Throws when it does not end well. */
  stop(options?: { readonly keepData?: boolean }): Promise<void>
}

const root = resolve(import.meta.dirname, '../..')
/** Where the build is; a copy may be measured while somebody builds. */
const built = process.env['BENCH_DIST'] ?? join(root, 'dist')

/** Starts dist/ on a free port and waits until it serves. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const dataDir = options.dataDir ?? ownFolder()
  const began = performance.now()
  const child = spawn(process.execPath, [join(built, 'src/server.js')], {
    env: { ...process.env, ...(await environmentOf(dataDir, options)) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(done => child.once('exit', done))
  const url = await announcedBy(child.stdout, ended).catch(async error => {
    // Politely, so that it takes its database with it.
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(10_000)])
    child.kill('SIGKILL')
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    throw error
  })
  const startMs = performance.now() - began
  const db = await openDatabase(dataDir)
  const processes: Processes = { server: child.pid ?? 0, database: await postmaster(db) }
  let stopping: Promise<void> | undefined
  const end = async (keepData: boolean) => {
    await db.destroy()
    child.kill('SIGTERM')
    const code = await ended
    if (!keepData) rmSync(dataDir, { recursive: true, force: true })
    if (code !== 0) throw new Error(`the application ended with ${code}`)
  }
  return {
    url,
    dataDir,
    db,
    processes,
    startMs,
    memory: () => residentMegabytes(processes),
    stop: ({ keepData = false } = {}) => (stopping ??= end(keepData)),
  }
}

/** PostgreSQL does not run as root, so the folder is open to others; what is in it is not. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pozvanka-bench-'))
  chmodSync(folder, 0o755)
  return folder
}

async function environmentOf(
  dataDir: string,
  { processes = 1, withJobs = false, demo = false, environment = {} }: AppOptions,
): Promise<Record<string, string | undefined>> {
  return {
    NODE_ENV: undefined,
    DATABASE_URL: undefined,
    PORT: String(await freePort()),
    DATA_DIR: dataDir,
    DEMO: demo ? 'on' : 'off',
    JOBS: withJobs ? 'inline' : 'off',
    WEB_PROCESSES: String(processes),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...environment,
  }
}

async function openDatabase(dataDir: string): Promise<Database> {
  const connection = await joinEmbedded(join(dataDir, 'postgres'))
  if (connection === undefined) throw new Error(`no database in ${dataDir}`)
  return connect({ ...connection, database: 'pozvanka' }, { max: 2 })
}

/** The parent of the process that serves a connection. */
async function postmaster(db: Database): Promise<number | undefined> {
  const found = await firstRow<{ pid: number }>(db, 'select pg_backend_pid() as pid', [])
  try {
    const stat = readFileSync(`/proc/${found?.pid}/stat`, 'utf8')
    return Number(stat.replace(/^.*\) /s, '').split(' ')[1])
  } catch {
    return undefined
  }
}
