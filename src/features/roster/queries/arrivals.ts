import { type Database, only, rows } from '../../../core/database.ts'

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
      `select count(*)::int as expected, count(arrived_at)::int as arrived from registrations
       where event_id = ? and status = 'confirmed'`,
      [eventId],
    ),
  )
}
