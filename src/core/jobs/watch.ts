import { rows } from '../database.ts'
import type { Watch } from '../lookout.ts'
import type { Reading } from '../metrics.ts'

/** Seconds that a job that is due may wait before somebody should see whether a worker runs. */
const longWait = 300
/** A queue longer than that is counted so far. */
const mostCounted = 10_000

interface Standing {
  readonly job: string
  readonly waiting: number
  readonly running: number
  readonly later: number
  readonly givenUp: number
  readonly oldest: number
}

const standingSql = `
  select job, count(*) filter (where is_due and not is_running)::int as waiting,
    count(*) filter (where is_running)::int as running,
    count(*) filter (where not (is_due or is_running or is_given_up))::int as later,
    count(*) filter (where is_given_up and not is_running)::int as given_up,
    coalesce(extract(epoch from now() - min(run_at) filter (where is_due and not is_running)), 0)::float8 as oldest
  from (
    select task_identifier as job, run_at, locked_at is not null as is_running, attempts >= max_attempts as is_given_up,
      attempts < max_attempts and run_at <= now() as is_due
    from graphile_worker.jobs limit ?
  ) as jobs
  group by job order by job`

/** How much of each kind of job there is, and how long the first of them waits. */
export const watchQueue: Watch = async ({ db }) => {
  const found = await rows<Standing>(db, standingSql, [mostCounted])
  const counts = (state: string, count: (one: Standing) => number): Reading[] =>
    found.map(one => ({ name: 'queue_jobs', help, labels: { job: one.job, state }, value: count(one) }))
  const oldest = found.map(one => ({
    name: 'queue_oldest_seconds',
    help: wait,
    labels: { job: one.job },
    value: one.oldest,
  }))
  return {
    readings: [
      ...counts('waiting', one => one.waiting),
      ...counts('running', one => one.running),
      ...counts('later', one => one.later),
      ...counts('given-up', one => one.givenUp),
      ...oldest,
    ],
    troubles: [
      ...(found.some(one => one.oldest > longWait) ? ['queue' as const] : []),
      ...(found.some(one => one.givenUp > 0) ? ['given-up-jobs' as const] : []),
    ],
  }
}

const help = `Jobs in the queue, up to ${mostCounted} of them`
const wait = 'How long the first due job of its kind has been waiting'
