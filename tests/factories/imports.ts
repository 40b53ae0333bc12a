import { only, type Database } from '../../src/core/database.ts'
import { readPasted } from '../../src/core/tables.ts'
import { startImport } from '../../src/features/imports/actions/runs.ts'
import type { ImportRunRow } from '../../src/features/imports/types.ts'

/** A table of one person that waits to be imported into an event, given by somebody. */
export async function createImport(db: Database, slug: string, email: string): Promise<ImportRunRow> {
  const event = only(await db('events').where({ slug }))
  const user = only(await db('users').where({ email }))
  const table = readPasted('Jméno;Příjmení;E-mail\nJana;Malá;jana.mala@example.org\n')
  if (table.kind !== 'table') throw new Error(`the table was refused: ${table.reason}`)
  const actor = { kind: 'user', userId: user.id } as const
  const outcome = await startImport(db, actor, { event, fileName: 'lide.csv', table })
  if (outcome.kind !== 'started') throw new Error('another import is unfinished')
  return outcome.run
}
