import { only, type Database } from '../../src/core/database.ts'
import { daysOf } from '../../src/features/events/rules.ts'
import { keepSchedule } from '../../src/features/interchange/actions/runs.ts'
import type { ScheduleImportRow } from '../../src/features/interchange/tables.ts'
import { readGiven } from '../../src/features/interchange/formats/given.ts'

/** A programme of two sessions that waits to be imported into an event, given by somebody. */
export async function createScheduleImport(db: Database, slug: string, email: string): Promise<ScheduleImportRow> {
  const event = only(await db('events').where({ slug }))
  const user = only(await db('users').where({ email }))
  const given = { pasted: 'Čas\tNázev\n9.00–9.30\tZahájení\n9.30–10.00\tPřestávka\n', markup: '' }
  const reading = await readGiven(given, { days: daysOf(event), locale: 'cs' })
  if (reading.kind !== 'read') throw new Error(`the programme was not read: ${reading.kind}`)
  return keepSchedule(db, { kind: 'user', userId: user.id }, { event, fileName: '', ...reading })
}
