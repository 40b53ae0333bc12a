import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { agendaReleased } from '../agenda/jobs.ts'
import { dropLostFiles } from './actions/lost-files.ts'
import { tellSpeakers } from './actions/tell.ts'

/** An hour has passed: time to throw away files that nobody has any more. */
const hourPassed = defineJob<Nothing>('contributions.hour-passed', { maxAttempts: 1 })

/** What a release of the agenda causes for those who speak in it, and what is done by the clock. */
export const contributionJobs: readonly JobHandler[] = [
  handle(agendaReleased, async (payload, { services }) => {
    await tellSpeakers(services.db, payload)
  }),
  handle(hourPassed, async (_payload, { services }) => {
    await dropLostFiles(services.db)
  }),
  every(60, hourPassed),
]
