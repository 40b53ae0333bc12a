import { system } from '../../core/actor.ts'
import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { eventCancelled, eventReinstated } from '../events/jobs.ts'
import { findEvent } from '../events/queries.ts'
import { announceToAll } from './actions/changes.ts'
import { forgetOldNeeds } from './actions/retention.ts'

/** An hour has passed: time to look for what has been kept long enough. */
const hourPassed = defineJob<Nothing>('registration.hour-passed', { maxAttempts: 1 })

/** What registration does when others announce something, and by the clock. */
export const registrationJobs: readonly JobHandler[] = [
  handle(eventCancelled, async ({ eventId }, { services }) => {
    const event = await findEvent(services.db, eventId)
    if (!event?.cancelledAt) return
    await announceToAll(services.db, 'event-cancelled', { event, occasion: event.cancelledAt.toISOString() })
  }),
  handle(eventReinstated, async ({ eventId, at }, { services }) => {
    const event = await findEvent(services.db, eventId)
    if (!event || event.cancelledAt !== null) return
    await announceToAll(services.db, 'event-reinstated', { event, occasion: at })
  }),
  handle(hourPassed, async (_payload, { services }) => {
    await forgetOldNeeds(services.db, system)
  }),
  every(60, hourPassed),
]
