import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

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
const patienceMs = 120_000

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

/** Known before the start, because the mails of the demonstration events are written before anybody listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => void server.close(done))
  return port
}

/** The address in the block that the application prints once it serves. */
async function announcedBy(stdout: NodeJS.ReadableStream, ended: Promise<number | null>): Promise<string> {
  let output = ''
  const announced = new Promise<string>(found => {
    stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const url = /running at (http:\/\/[^\s/]+)/.exec(output)?.[1]
      if (url !== undefined) found(url)
    })
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not serving after ${patienceMs / 1000} s:\n${output}`)), patienceMs)
  })
  const failed = ended.then(code => {
    throw new Error(`the application ended with ${code} before it served:\n${output}`)
  })
  try {
    return await Promise.race([announced, late, failed])
  } finally {
    clearTimeout(timer)
    // From here on an end is expected.
    failed.catch(() => undefined)
  }
}
