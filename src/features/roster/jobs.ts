import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { continueBulkRun } from './actions/bulk.ts'
import { giveUpExport, writeExport } from './actions/export-files.ts'
import { expireExports } from './actions/exports.ts'
import { addUpTallies } from './actions/tallies.ts'

/** A run has registrations left; each job does some of them. */
export const bulkRunGoesOn = defineJob<{ runId: number }>('roster.bulk-run-goes-on')

/** Somebody wants a file of the table. */
export const exportAsked = defineJob<{ runId: number }>('roster.export-asked', { maxAttempts: 3 })

/** A quarter of an hour has passed: time to delete files that nobody may download any more. */
const quarterPassed = defineJob<Nothing>('roster.quarter-passed', { maxAttempts: 1 })

/** A minute has passed: time to add up what registrations changed in the tallies. */
const minutePassed = defineJob<Nothing>('roster.minute-passed', { maxAttempts: 1 })

/** What the roster does in the background. */
export const rosterJobs: readonly JobHandler[] = [
  handle(bulkRunGoesOn, async ({ runId }, { services }) => continueBulkRun(services.db, services.log, runId)),
  handle(exportAsked, async ({ runId }, { services, attempt }) => {
    try {
      await services.follower.read(from => writeExport(services.db, runId, from))
    } catch (error) {
      if (attempt < exportAsked.maxAttempts) throw error
      await giveUpExport(services.db, services.log, runId, error)
    }
  }),
  handle(quarterPassed, async (_payload, { services }) => {
    await expireExports(services.db)
  }),
  every(15, quarterPassed),
  handle(minutePassed, async (_payload, { services }) => addUpTallies(services.db)),
  every(1, minutePassed),
]
