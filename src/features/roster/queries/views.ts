import type { Database } from '../../../core/database.ts'
import type { RegistrationViewRow } from '../types.ts'
import '../tables.ts'

/** The saved views of an event by name. One query. */
export async function listViews(db: Database, eventId: number): Promise<RegistrationViewRow[]> {
  return db('registrationViews').where({ eventId }).orderByRaw('name collate "cs-CZ-x-icu", id')
}

/** A saved view of one event. */
export async function findView(
  db: Database,
  eventId: number,
  reference: string,
): Promise<RegistrationViewRow | undefined> {
  return db('registrationViews').where({ eventId, reference }).first()
}
