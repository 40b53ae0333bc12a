import type { Database } from '../database.ts'
import type { Log } from '../log.ts'

/**
 * Shows that this worker lives, and frees the jobs of those that do not: the queue itself would keep the jobs of a
 * killed worker locked for four hours. The clock is the database's.
 */
export async function keepHeartbeat(
  db: Database,
  workerId: string,
  { heartbeatMs, deadAfterMs }: { heartbeatMs: number; deadAfterMs: number },
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  let beating: Promise<void> | undefined
  const beat = async () => {
    await db.raw(
      `insert into worker_heartbeats (worker_id, seen_at) values (?, now())
       on conflict (worker_id) do update set seen_at = excluded.seen_at`,
      [workerId],
    )
    await freeJobsOfTheDead(db, deadAfterMs)
  }
  const beatSafely = () => {
    beating ??= beat()
      .catch((error: unknown) => log.warn({ error }, 'no heartbeat'))
      .finally(() => {
        beating = undefined
      })
    return beating
  }
  await beatSafely()
  const timer = setInterval(() => void beatSafely(), heartbeatMs)
  return {
    async stop() {
      clearInterval(timer)
      await beating
      // Whatever this worker could not finish in time is free at once.
      await db.raw('select graphile_worker.force_unlock_workers(array[?])', [workerId])
      await db.raw('delete from worker_heartbeats where worker_id = ?', [workerId])
    },
  }
}

/** A lock younger than `deadAfterMs` may be of a worker that has just begun and has not shown itself yet. */
async function freeJobsOfTheDead(db: Database, deadAfterMs: number): Promise<void> {
  await db.raw(
    `with patience as (select now() - make_interval(secs => :seconds) as ends)
     select graphile_worker.force_unlock_workers(array_agg(distinct jobs.locked_by))
     from graphile_worker.jobs, patience
     where jobs.locked_at < patience.ends
       and not exists (
         select from worker_heartbeats
         where worker_heartbeats.worker_id = jobs.locked_by and worker_heartbeats.seen_at >= patience.ends)`,
    { seconds: deadAfterMs / 1000 },
  )
  await db.raw(`delete from worker_heartbeats where seen_at < now() - interval '1 day'`)
}
