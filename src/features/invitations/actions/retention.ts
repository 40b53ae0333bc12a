import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rows } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { recordAudits } from '../../audit/actions.ts'
import '../tables.ts'

/** Days after the end of an event for which those who were invited and did not register are remembered. */
export const invitedAreKeptDays = 30

const forget = `
  with forgotten as (
    update invitations i set title_before = '', given_name = '', family_name = '', title_after = '', email = '',
      organisation = '', country = null, message = '', token_version = i.token_version + 1
    from events e
    where e.id = i.event_id and i.registration_id is null and i.email <> '' and e.ends_at + :days * interval '1 day' <= :now
    returning i.event_id)
  select event_id, count(*)::int as people from forgotten group by event_id order by event_id`

/**
 * Empties the invitations that nobody took up, at events that ended long enough ago: what was answered stays and is
 * counted, of whom does not, and their links open nothing any more. May run any number of times.
 * @returns how many people were forgotten
 */
export async function forgetOldInvitations(db: Database, actor: Actor): Promise<number> {
  return inTransaction(db, async trx => {
    const forgotten = await rows<{ eventId: number; people: number }>(trx, forget, {
      days: invitedAreKeptDays,
      now: now(),
    })
    const abouts = forgotten.map(({ eventId, people }) => ({ eventId, details: { people } }))
    await recordAudits(trx, actor, 'invitation.forgotten', abouts)
    return forgotten.reduce((sum, { people }) => sum + people, 0)
  })
}
