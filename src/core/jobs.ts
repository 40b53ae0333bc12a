import type { Services } from '../services.ts'
import type { Transaction } from './database.ts'

declare const payloadType: unique symbol

/** A kind of job: its name, and (for the compiler only) what it carries. */
export interface Job<Payload extends object> {
  readonly name: string
  /** Tries before it is given up; between them 2 s, growing to hours (25 tries take about five days). */
  readonly maxAttempts: number
  readonly [payloadType]?: (payload: Payload) => Payload
}

/** The payload of a job that carries nothing. */
export type Nothing = Record<string, never>

/** What a handler gets beside the payload. */
export interface JobContext {
  readonly services: Services
  /** 1 for the first try. */
  readonly attempt: number
}

/** A handler may run twice (a worker died after the work and before saying so): it must bear repetition. */
export type Handler<Payload extends object> = (payload: Payload, context: JobContext) => Promise<void>

/** What a process runs: handlers of jobs, and jobs that come by the clock or with its start. */
export type JobHandler =
  | { readonly kind: 'handler'; readonly name: string; run(payload: object, context: JobContext): Promise<void> }
  | { readonly kind: 'schedule'; readonly name: string; readonly maxAttempts: number; readonly minutes: number }
  | { readonly kind: 'start'; readonly name: string; readonly maxAttempts: number }

/**
 * Defines a job. Its name is stored in the database and stays when code moves: `feature.fact-in-the-past-tense`.
 * @example export const registrationConfirmed = defineJob<{ registrationId: number }>('registration.confirmed')
 */
export function defineJob<Payload extends object>(name: string, options: { maxAttempts?: number } = {}): Job<Payload> {
  return { name, maxAttempts: options.maxAttempts ?? 25 }
}

/** Subscribes to a job. Several features may subscribe to one; each handler runs, and a failed one makes all try again. */
export function handle<Payload extends object>(job: Job<Payload>, handler: Handler<Payload>): JobHandler {
  // The name ties the payload to its type: only `enqueue` with this very job writes it.
  return { kind: 'handler', name: job.name, run: (payload, context) => handler(payload as Payload, context) }
}

/**
 * Takes a fact off the queue that no feature acts on yet. Without it, announcements would pile up until somebody
 * subscribes, who would then learn of the distant past.
 */
export function unheard<Payload extends object>(job: Job<Payload>): JobHandler {
  return { kind: 'handler', name: job.name, run: async () => undefined }
}

/**
 * Runs a job by the clock, once for all processes together.
 * @param minutes a divisor of a day: 1, 5, 15, 60, 1440 (at 0.00 UTC)
 */
export function every(minutes: number, job: Job<Nothing>): JobHandler {
  if (1440 % minutes !== 0) throw new Error(`${job.name}: ${minutes} minutes do not divide a day`)
  return { kind: 'schedule', name: job.name, maxAttempts: job.maxAttempts, minutes }
}

/** Runs a job whenever a process begins to work: what depends on the version of something that came with it. */
export function atStart(job: Job<Nothing>): JobHandler {
  return { kind: 'start', name: job.name, maxAttempts: job.maxAttempts }
}

/** When and how often a job runs. */
export interface EnqueueOptions {
  /** Not before this instant. */
  readonly runAt?: Date
  /** A job with the same key that has not begun yet is replaced. */
  readonly key?: string
}

/** Puts a job into the queue as part of the transaction: rolled back with it, visible with its commit. */
export async function enqueue<Payload extends object>(
  trx: Transaction,
  job: Job<Payload>,
  payload: Payload,
  { runAt, key }: EnqueueOptions = {},
): Promise<void> {
  await trx.raw(
    `select 1 from graphile_worker.add_job(?, ?::json, run_at => ?::timestamptz, max_attempts => ?::int, job_key => ?)`,
    [job.name, JSON.stringify(payload), runAt ?? null, job.maxAttempts, key ?? null],
  )
}

/** Puts many jobs of one kind into the queue in one statement. */
export async function enqueueAll<Payload extends object>(
  trx: Transaction,
  job: Job<Payload>,
  payloads: readonly Payload[],
): Promise<void> {
  if (payloads.length === 0) return
  const specs = payloads.map(payload => ({ identifier: job.name, payload, max_attempts: job.maxAttempts }))
  await trx.raw(
    `select count(*) from graphile_worker.add_jobs(array(
       select json_populate_record(null::graphile_worker.job_spec, spec) from json_array_elements(?::json) as spec))`,
    [JSON.stringify(specs)],
  )
}
