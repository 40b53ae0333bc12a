import { forgetEndedSessions } from '../../core/http/sessions.ts'
import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { sendPasswordReset } from './actions/passwords.ts'

/** Somebody asked for a link; whether there is such an account is found out here, where nobody can measure the time. */
export const passwordResetRequested = defineJob<{ email: string }>('accounts.password-reset-requested', {
  maxAttempts: 5,
})

/** An hour has passed: time to clear away the sessions that ended. */
const hourPassed = defineJob<Nothing>('accounts.hour-passed', { maxAttempts: 1 })

/** What this feature does in the background. */
export function accountJobs(): JobHandler[] {
  return [
    handle(passwordResetRequested, async ({ email }, { services }) => sendPasswordReset(services.db, email)),
    handle(hourPassed, async (_payload, { services }) => {
      await forgetEndedSessions(services.db)
    }),
    every(60, hourPassed),
  ]
}
