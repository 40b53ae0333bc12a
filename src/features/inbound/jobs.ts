import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { collectMails } from './actions/collect.ts'
import { forgetOldMails } from './actions/forget.ts'

/** A minute has passed: time to look into the mailbox, where one is configured. */
const minutePassed = defineJob<Nothing>('inbound.minute-passed', { maxAttempts: 1 })

/** A day has passed: time to forget. */
const dayPassed = defineJob<Nothing>('inbound.day-passed', { maxAttempts: 1 })

/** What this feature does in the background. */
export function inboundJobs({ inboundImapUrl }: { readonly inboundImapUrl: string | undefined }): JobHandler[] {
  const collecting = handle(minutePassed, async (_payload, { services }) => {
    await collectMails(services)
  })
  return [
    collecting,
    // Installations without a mailbox need not wake up for it.
    ...(inboundImapUrl === undefined ? [] : [every(1, minutePassed)]),
    handle(dayPassed, async (_payload, { services }) => {
      await forgetOldMails(services.db)
    }),
    every(1440, dayPassed),
  ]
}
