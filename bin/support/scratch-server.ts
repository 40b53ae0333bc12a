import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, connect, type Database } from '../../src/core/database.ts'
import { startEmbedded } from '../../src/core/embedded-postgres.ts'

/** The parts of the address of a database. */
export type Address = Exclude<Connection, string>

/** A PostgreSQL server that nobody will miss. */
export interface ScratchServer {
  readonly connection: Address
  /** Stops the server and removes its files. */
  remove(): Promise<void>
}

const prefix = 'pozvanka-scratch-'

/**
 * Starts a PostgreSQL server without durability for tests and tools. Its folder carries the process id, so that runs
 * side by side never meet; the server dies with the process, even by SIGKILL.
 */
export async function startScratchServer(): Promise<ScratchServer> {
  removeAbandoned()
  const home = join(folderForServers(), `${prefix}${process.pid}`)
  const server = await startEmbedded({
    home,
    unsafeFast: true,
    dieWithParent: true,
    settings: { max_connections: '200' },
    log: () => undefined,
  })
  const remove = async () => {
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { connection: { ...server.connection }, remove }
}

/** Opens one connection for `work` and closes it. */
export async function withDatabase<Result>(
  connection: Connection,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = connect(connection, { max: 1 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** In memory where there is room (copying a database: 20 ms instead of 70); Docker gives /dev/shm only 64 MB. */
function folderForServers(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 2 ** 30 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Folders of runs that were killed before they could tidy up. */
function removeAbandoned(): void {
  const folder = folderForServers()
  const hourAgo = Date.now() - 3_600_000
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
    if (!Number.isInteger(pid) || isAlive(pid)) continue
    const home = join(folder, name)
    if (statSync(home).mtimeMs < hourAgo) rmSync(home, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
