import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  Logger,
  type ParsedCronItem,
  parseCronItems,
  type Runner,
  type Task,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import pg from 'pg'
import type { Services } from '../../services.ts'
import type { Connection } from '../database.ts'
import type { JobHandler } from '../jobs.ts'
import type { Log } from '../log.ts'
import { counter, histogram } from '../metrics.ts'
import { withJob } from '../request-context.ts'
import { keepHeartbeat } from './heartbeat.ts'

/** Jobs that run in this process. */
export interface RunningJobs {
  /** Takes no more jobs, finishes those it has (up to `patienceMs`; others go back into the queue), lets go. */
  stop(patienceMs?: number): Promise<void>
}

/** How jobs run; the defaults are for real life, tests shorten the times. */
export interface JobsOptions {
  /** Jobs at once in this process. */
  readonly concurrency?: number
  readonly pollMs?: number
  readonly heartbeatMs?: number
  /** A worker that has not been heard of for so long is dead, and its jobs are free. */
  readonly deadAfterMs?: number
}

const ended = counter('jobs_total', 'Tries of jobs by what became of them', ['job', 'outcome'])
const took = histogram('job_seconds', 'Time of jobs that were done', {
  labels: ['job'],
  buckets: [0.01, 0.1, 1, 10, 60],
})

/** Starts working through the queue. Any number of processes may do so on one database. */
export async function startJobs(
  services: Services,
  entries: readonly JobHandler[],
  { concurrency = 4, pollMs = 2_000, heartbeatMs = 10_000, deadAfterMs = 40_000 }: JobsOptions = {},
): Promise<RunningJobs> {
  const { log } = services
  const pool = jobsPool(services.connection, concurrency + 3, log)
  const events: WorkerEvents = new EventEmitter()
  // The queue locks jobs in the name of the pool, so the pool is what must be known to live.
  const named = new Promise<string>(resolve => events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)))
  tellOfJobs(events, log)
  const runner = await run({
    pgPool: pool,
    taskList: tasksOf(services, entries),
    parsedCronItems: scheduleOf(entries),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    logger: workerLog(log),
    events,
  })
  await beginAll(runner, entries)
  const heartbeat = await keepHeartbeat(services.db, await named, { heartbeatMs, deadAfterMs }, log)
  return {
    async stop(patienceMs = 10_000) {
      await finish(runner, patienceMs)
      await heartbeat.stop()
      await pool.end()
    },
  }
}

/** Counts what becomes of jobs, and says so in the log where it is not as it should be. */
function tellOfJobs(events: WorkerEvents, log: Log): void {
  events.on('job:success', ({ job }) => ended.inc({ job: job.task_identifier, outcome: 'done' }))
  events.on('job:error', ({ job, error }) => {
    const { task_identifier: name, id, attempts, max_attempts: most } = job
    const isOver = attempts >= most
    ended.inc({ job: name, outcome: isOver ? 'given-up' : 'failed' })
    const line = { job: name, jobId: id, attempts, error }
    if (isOver) log.error(line, 'job given up')
    else log.warn(line, 'job failed, it will be tried again')
  })
}

/** Runs what is due now until nothing is left: for tests. @throws AggregateError with what the handlers threw */
export async function runJobsOnce(services: Services, entries: readonly JobHandler[]): Promise<void> {
  const pool = jobsPool(services.connection, 2, services.log)
  const events: WorkerEvents = new EventEmitter()
  const errors: unknown[] = []
  events.on('job:error', ({ error }) => errors.push(error))
  try {
    const taskList = tasksOf(services, entries)
    await runOnce({ pgPool: pool, taskList, noHandleSignals: true, logger: workerLog(services.log), events })
  } finally {
    await pool.end()
  }
  if (errors.length > 0) throw new AggregateError(errors, `jobs failed: ${errors.map(String).join('; ')}`)
}

/** A job that takes too long is left behind: the heartbeat frees it, and another worker tries again. */
async function finish(runner: Runner, patienceMs: number): Promise<void> {
  const enough = new AbortController()
  const stopped = runner.stop().catch(() => undefined)
  const tooLong = sleep(patienceMs, undefined, { signal: enough.signal }).catch(() => undefined)
  await Promise.race([stopped, tooLong])
  enough.abort()
}

function tasksOf(services: Services, entries: readonly JobHandler[]): TaskList {
  const names = new Set(entries.flatMap(entry => (entry.kind === 'handler' ? [entry.name] : [])))
  return Object.fromEntries([...names].map(name => [name, taskOf(name, services, entries)]))
}

function taskOf(name: string, services: Services, entries: readonly JobHandler[]): Task {
  const runs = entries.flatMap(entry => (entry.kind === 'handler' && entry.name === name ? [entry.run] : []))
  return async (payload, { job }) => {
    const context = { services, attempt: job.attempts }
    const stop = took.startTimer({ job: name })
    const results = await withJob(name, job.id, () =>
      Promise.allSettled(runs.map(run => run(asObject(payload), context))),
    )
    const reasons = results.flatMap(result => (result.status === 'rejected' ? [asError(result.reason)] : []))
    if (reasons.length > 1) throw new AggregateError(reasons, reasons.map(String).join('; '))
    if (reasons[0] !== undefined) throw reasons[0]
    stop()
  }
}

function asObject(payload: unknown): object {
  return typeof payload === 'object' && payload !== null ? payload : {}
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}

function scheduleOf(entries: readonly JobHandler[]): ParsedCronItem[] {
  return parseCronItems(
    entries
      .filter(entry => entry.kind === 'schedule')
      .map(({ name, minutes, maxAttempts }) => ({
        task: name,
        match: ({ hour, min }) => (hour * 60 + min) % minutes === 0,
        // One that still waits for its turn is enough.
        options: { maxAttempts, jobKey: `every.${name}`, jobKeyMode: 'preserve_run_at' as const, backfillPeriod: 0 },
        identifier: name,
      })),
  )
}

/** One that still waits, of the clock or of another process, is enough. */
async function beginAll(runner: Runner, entries: readonly JobHandler[]): Promise<void> {
  for (const entry of entries) {
    if (entry.kind !== 'start') continue
    const once = { jobKey: `every.${entry.name}`, jobKeyMode: 'preserve_run_at' as const }
    await runner.addJob(entry.name, {}, { ...once, maxAttempts: entry.maxAttempts })
  }
}

/** A worker whose database vanished notices it. */
const limits = { keepAlive: true, connectionTimeoutMillis: 10_000 } as const

function jobsPool(connection: Connection, max: number, log: Log): pg.Pool {
  const address = typeof connection === 'string' ? { connectionString: connection } : connection
  const pool = new pg.Pool({ ...address, max, ...limits, application_name: 'pozvanka jobs' })
  // Connections that are closing anyway may hear that the server closes them, too.
  const lost = (error: Error) => {
    if (!pool.ending) log.warn({ error }, 'the jobs lost a connection to the database')
  }
  pool.on('error', lost)
  pool.on('connect', client => client.on('error', lost))
  return pool
}

function workerLog(log: Log): Logger {
  return new Logger(scope => (level, message) => {
    // Failures come as events with their error; the library's own words repeat them.
    const write = level === 'error' ? 'warn' : level === 'warning' ? 'warn' : 'debug'
    log[write]({ worker: scope.workerId }, message)
  })
}
