import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, untilListening } from '../../support/listening-processes.ts'

/** A program of the system that serves on a port until it is stopped. */
export interface Daemon {
  readonly port: number
  /** Its files; removed when it is stopped. */
  readonly folder: string
  /** Ends it at once, as a crash would; its files stay. */
  kill(): Promise<void>
  /** Starts it again after `kill`. */
  again(): Promise<void>
  stop(): Promise<void>
}

/** How to start a program: its files are written before, as the account it runs as. */
export interface DaemonOptions {
  readonly program: string
  readonly account?: { readonly uid: number; readonly gid: number } | undefined
  /** Writes what it reads, and gives its arguments. */
  prepare(folder: string, port: number): readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts a program on a free port with a folder of its own, and waits until it listens. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { program, account } = options
  const folder = mkdtempSync(join(tmpdir(), 'pozvanka-daemon-'))
  const port = await freePort()
  const arguments_ = options.prepare(folder, port)
  if (account) chownSync(folder, account.uid, account.gid)
  const begin = async () => {
    const child = spawn(program, [...arguments_], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...options.environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      ...account,
    })
    await untilListening(child, port)
    return child
  }
  let child = await begin()
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  return {
    port,
    folder,
    kill: () => end('SIGKILL'),
    async again() {
      child = await begin()
    },
    async stop() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
