import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { recordAudits } from '../../audit/actions.ts'
import '../tables.ts'

/** Days after the end of an event for which diet, access and other sensitive answers are kept; the form promises it. */
export const needsAreKeptDays = 30

interface Forgotten {
  readonly eventId: number
  readonly people: number
}

/** Whether an event (`e`) ended at least the days ago that a question (`q`) is kept; a sensitive one has a usual time. */
const isDue = `e.ends_at + coalesce(q.keep_days, :days) * interval '1 day' <= :now
  and (q.is_sensitive or q.keep_days is not null)`

const forget = `
  with needs as (
    delete from registration_needs n using registrations r, events e
    where r.id = n.registration_id and e.id = r.event_id and e.ends_at + :days * interval '1 day' <= :now
    returning e.id as event_id, r.id as person),
  sensitive as (
    delete from sensitive_answers a using questions q, events e
    where q.id = a.question_id and e.id = q.event_id and ${isDue}
    returning e.id as event_id, a.registration_id as person),
  usual as (
    delete from answers a using questions q, events e
    where q.id = a.question_id and e.id = q.event_id and ${isDue}
    returning e.id as event_id, a.registration_id as person),
  files as (
    delete from answer_files f using questions q, events e
    where q.id = f.question_id and e.id = q.event_id and f.registration_id is not null and ${isDue}
    returning e.id as event_id, f.registration_id as person)
  select event_id, count(distinct person)::int as people
  from (select * from needs union all select * from sensitive union all select * from usual union all select * from files)
    gone
  group by event_id order by event_id`

/**
 * Deletes what was to be kept for a time only, at events that ended long enough ago: diet and access (PRIV-13), answers
 * to sensitive questions and to those with days of their own, and their files. The log keeps of how many people, not
 * whose. May run any number of times.
 * @returns of how many people something was forgotten
 */
export async function forgetOldNeeds(db: Database, actor: Actor): Promise<number> {
  return inTransaction(db, async trx => {
    const forgotten = await rows<Forgotten>(trx, forget, { days: needsAreKeptDays, now: now() })
    const abouts = forgotten.map(({ eventId, people }) => ({ eventId, details: { people } }))
    await recordAudits(trx, actor, 'registration.needs-forgotten', abouts)
    return forgotten.reduce((sum, { people }) => sum + people, 0)
  })
}
