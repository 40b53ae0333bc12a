import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { Busy } from '../../../core/errors.ts'
import { enqueue } from '../../../core/jobs.ts'
import type { Log } from '../../../core/log.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { bulkRunGoesOn } from '../jobs.ts'
import { type Chosen, chosenConditions, findRunWithEvent, isUnfinished, lockNextItems } from '../queries/bulk.ts'
import { concerned } from '../rules/bulk.ts'
import type { BulkDeed, BulkDetails } from '../types.ts'
import { type BulkRun, doToAll, doToOne, isDoneTogether } from './deeds.ts'
import '../tables.ts'

/** What is to be done, and to how many somebody agreed. */
export interface BulkRequest {
  readonly event: EventRow
  readonly chosen: Chosen
  readonly deed: BulkDeed
  readonly details: BulkDetails
  /** The number on the page that was agreed to. */
  readonly expected: number
  /** Drawn with the page: agreeing twice is one run. */
  readonly reference: string
}

export type BulkOutcome =
  | { readonly kind: 'started' }
  /** It would concern another number of people by now: ask again. */
  | { readonly kind: 'changed'; readonly count: number }

/** Writes down whom a deed concerns, and has a job work through them. Nothing is done to anybody yet. */
export async function startBulkRun(db: Database, actor: Actor, request: BulkRequest): Promise<BulkOutcome> {
  const { event, deed, details, reference } = request
  try {
    return await inTransaction(db, async trx => {
      if (actor.kind !== 'user') throw new Error('only somebody who is signed in starts a run')
      const owner = { eventId: event.id, reference, userId: actor.userId }
      const [run] = await trx('bulkRuns').insert(
        { ...owner, deed, details, total: request.expected, createdAt: now() },
        'id',
      )
      if (run === undefined) throw new Error('the run was not inserted')
      const count = await listItems(trx, run.id, request)
      if (count !== request.expected || count === 0) {
        await trx('bulkRuns').where({ id: run.id }).delete()
        return { kind: 'changed', count }
      }
      await enqueue(trx, bulkRunGoesOn, { runId: run.id })
      const subject = { kind: 'bulk-run', id: run.id }
      await recordAudit(trx, actor, 'registration.bulk-started', {
        eventId: event.id,
        subject,
        details: { deed, count },
      })
      return { kind: 'started' }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'bulk_run_reference_is_unique') return { kind: 'started' }
    throw error
  }
}

/** The registrations of a run in the order in which they came, which is the fair one for places. */
async function listItems(trx: Transaction, runId: number, { event, chosen, deed }: BulkRequest): Promise<number> {
  const { sql, bindings } = chosenConditions(event, chosen)
  const [{ count } = { count: 0 }] = await rows<{ count: number }>(
    trx,
    `with items as (
       insert into bulk_items (run_id, registration_id, position)
       select :runId, r.id, row_number() over (order by coalesce(r.queue_number, r.id), r.id)
       from registrations r where ${sql} and r.status = any(:concerned) returning 1)
     select count(*)::int as count from items`,
    { ...bindings, runId, concerned: concerned[deed] },
  )
  return count
}

/** Registrations dealt with before the job gives others a turn. */
const turn = { together: 500, alone: 100 } as const

/**
 * Goes on with a run: does some of it, then leaves a job for the rest. What happens to a registration and that it
 * happened are one transaction, so a run that was interrupted goes on where it was, and nobody is dealt with twice.
 */
export async function continueBulkRun(db: Database, log: Log, runId: number): Promise<void> {
  const run = await findRunWithEvent(db, runId)
  if (run === undefined || run.finishedAt !== null) return
  const done = isDoneTogether(run.deed) ? await workTogether(db, run) : await workAlone(db, log, run)
  await inTransaction(db, async trx => {
    if (await isUnfinished(trx, run.id)) {
      // When all that is left is in other hands, there is time.
      const runAt = done === 0 ? { runAt: addMinutes(now(), 1 / 12) } : {}
      await enqueue(trx, bulkRunGoesOn, { runId: run.id }, runAt)
      return
    }
    await trx('bulkRuns').where({ id: run.id }).whereNull('finishedAt').update({ finishedAt: now() })
  })
}

async function workTogether(db: Database, run: BulkRun): Promise<number> {
  return inTransaction(db, async trx => {
    const people = await lockNextItems(trx, run.id, turn.together)
    for (const { outcome, ids } of await doToAll(trx, run, people))
      await trx('bulkItems').where({ runId: run.id }).whereIn('registrationId', ids).update({ outcome })
    return people.length
  })
}

async function workAlone(db: Database, log: Log, run: BulkRun): Promise<number> {
  let done = 0
  while (done < turn.alone && (await workOnNext(db, log, run))) done += 1
  return done
}

/** Deals with the next one; false when there is none. One that cannot be dealt with does not stop the others. */
async function workOnNext(db: Database, log: Log, run: BulkRun): Promise<boolean> {
  let registrationId: number | undefined
  try {
    return await inTransaction(db, async trx => {
      const [registration] = await lockNextItems(trx, run.id, 1)
      if (registration === undefined) return false
      registrationId = registration.id
      const outcome = await doToOne(trx, run, registration)
      await trx('bulkItems').where({ runId: run.id, registrationId: registration.id }).update({ outcome })
      return true
    })
  } catch (error) {
    // Somebody else holds the lock: the whole job is tried again in a moment.
    if (error instanceof Busy || registrationId === undefined) throw error
    log.error({ err: error, run: run.reference }, 'a registration of a run failed')
    await db('bulkItems').where({ runId: run.id, registrationId }).whereNull('outcome').update({ outcome: 'failed' })
    return true
  }
}
