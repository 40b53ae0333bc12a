/** Brings the database to the present. `npm run migrate` */
import { withServices } from './support/command.ts'

await withServices(async (_services, applied) => {
  for (const name of applied) console.log(name)
  console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`)
})
