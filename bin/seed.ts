/** Loads the demonstration events into a database that has none of them. `npm run seed` */
import { seedDemonstration } from '../seeds/demonstration.ts'
import { withServices } from './support/command.ts'

await withServices(async services => {
  if (services.config.environment === 'production') {
    throw new Error('demonstration data is never loaded when NODE_ENV is "production"')
  }
  await seedDemonstration(services)
  console.log('The demonstration events are there.')
})
