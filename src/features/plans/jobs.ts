import { handle, type JobHandler } from '../../core/jobs.ts'
import { agendaReleased } from '../agenda/jobs.ts'
import { tellPlanners } from './actions/tell.ts'

/** What a release of the agenda causes for those who planned by the one before. */
export const planJobs: readonly JobHandler[] = [
  handle(agendaReleased, async (payload, { services }) => {
    await tellPlanners(services.db, payload)
  }),
]
