import { system } from '../../core/actor.ts'
import { atStart, defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { now } from '../../core/time.ts'
import { releasePlanned } from './actions/plan-release.ts'
import { realignAgenda } from './actions/realign.ts'
import { listDueReleases } from './queries/planned.ts'
import { listProgrammesAhead } from './queries/programmes.ts'

/** A release of the agenda stands: calendars and those who planned by the former one may have to learn of it. */
export const agendaReleased = defineJob<{ eventId: number; number: number }>('agenda.released')

/** A minute has passed: a planned release may be due. */
const minutePassed = defineJob<Nothing>('agenda.minute-passed', { maxAttempts: 1 })

/** A night has passed, or a process began, perhaps with other tables of zones: time to ask what wall times mean. */
const zonesDue = defineJob<Nothing>('agenda.zones-due', { maxAttempts: 3 })

/** What the programme does by the clock. A release that fails is tried again in a minute and keeps no other waiting. */
export const agendaJobs: readonly JobHandler[] = [
  handle(minutePassed, async (_payload, { services: { db, log } }) => {
    for (const eventId of await listDueReleases(db, now())) {
      await releasePlanned(db, eventId, now()).catch((error: unknown) => {
        log.error({ err: error, eventId }, 'a planned release could not be made')
      })
    }
  }),
  handle(zonesDue, async (_payload, { services: { db, log } }) => {
    for (const eventId of await listProgrammesAhead(db, now())) {
      try {
        const { draft, released } = await realignAgenda(db, system, eventId)
        if (draft + released === 0) continue
        log.warn({ eventId, draft, released }, 'time zones: sessions keep their wall times and have other instants')
      } catch (error) {
        log.error({ err: error, eventId }, 'time zones: the instants of a programme could not be put right')
      }
    }
  }),
  every(1, minutePassed),
  every(1440, zonesDue),
  atStart(zonesDue),
]
