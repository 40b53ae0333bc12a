import { handle, type JobHandler } from '../../core/jobs.ts'
import { eventCancelled } from '../events/jobs.ts'
import { findEvent } from '../events/queries.ts'
import { announceCancellation } from './actions/changes.ts'

/** What registration does when others announce something. */
export const registrationJobs: readonly JobHandler[] = [
  handle(eventCancelled, async ({ eventId }, { services }) => {
    const event = await findEvent(services.db, eventId)
    if (event?.cancelledAt) await announceCancellation(services.db, { event })
  }),
]
