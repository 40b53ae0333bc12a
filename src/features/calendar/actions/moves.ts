import { type Database, inTransaction, rows } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { findEvent } from '../../events/queries.ts'
import { queueMails } from '../../mail/actions.ts'
import { mailAbout } from '../../registration/actions/facts.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { minutesToCollect } from '../rules/invitations.ts'
import '../tables.ts'

/** Mails put into the outbox with one statement. */
const atOnce = 1_000

/**
 * Tells those by an ordinary mail that an event moved whom no calendar message tells: who wants none, asked for a place,
 * or was imported without a word. Of several moves within ten minutes the last one alone is told. Bears repetition.
 * @returns how many mails are new
 */
export async function tellMoved(db: Database, { eventId }: { eventId: number }): Promise<number> {
  const event = await findEvent(db, eventId)
  const at = now()
  if (!event || event.publishedAt === null || event.cancelledAt !== null || at >= event.endsAt) return 0
  const { calendarSequence: sequence, endsAt: expiresAt } = event
  const about = { key: String(sequence), payload: { sequence } }
  const when = { notBefore: addMinutes(at, minutesToCollect), expiresAt }
  return inTransaction(db, async trx => {
    const untold = await rows<RegistrationRow>(
      trx,
      `select * from registrations r
       where event_id = ? and status in ('confirmed', 'offered', 'waiting', 'applied')
         and not exists (select from calendar_invitations i where i.registration_id = r.id
           and i.calendar_uid = r.calendar_uid and i.mode = 'on' and i.told_method = 'REQUEST')
       order by id`,
      [eventId],
    )
    const mails = untold.map(registration => ({ ...mailAbout('event-moved', registration, event, about), ...when }))
    let queued = 0
    for (let from = 0; from < mails.length; from += atOnce)
      queued += await queueMails(trx, mails.slice(from, from + atOnce))
    return queued
  })
}
