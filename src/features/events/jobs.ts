import { system } from '../../core/actor.ts'
import { atStart, defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { now } from '../../core/time.ts'
import { realignEvent } from './actions/realign.ts'
import { listMisaligned } from './queries.ts'

/** An event was called off: announced in the transaction that cancelled it, so that people can be told. */
export const eventCancelled = defineJob<{ eventId: number }>('events.event-cancelled')

/** A cancelled event takes place after all; `at` tells this time from another (ISO 8601). */
export const eventReinstated = defineJob<{ eventId: number; at: string }>('events.event-reinstated')

/** The start, end, zone or place of a published event changed. */
export const eventMoved = defineJob<{ eventId: number }>('events.event-moved')

/** A night has passed, or a process began, perhaps with other tables of zones: time to ask what wall times mean. */
const zonesDue = defineJob<Nothing>('events.zones-due', { maxAttempts: 3 })

/** What events do by the clock. One that fails keeps no other waiting and is tried again the next night. */
export const eventJobs: readonly JobHandler[] = [
  handle(zonesDue, async (_payload, { services: { db, log } }) => {
    for (const { id: eventId, slug, timeZone } of await listMisaligned(db, now())) {
      try {
        const outcome = await realignEvent(db, system, eventId)
        if (outcome.kind === 'same') continue
        const { from, to } = outcome
        const moved = { startsAt: [from.startsAt, to.startsAt], endsAt: [from.endsAt, to.endsAt] }
        log.warn(
          { eventId, slug, timeZone, ...moved },
          'time zones: an event keeps its wall times and has other instants',
        )
      } catch (error) {
        log.error({ err: error, eventId, slug }, 'time zones: the instants of an event could not be put right')
      }
    }
  }),
  every(1440, zonesDue),
  atStart(zonesDue),
]
