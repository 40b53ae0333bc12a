import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { recordAudits } from '../../audit/actions.ts'
import '../tables.ts'

/** Days after the end of an event for which diet and access needs are kept; the form promises it. */
export const needsAreKeptDays = 30

interface Forgotten {
  readonly eventId: number
  readonly people: number
}

/**
 * Deletes what guests said of diet and access at events that ended long enough ago (PRIV-13). The log keeps how many,
 * not whose. May run any number of times.
 */
export async function forgetOldNeeds(db: Database, actor: Actor): Promise<number> {
  return inTransaction(db, async trx => {
    const forgotten = await rows<Forgotten>(
      trx,
      `with deleted as (
         delete from registration_needs n using registrations r, events e
         where r.id = n.registration_id and e.id = r.event_id and e.ends_at <= ?
         returning e.id)
       select id as event_id, count(*)::int as people from deleted group by id order by id`,
      [addMinutes(now(), -needsAreKeptDays * 24 * 60)],
    )
    const abouts = forgotten.map(({ eventId, people }) => ({ eventId, details: { people } }))
    await recordAudits(trx, actor, 'registration.needs-forgotten', abouts)
    return forgotten.reduce((sum, { people }) => sum + people, 0)
  })
}
