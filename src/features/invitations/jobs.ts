import { system } from '../../core/actor.ts'
import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { forgetOldInvitations } from './actions/retention.ts'

/** An hour has passed: time to look for who has been remembered long enough. */
const hourPassed = defineJob<Nothing>('invitations.hour-passed', { maxAttempts: 1 })

/** What invitations do by the clock. */
export const invitationJobs: readonly JobHandler[] = [
  handle(hourPassed, async (_payload, { services }) => {
    await forgetOldInvitations(services.db, system)
  }),
  every(60, hourPassed),
]
