import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { forgetOldImports } from './actions/runs.ts'

/** Six hours have passed: time to look for tables that were kept long enough. */
const hoursPassed = defineJob<Nothing>('imports.hours-passed', { maxAttempts: 1 })

/** What imports do by the clock. */
export const importJobs: readonly JobHandler[] = [
  handle(hoursPassed, async (_payload, { services }) => {
    await forgetOldImports(services.db)
  }),
  every(360, hoursPassed),
]
