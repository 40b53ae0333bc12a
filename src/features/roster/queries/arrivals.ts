import { type Database, only, rows } from '../../../core/database.ts'
import '../tables.ts'

/** How many have a place, and how many of them have come. */
export interface ArrivalCounts {
  readonly expected: number
  readonly arrived: number
}

/** Counts those with a place at an event and those of them who have come. One query. */
export async function countArrivals(db: Database, eventId: number): Promise<ArrivalCounts> {
  return only(
    await rows<ArrivalCounts>(
      db,
      `select coalesce(sum(count), 0)::int as expected,
         coalesce(sum(count) filter (where has_arrived), 0)::int as arrived
       from registration_tallies where event_id = ? and kind = 'standing' and status = 'confirmed'`,
      [eventId],
    ),
  )
}
