// A process of its own that delivers, so that a test can kill it: node --import tsx sender.ts <mail id>, or `worker`
import { startJobs } from '../../../src/core/jobs/worker.ts'
import { loadConfig } from '../../../src/config.ts'
import { createLog } from '../../../src/core/log.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { mailJobs } from '../../../src/features/mail/jobs.ts'
import { createServices } from '../../../src/services.ts'
import { confirmation } from './confirmation.ts'

const config = loadConfig()
const services = createServices(config, config.databaseUrl ?? '', createLog('silent'))
if (process.argv[2] === 'worker') {
  await startJobs(services, mailJobs([confirmation]), { pollMs: 100, heartbeatMs: 200, deadAfterMs: 1_500 })
} else {
  await deliverMail(services, [confirmation], Number(process.argv[2]))
  process.exit(0)
}
