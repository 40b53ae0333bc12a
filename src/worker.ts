import { jobHandlers } from './app.ts'
import { loadConfig } from './config.ts'
import { startJobs } from './core/jobs/worker.ts'
import { type Lifecycle, runProcess } from './core/lifecycle.ts'
import { createLog } from './core/log.ts'
import { migrate } from './core/migrations.ts'
import { openReception } from './features/inbound/actions/listen.ts'
import { closeServices, createServices, openDatabase } from './services.ts'

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
  const jobs = await startJobs(services, jobHandlers(services))
  lifecycle.onStop(() => jobs.stop())
  const reception = await openReception(services)
  lifecycle.onStop(() => reception.stop())
  console.log('Pozvánka runs the jobs.')
}
