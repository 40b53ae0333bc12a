import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { deliverDueMails, runLane } from './actions/lanes.ts'
import type { Services } from '../../services.ts'
import type { MailDefinition } from './types.ts'

/**
 * A mail lies in the outbox that somebody waits for. A failed delivery does not fail the job: the outbox knows when to
 * try again.
 */
export const mailQueued = defineJob<Nothing>('mail.queued', { maxAttempts: 3 })

/** Mails to many lie in the outbox; which ones, the outbox knows. */
export const bulkQueued = defineJob<Nothing>('mail.bulk-queued', { maxAttempts: 3 })

/** A minute has passed: time to look for mails that are due, so that none depends on the queue of jobs. */
const minutePassed = defineJob<Nothing>('mail.minute-passed', { maxAttempts: 3 })

/** What delivers mails of the kinds given. */
export function mailJobs(definitions: readonly MailDefinition<Services>[]): JobHandler[] {
  return [
    handle(mailQueued, async (_payload, { services }) => runLane(services, definitions, false, 1)),
    handle(bulkQueued, async (_payload, { services }) => runLane(services, definitions, true, 4)),
    handle(minutePassed, async (_payload, { services }) => deliverDueMails(services, definitions)),
    every(1, minutePassed),
  ]
}
