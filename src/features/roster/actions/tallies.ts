import { type Database, rows } from '../../../core/database.ts'
import '../tables.ts'

/** So many rows of one event are worth adding up. */
const worthIt = 100

/**
 * Puts one row in the place of many that say the same. Whoever counts meanwhile sees the many or the one, and what
 * others add meanwhile stays: the sums are what they were. May run any number of times, also at once.
 */
export async function addUpTallies(db: Database): Promise<void> {
  await rows(
    db,
    `with many as (
       select event_id, kind from registration_tallies where not is_sum group by event_id, kind having count(*) > :worthIt
     ), gone as (
       delete from registration_tallies t using many where t.event_id = many.event_id and t.kind = many.kind returning t.*
     )
     insert into registration_tallies (event_id, kind, category_id, status, has_arrived, tag, quarter, count, is_sum)
     select event_id, kind, category_id, status, has_arrived, tag, quarter, sum(count), true from gone
     group by event_id, kind, category_id, status, has_arrived, tag, quarter having sum(count) <> 0`,
    { worthIt },
  )
}
