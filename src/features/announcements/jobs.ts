import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { sendDueAnnouncements } from './actions/due.ts'

/** A minute has passed: time to look for announcements that are due. */
const minutePassed = defineJob<Nothing>('announcements.minute-passed', { maxAttempts: 1 })

/** What announcements do by the clock. */
export const announcementJobs: readonly JobHandler[] = [
  handle(minutePassed, async (_payload, { services }) => sendDueAnnouncements(services.db)),
  every(1, minutePassed),
]
