import type { Database } from '../../core/database.ts'
import { findLatestRelease } from '../agenda/queries.ts'
import type { EventRow } from '../events/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { CalendarMatter } from './types.ts'

/** What the entries of an event are made of. Two queries. */
export async function findCalendarMatter(db: Database, event: EventRow): Promise<CalendarMatter> {
  // One after the other: inside a transaction there is one connection.
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const release = await findLatestRelease(db, event.id)
  return { event, venue, release }
}
