import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { now } from '../../core/time.ts'
import { releasePlanned } from './actions/plan-release.ts'
import { listDueReleases } from './queries/planned.ts'

/** A release of the agenda stands: calendars and those who planned by the former one may have to learn of it. */
export const agendaReleased = defineJob<{ eventId: number; number: number }>('agenda.released')

/** A minute has passed: a planned release may be due. */
const minutePassed = defineJob<Nothing>('agenda.minute-passed', { maxAttempts: 1 })

/** What the programme does by the clock. A release that fails is tried again in a minute and keeps no other waiting. */
export const agendaJobs: readonly JobHandler[] = [
  handle(minutePassed, async (_payload, { services: { db, log } }) => {
    for (const eventId of await listDueReleases(db, now())) {
      await releasePlanned(db, eventId, now()).catch((error: unknown) => {
        log.error({ err: error, eventId }, 'a planned release could not be made')
      })
    }
  }),
  every(1, minutePassed),
]
