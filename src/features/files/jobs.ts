import { defineJob, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import { dropLooseObjects, fileShelf, moveToBucket } from './actions/objects.ts'
import { countContents } from './queries.ts'

/** Some minutes have passed: time to move contents to object storage, where there is one. */
export const movingDue = defineJob<Nothing>('files.moving-due', { maxAttempts: 1 })

/** An hour has passed: time to delete objects that no file names. */
const hourPassed = defineJob<Nothing>('files.hour-passed', { maxAttempts: 1 })

/** What is done with the contents of files by the clock. */
export const fileJobs: readonly JobHandler[] = [
  handle(movingDue, async (_payload, { services }) => {
    await moveToBucket(services.db, services.files, fileShelf)
  }),
  handle(hourPassed, async (_payload, { services: { db, files, log } }) => {
    if (files.bucket !== undefined) return void (await dropLooseObjects(db, files.bucket))
    const { inBucket } = await countContents(db)
    if (inBucket > 0) log.error({ files: inBucket }, 'files lie in object storage, and FILES_URL is not set')
  }),
  every(5, movingDue),
  every(60, hourPassed),
]
