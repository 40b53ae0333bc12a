import http from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, jobHandlers } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { keepingPages } from '../../../src/core/http/page-cache.ts'
import type { JobsOptions } from '../../../src/core/jobs/worker.ts'
import { startJobs } from '../../../src/core/jobs/worker.ts'
import { createLog } from '../../../src/core/log.ts'
import { migrate } from '../../../src/core/migrations.ts'
import { closeServices, createServices, openDatabase, type Services } from '../../../src/services.ts'

/** One application as `server.ts` puts it together, in this process. */
export interface Application {
  readonly services: Services
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** Requests that reached it so far: `GET /cs/`. */
  readonly requests: readonly string[]
  /** Works through the queue from now on. */
  runJobs(options?: JobsOptions): Promise<void>
  stop(): Promise<void>
}

/** Opens the database as a start does (reachable, settled, migrated), and serves on a port of its own. */
export async function startApplication(environment: Readonly<Record<string, string>>): Promise<Application> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-debian-'))
  const quiet = { NODE_ENV: 'test', PORT: '0', RATE_LIMITS: 'off', MAIL_RATES: 'off', LOG_LEVEL: 'fatal' }
  const config = loadConfig({ ...quiet, DATA_DIR: dataDir, SESSION_SECRET: secret, ...environment })
  const log = createLog(config.logLevel)
  const database = await openDatabase(config, log, 'application')
  await migrate(database.connection)
  const services = createServices(config, database.connection, log)
  const requests: string[] = []
  const server = http.createServer()
  server.on('request', request => requests.push(`${request.method} ${request.url}`))
  server.on('request', keepingPages(services, createApp(services)))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  if (environment['BASE_URL'] === undefined)
    config.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stops: (() => Promise<void>)[] = []
  return {
    services,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async runJobs(options) {
      const jobs = await startJobs(services, jobHandlers(services), options)
      stops.push(() => jobs.stop())
    },
    async stop() {
      for (const stop of stops) await stop()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await closeServices(services)
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Several applications on one database sign with the same. */
const secret = 'kV3vX0p9mQeT7yZ1cB5nL8wRfJ2hUdSa'

/** Asks again until the answer is right; whatever is wrong for half a minute is wrong. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isRight: (value: Value) => boolean = value => value === true,
): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    const value = await ask()
    if (isRight(value)) return value
    if (tries > 300) throw new Error(`still ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
