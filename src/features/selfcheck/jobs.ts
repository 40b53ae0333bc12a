import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { checkEverything } from './actions/check.ts'

/** A night has passed: time to look for what must never be. */
const nightPassed = defineJob<Nothing>('selfcheck.night-passed', { maxAttempts: 3 })

/** The nightly check. Whoever is on call sees it in the log, in the metrics and with `npm run self-check`. */
export const selfcheckJobs: readonly JobHandler[] = [
  handle(nightPassed, async (_payload, { services }) => {
    const found = await checkEverything(services.db)
    for (const violation of found) services.log.error(violation, 'the self-check found what must never be')
    services.log.info({ violations: found.length }, 'self-check')
  }),
  every(1440, nightPassed),
]
