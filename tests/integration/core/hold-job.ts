// A worker that takes a job and never finishes it: `hold-job.ts <connection as JSON> <data folder>`.
import { loadConfig } from '../../../src/config.ts'
import { defineJob, handle, type Nothing } from '../../../src/core/jobs.ts'
import { startJobs } from '../../../src/core/jobs/worker.ts'
import { createLog } from '../../../src/core/log.ts'
import { createServices } from '../../../src/services.ts'

const [, , connection = '{}', DATA_DIR = ''] = process.argv
const services = createServices(loadConfig({ DATA_DIR }), JSON.parse(connection), createLog('silent'))
const stuck = defineJob<Nothing>('test.stuck')
await startJobs(services, [
  handle(stuck, () => {
    console.log('took the job')
    return new Promise(() => undefined)
  }),
])
