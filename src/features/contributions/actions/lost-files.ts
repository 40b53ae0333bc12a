import { type Database, inTransaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { deleteFiles } from '../../files/actions.ts'
import { listLostFiles } from '../queries/materials.ts'

/**
 * Deletes files that nothing refers to: photographs that were replaced, those of speakers who were removed, materials of
 * sessions that are gone. May run any number of times.
 * @returns how many
 */
export async function dropLostFiles(db: Database): Promise<number> {
  return inTransaction(db, async trx => {
    const lost = await listLostFiles(trx, addMinutes(now(), -60))
    await deleteFiles(trx, lost)
    return lost.length
  })
}
