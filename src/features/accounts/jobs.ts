import { defineJob, handle, type JobHandler } from '../../core/jobs.ts'
import { sendPasswordReset } from './actions/passwords.ts'

/** Somebody asked for a link; whether there is such an account is found out here, where nobody can measure the time. */
export const passwordResetRequested = defineJob<{ email: string }>('accounts.password-reset-requested', {
  maxAttempts: 5,
})

/** What this feature does in the background. */
export function accountJobs(): JobHandler[] {
  return [handle(passwordResetRequested, async ({ email }, { services }) => sendPasswordReset(services.db, email))]
}
