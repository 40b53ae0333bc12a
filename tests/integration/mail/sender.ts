// A process of its own that delivers one mail, so that a test can kill it: node --import tsx sender.ts <mail id>
import { loadConfig } from '../../../src/config.ts'
import { createLog } from '../../../src/core/log.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { createServices } from '../../../src/services.ts'
import { confirmation } from './confirmation.ts'

const config = loadConfig()
const services = createServices(config, config.databaseUrl ?? '', createLog('silent'))
await deliverMail(services, [confirmation], Number(process.argv[2]))
process.exit(0)
