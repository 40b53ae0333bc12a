import { createApp, jobHandlers } from './app.ts'
import { type Config, loadConfig, originOf } from './config.ts'
import { introduction, isWebProcess, reportCannotStart, startWebProcesses } from './core/cluster.ts'
import { firstRow } from './core/database.ts'
import { followDatabaseClock } from './core/database-clock.ts'
import { startJobs } from './core/jobs/worker.ts'
import { keepingPages } from './core/http/page-cache.ts'
import { type Lifecycle, runProcess } from './core/lifecycle.ts'
import { createLog } from './core/log.ts'
import { countProcess } from './core/metrics.ts'
import { gatherMetrics, tellMetrics } from './core/metrics/together.ts'
import { exclusively, migrate } from './core/migrations.ts'
import { now } from './core/time.ts'
import { createWebServer, drain, listen } from './core/web-server.ts'
import { reportZoneTables } from './core/zone-tables.ts'
import { listTimeZones } from './features/events/queries.ts'
import { openReception } from './features/inbound/actions/listen.ts'
import { closeServices, createServices, openDatabase, type Services } from './services.ts'

await runProcess(isWebProcess ? startWebProcess : startApplication)

/** The first process: owns the database, runs the jobs, and serves by itself or through web processes. */
async function startApplication(lifecycle: Lifecycle): Promise<void> {
  const config = loadConfig()
  const log = createLog(config.logLevel)
  const database = await openDatabase(config, log, 'application')
  lifecycle.onStop(() => database.close())
  await migrate(database.connection)
  const services = createServices(config, database.connection, log)
  lifecycle.onStop(() => closeServices(services))
  await watch(lifecycle, services)
  if (config.demo) await seedWhenEmpty(services)
  await reportZoneTables(services.db, log, now(), await listTimeZones(services.db))

  const stops: (() => Promise<void>)[] = []
  // Requests and jobs finish side by side.
  lifecycle.onStop(async () => {
    services.draining = true
    await Promise.all(stops.map(stop => stop()))
  })
  if (config.webProcesses > 1) {
    gatherMetrics()
    const web = startWebProcesses(config.webProcesses, database.connection, log)
    stops.push(() => web.stop())
    useAddress(config, await web.listening)
  } else {
    stops.push(await serve(services))
  }
  if (config.jobs === 'inline') {
    const jobs = await startJobs(services, jobHandlers(services))
    stops.push(() => jobs.stop())
    const reception = await openReception(services)
    stops.push(() => reception.stop())
  }
  if (!lifecycle.isStopping()) announce(config)
}

/** One of several processes that only serve. */
async function startWebProcess(lifecycle: Lifecycle): Promise<void> {
  try {
    const { connection } = await introduction()
    const config = loadConfig()
    const services = createServices(config, connection, createLog(config.logLevel))
    lifecycle.onStop(() => closeServices(services))
    await watch(lifecycle, services)
    tellMetrics()
    const stop = await serve(services)
    lifecycle.onStop(() => {
      services.draining = true
      return stop()
    })
  } catch (error) {
    await reportCannotStart(error)
    throw error
  }
}

/** Every process counts itself and has the time of the database. */
async function watch(lifecycle: Lifecycle, services: Services): Promise<void> {
  countProcess()
  const clock = await followDatabaseClock(services.probe, services.log)
  lifecycle.onStop(() => clock.stop())
}

async function serve(services: Services): Promise<() => Promise<void>> {
  const { config } = services
  const server = createWebServer()
  server.once('listening', () => {
    // Port 0 is known from here on; requests come later than this turn of the event loop.
    const address = server.address()
    useAddress(config, typeof address === 'object' && address !== null ? address.port : config.port)
    server.on('request', keepingPages(services, createApp(services)))
  })
  await listen(server, config.host, config.port)
  return async () => {
    // Answers that wait for notices would never end by themselves.
    await services.notifications.close()
    await drain(server)
  }
}

/** Only a derived BASE_URL with port 0 needs it: it was derived before the port was known. */
function useAddress(config: Config, port: number): void {
  if (config.port === 0 && config.baseUrl === originOf(config.host, 0)) config.baseUrl = originOf(config.host, port)
}

/** Two processes that start together on an empty database seed it once. */
async function seedWhenEmpty(services: Services): Promise<void> {
  await exclusively(services.connection, 'seed', async () => {
    const found = await firstRow<{ isEmpty: boolean }>(
      services.db,
      'select not exists (select from users) and not exists (select from events) as is_empty',
    )
    if (found?.isEmpty !== true) return
    const { seedDemonstration } = await import('../seeds/demonstration.ts')
    await seedDemonstration(services)
  })
}

function announce({ baseUrl, demo, demoInbox }: Config): void {
  const lines = [`Pozvánka is running at ${baseUrl}/`]
  if (demo && demoInbox) {
    lines.push('', `  Sign in      ${baseUrl}/cs/sign-in`, '               organizator@example.org / pozvanka-demo')
  }
  if (demoInbox) lines.push(`  Demo inbox   ${baseUrl}/demo/inbox`)
  // Only now: whoever waits for this line may send a signal at once.
  console.log([...lines, ''].join('\n'))
}
