import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../lifecycle.ts'
import type { Account } from './account.ts'
import { serverEnvironment } from './data-folder.ts'
import { isAlive, processesIn, signal } from './processes.ts'

/** What a running server says of itself in postmaster.pid. */
export interface RunningServer {
  readonly pid: number
  /** Folder of the unix socket, or the address it listens on. */
  readonly host: string
  readonly port: number
}

interface PidFile extends RunningServer {
  readonly socketFolder: string
  readonly status: string
}

const patienceMs = 60_000

/** The server that runs on this data folder right now and takes connections, if any. */
export function runningServer(home: string): RunningServer | undefined {
  const file = readPidFile(home)
  return file !== undefined && file.status === 'ready' && isServer(home, file.pid) ? file : undefined
}

/**
 * Clears what an earlier server left. One that still runs, because only the application was killed, is returned to
 * be adopted; one that is just stopping is waited for; the lock of one that died is removed.
 */
export async function settle(home: string, log: (line: string) => void): Promise<RunningServer | undefined> {
  const left = readPidFile(home)
  if (left === undefined) return undefined
  for (const end = Date.now() + patienceMs; isServer(home, left.pid); await sleep(20)) {
    const ready = runningServer(home)
    if (ready !== undefined) return ready
    if (Date.now() > end)
      throw new Error(`PostgreSQL (process ${left.pid}) neither starts nor stops; see ${logFile(home)}`)
  }
  await outlast(join(home, 'data'))
  rmSync(join(home, 'data', 'postmaster.pid'), { force: true })
  // The socket has a lock of its own that names the same dead pid; its folder is ours alone.
  if (left.socketFolder !== '') {
    for (const end of ['', '.lock']) rmSync(join(left.socketFolder, `.s.PGSQL.${left.port}${end}`), { force: true })
  }
  log('removed the lock of a PostgreSQL server that had crashed')
  return undefined
}

/** The pid may have come round again and belong to somebody else, so look where the process works. */
function isServer(home: string, pid: number): boolean {
  if (!isAlive(pid)) return false
  return processesIn(join(home, 'data'))?.includes(pid) ?? true
}

/**
 * Removing the lock while a backend of the dead server still writes is the one way to corrupt the data. A busy
 * backend does not notice that its server died: ask it, then insist. Crash recovery mends the rest.
 */
async function outlast(data: string): Promise<void> {
  const since = Date.now()
  for (let left = processesIn(data) ?? []; left.length > 0; left = processesIn(data) ?? []) {
    const waited = Date.now() - since
    if (waited > 10_000) throw new Error(`Processes of a crashed PostgreSQL still run in ${data}: ${left.join(' ')}`)
    if (waited > 500) for (const pid of left) signal(pid, waited > 3_000 ? 'SIGKILL' : 'SIGQUIT')
    await sleep(50)
  }
}

function readPidFile(home: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')
    const pid = Math.abs(Number(lines[0]))
    if (!Number.isInteger(pid) || pid === 0) return undefined
    const socketFolder = (lines[4] ?? '').split(',')[0] ?? ''
    const listens = lines[5] ?? ''
    return {
      pid,
      port: Number(lines[3] ?? 0),
      socketFolder,
      host: listens === '' ? socketFolder : listens,
      status: (lines[7] ?? '').trim(),
    }
  } catch {
    return undefined
  }
}

/** How to start a server. */
export interface Launch {
  readonly postgres: string
  readonly account: Account | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly dieWithParent: boolean
}

/** Starts the server and waits until it takes connections. */
export async function launch(
  home: string,
  { postgres, account, settings, dieWithParent }: Launch,
): Promise<RunningServer> {
  shortenLog(home)
  const output = openSync(logFile(home), 'a', 0o600)
  const arguments_ = [
    '-D',
    join(home, 'data'),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
  const guarded = dieWithParent && existsSync('/usr/bin/setpriv')
  const command = guarded ? ['/usr/bin/setpriv', '--pdeathsig', 'INT', '--', postgres] : [postgres]
  const child = spawn(command[0] ?? postgres, [...command.slice(1), ...arguments_], {
    cwd: home,
    stdio: ['ignore', output, output],
    // A session of its own: ^C in the terminal goes to us, and we stop the server after the last request.
    detached: true,
    env: serverEnvironment,
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  closeSync(output)
  child.unref()
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  return Promise.race([failed, becomesReady(home, child.pid)])
}

async function becomesReady(home: string, pid: number | undefined): Promise<RunningServer> {
  for (const end = Date.now() + patienceMs; pid !== undefined && Date.now() < end && isAlive(pid); await sleep(5)) {
    const file = readPidFile(home)
    if (file?.pid === pid && file.status === 'ready') return file
  }
  const lines = readFileSync(logFile(home), 'utf8').split('\n').slice(-8).join('\n')
  throw new CannotStart(`PostgreSQL did not start; the last lines of ${logFile(home)}:\n${lines}`)
}

/** Fast shutdown: open transactions are rolled back, everything committed is on the disk. */
export async function shutDown(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (const end = Date.now() + 10_000; isAlive(pid) && Date.now() < end; ) await sleep(5)
}

/** Where the server listens: a unix socket in its home (no port to clash), TCP on Windows. */
export async function listening(home: string, account: Account | undefined): Promise<Record<string, string>> {
  if (process.platform === 'win32') {
    return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
  }
  const wanted = join(home, 'socket')
  // The path of a unix socket may have 107 bytes.
  const tooLong = Buffer.byteLength(wanted) > 88
  const name = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const folder = tooLong ? join(tmpdir(), `pozvanka-${name}`) : wanted
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  return { listen_addresses: '', unix_socket_directories: folder, unix_socket_permissions: '0700', port: '5432' }
}

async function freePort(): Promise<number> {
  const probe = net.createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The server's own log, beside its data. */
export function logFile(home: string): string {
  return join(home, 'postgres.log')
}

function shortenLog(home: string): void {
  const file = logFile(home)
  if (existsSync(file) && statSync(file).size > 10 * 2 ** 20) renameSync(file, `${file}.1`)
}
