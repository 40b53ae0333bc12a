import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { announcedBy, freePort } from '../../support/listening-processes.ts'

/** The built application, running by itself. */
export interface RunningApp {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** Where its database and files are. */
  readonly dataDir: string
  /** Ends it as an operator would and removes its data. Throws when it does not end well. */
  stop(): Promise<void>
}

const root = resolve(import.meta.dirname, '../../..')

/**
 * Starts dist/ on a free port with a data folder of its own and the demonstration events.
 * @param environment variables to set besides; `undefined` unsets one
 */
export async function startApp(environment: Readonly<Record<string, string | undefined>> = {}): Promise<RunningApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-journey-'))
  // PostgreSQL's account must get into it when we are root; else the database goes elsewhere, and stays there.
  chmodSync(dataDir, 0o755)
  const quiet = { PORT: String(await freePort()), DATA_DIR: dataDir, DEMO: 'on', RATE_LIMITS: 'off', LOG_LEVEL: 'warn' }
  const env = { ...process.env, NODE_ENV: undefined, DATABASE_URL: undefined, ...quiet, ...environment }
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/src/server.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(done => child.once('exit', done))
  const url = await announcedBy(child.stdout, ended).catch(error => {
    child.kill('SIGKILL')
    throw error
  })
  const stop = async () => {
    child.kill('SIGTERM')
    const code = await ended
    rmSync(dataDir, { recursive: true, force: true })
    if (code !== 0) throw new Error(`the application ended with ${code}`)
  }
  return { url, dataDir, stop }
}
