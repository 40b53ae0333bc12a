import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { forgetOldSchedules } from './actions/runs.ts'

/** Six hours have passed: time to look for documents that were kept long enough. */
const hoursPassed = defineJob<Nothing>('interchange.hours-passed', { maxAttempts: 1 })

/** What the interchange does by the clock. */
export const interchangeJobs: readonly JobHandler[] = [
  handle(hoursPassed, async (_payload, { services }) => {
    await forgetOldSchedules(services.db)
  }),
  every(360, hoursPassed),
]
