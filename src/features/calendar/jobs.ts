import { inTransaction } from '../../core/database.ts'
import { defineJob, enqueue, every, handle, type JobHandler, type Nothing } from '../../core/jobs.ts'
import type { Services } from '../../services.ts'
import { eventCancelled, eventMoved, eventReinstated } from '../events/jobs.ts'
import { standingsChanged } from '../registration/jobs.ts'
import { type Concerned, noteChanges, noteForgotten, tellDue } from './actions/invitations.ts'
import { tellMoved } from './actions/moves.ts'

/** Something was noted that calendars may have to be told at once. */
const changesNoted = defineJob<Nothing>('calendar.changes-noted')

/** A minute has passed: changes that were collected may be due. */
const minutePassed = defineJob<Nothing>('calendar.minute-passed', { maxAttempts: 1 })

/** An hour has passed: time to look for what nobody announced. */
const hourPassed = defineJob<Nothing>('calendar.hour-passed', { maxAttempts: 1 })

/** What calendars are told when others announce something, and by the clock. */
export const calendarJobs: readonly JobHandler[] = [
  handle(standingsChanged, ({ registrationIds }, { services }) => follow(services, { registrationIds })),
  handle(eventMoved, async ({ eventId }, { services }) => {
    await follow(services, { eventId })
    await tellMoved(services.db, { eventId })
  }),
  handle(eventCancelled, ({ eventId }, { services }) => follow(services, { eventId })),
  handle(eventReinstated, ({ eventId }, { services }) => follow(services, { eventId })),
  handle(changesNoted, async (_payload, { services }) => {
    await tellDue(services.db)
  }),
  handle(minutePassed, async (_payload, { services }) => {
    await tellDue(services.db)
  }),
  handle(hourPassed, async (_payload, { services }) => noteForgotten(services.db)),
  every(1, minutePassed),
  every(60, hourPassed),
]

/** Many changes at once (a list that moves up, many approved) are noted each and told together. */
async function follow({ db }: Services, concerned: Concerned): Promise<void> {
  await inTransaction(db, async trx => {
    await noteChanges(trx, concerned)
    await enqueue(trx, changesNoted, {}, { key: changesNoted.name })
  })
}
