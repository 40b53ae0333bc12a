import { system } from '../../core/actor.ts'
import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { agendaReleased } from '../agenda/jobs.ts'
import { eventCancelled, eventMoved, eventReinstated } from '../events/jobs.ts'
import { findEvent } from '../events/queries.ts'
import { moveToBucket } from '../files/actions/objects.ts'
import { movingDue } from '../files/jobs.ts'
import { answerShelf } from './actions/answer-shelf.ts'
import { announceToAll } from './actions/changes.ts'
import { passMinute } from './actions/clock.ts'
import { dropAbandonedFiles } from './actions/files.ts'
import { followAllTimes, followEvent, followTimes } from './actions/following.ts'
import { forgetOldNeeds } from './actions/retention.ts'
import { checkCounters } from './actions/self-check.ts'

/**
 * How these registrations stand has changed (a place, the queue, an end, another person or address), or how they come:
 * announced in the transaction that changed it, once for all it changed.
 */
export const standingsChanged = defineJob<{ registrationIds: number[] }>('registration.standings-changed')

/** A minute has passed: offers may have ended, lists may no longer be frozen. */
const minutePassed = defineJob<Nothing>('registration.minute-passed', { maxAttempts: 1 })

/** An hour has passed: time to look for what has been kept long enough. */
const hourPassed = defineJob<Nothing>('registration.hour-passed', { maxAttempts: 1 })

/** A night has passed: time to compare the counters with what they count. */
const nightPassed = defineJob<Nothing>('registration.night-passed', { maxAttempts: 3 })

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
  handle(agendaReleased, async ({ eventId }, { services }) => {
    await followTimes(services.db, system, { eventId })
  }),
  handle(eventMoved, async ({ eventId }, { services }) => {
    await followEvent(services.db, system, { eventId })
  }),
  handle(nightPassed, async (_payload, { services }) => {
    for (const found of await checkCounters(services.db, system))
      services.log.error(found, 'a counter of places does not agree with what it counts')
  }),
  handle(minutePassed, async (_payload, { services }) => passMinute(services.db)),
  handle(hourPassed, async (_payload, { services }) => {
    await forgetOldNeeds(services.db, system)
    await dropAbandonedFiles(services.db)
    await followAllTimes(services.db, system)
  }),
  handle(movingDue, async (_payload, { services }) => {
    await moveToBucket(services.db, services.files, answerShelf)
  }),
  every(1, minutePassed),
  every(60, hourPassed),
  every(1440, nightPassed),
]
