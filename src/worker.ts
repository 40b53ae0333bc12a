import { createWatchApp, jobHandlers } from './app.ts'
import { loadConfig } from './config.ts'
import { followDatabaseClock } from './core/database-clock.ts'
import { startJobs } from './core/jobs/worker.ts'
import { type Lifecycle, runProcess } from './core/lifecycle.ts'
import { createLog } from './core/log.ts'
import { migrate } from './core/migrations.ts'
import { countProcess } from './core/metrics.ts'
import { createWebServer, drain, listen } from './core/web-server.ts'
import { openReception } from './features/inbound/actions/listen.ts'
import { closeServices, createServices, openDatabase, type Services } from './services.ts'

await runProcess(startWorker)

/** A process that only runs jobs, beside servers started with JOBS=off; as many of them as needed. */
async function startWorker(lifecycle: Lifecycle): Promise<void> {
  const config = loadConfig()
  const log = createLog(config.logLevel)
  const database = await openDatabase(config, log, 'command')
  lifecycle.onStop(() => database.close())
  await migrate(database.connection)
  const services = createServices(config, database.connection, log)
  lifecycle.onStop(() => closeServices(services))
  const clock = await followDatabaseClock(services.probe, log)
  lifecycle.onStop(() => clock.stop())
  await answerWatchers(lifecycle, services)
  const jobs = await startJobs(services, jobHandlers(services))
  lifecycle.onStop(() => jobs.stop())
  const reception = await openReception(services)
  lifecycle.onStop(() => reception.stop())
  // Undone first: mail lanes end with the mail they are at, and whoever watches hears of it.
  lifecycle.onStop(() => void (services.draining = true))
  console.log('Pozvánka runs the jobs.')
}

/** A worker serves nobody; on a port of its own it tells how it is. */
async function answerWatchers(lifecycle: Lifecycle, services: Services): Promise<void> {
  const { host, watchPort } = services.config
  countProcess()
  if (watchPort === undefined) return
  const server = createWebServer().on('request', createWatchApp(services))
  await listen(server, host, watchPort)
  lifecycle.onStop(() => drain(server))
}
