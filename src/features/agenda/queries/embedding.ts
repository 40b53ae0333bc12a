import type { Database } from '../../../core/database.ts'
import '../tables.ts'

/** The origins that may show the programme in a frame of theirs; none unless the organisers named them. One query. */
export async function listEmbedOrigins(db: Database, eventId: number): Promise<readonly string[]> {
  const row = await db('agendaSettings').where({ eventId }).first('embedOrigins')
  return row?.embedOrigins ?? []
}
