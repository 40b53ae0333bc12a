/** Looks for everything in the database that must never be. `npm run self-check`; ends with 1 when something is found. */
import { checkEverything } from '../src/features/selfcheck/actions/check.ts'
import { invariants } from '../src/features/selfcheck/types.ts'
import { withServices } from './support/command.ts'

await withServices(async ({ db }) => {
  const found = await checkEverything(db)
  for (const { invariant, eventId, subject, problem } of found)
    console.log(`${invariant}  ${subject}${eventId === null ? '' : ` (event ${eventId})`}: ${problem}`)
  console.log(
    found.length === 0 ? `Nothing is wrong: ${invariants.join(', ')} hold.` : `${found.length} violations were found.`,
  )
  if (found.length > 0) process.exitCode = 1
})
