import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { findEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMail } from '../../mail/actions.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { decideInvitation, mayRefresh, methodFor, type minutesToRefresh } from '../rules/invitations.ts'
import '../tables.ts'
import type { CalendarInvitationRow, InvitationMode, Telling } from '../types/invitations.ts'
import { invitationMail } from './invitation-mails.ts'
import { tellThese } from './invitations.ts'

interface About {
  readonly registration: RegistrationRow
  readonly event: EventRow
}

/**
 * Sets what somebody wants in their calendar. Whoever wants invitations again gets the present state at once, if it is
 * news; whoever wants none keeps what is in the calendar, and nothing is sent about it any more.
 */
export async function chooseInvitations(
  db: Database,
  actor: Actor,
  { registration, event, mode }: About & { readonly mode: InvitationMode },
): Promise<{ readonly kind: 'saved' | 'same' }> {
  return inTransaction(db, async trx => {
    const before = await ensureInvitation(trx, registration)
    if (before.mode === mode) return { kind: 'same' }
    const { id: registrationId, eventId } = registration
    await trx('calendarInvitations').where({ registrationId }).update({ mode })
    const { message } = decideInvitation({ ...before, mode }, event, registration, now())
    // A key of its own: what was queued before may have been dropped, because it was not wanted then.
    if (message !== 'none') await queueMail(trx, invitationMail(message, registration, event, newReference()))
    const subject = { kind: 'registration', id: registrationId }
    await recordAudit(trx, actor, 'registration.calendar-chosen', { eventId, subject, details: { mode } })
    return { kind: 'saved' }
  })
}

/** The invitation of a registration, locked; made where there was none, anew where it belonged to somebody else. */
async function ensureInvitation(
  trx: Transaction,
  { id: registrationId, calendarUid }: RegistrationRow,
): Promise<CalendarInvitationRow> {
  await trx('calendarInvitations').insert({ registrationId, calendarUid }).onConflict('registrationId').ignore()
  const found = only(await trx('calendarInvitations').where({ registrationId }).forUpdate())
  if (found.calendarUid === calendarUid) return found
  await tellThese(trx, [found])
  return only(await trx('calendarInvitations').where({ registrationId }))
}

export type SendAgainOutcome = 'asked' | 'too-soon' | 'nothing'

/**
 * Sends the present state of an invitation again although nothing changed: because a calendar asked for it (REFRESH,
 * COUNTER: once a day) or the person did (every ten minutes). `nothing` where there is none to send.
 */
export async function sendAgain(
  db: Database | Transaction,
  { registration, by }: { readonly registration: RegistrationRow; readonly by: keyof typeof minutesToRefresh },
): Promise<SendAgainOutcome> {
  return inTransaction(db, async trx => {
    const held = await ensureInvitation(trx, registration)
    const event = await findEvent(trx, registration.eventId)
    // A calendar cannot ask about what it was never told; a person can ask for what they never got.
    const isThere = held.mode === 'on' && (by === 'person' || held.toldMethod === 'REQUEST')
    if (!isThere || event === undefined || methodFor(event, registration, now()) !== 'REQUEST') return 'nothing'
    if (!mayRefresh(held, by, now())) return 'too-soon'
    await queueMail(trx, invitationMail('request', registration, event, newReference()))
    await trx('calendarInvitations').where({ registrationId: registration.id }).update({ refreshedAt: now() })
    return 'asked'
  })
}

/**
 * Notes what a calendar is told, before it is sent. False where that would be behind what it was told already, or where
 * the place is somebody else's by now: such a message is not sent. Bears repetition. One statement.
 */
export async function recordTelling(db: Database, telling: Telling): Promise<boolean> {
  const { registrationId, calendarUid, method, sequence, to, locale } = telling
  const noted = await rows(
    db,
    `update calendar_invitations i set told_method = :method, told_sequence = :sequence, told_at = :at,
       told_address = :address, told_name = :name, told_locale = :locale
     from registrations r
     where i.registration_id = :registrationId and r.id = i.registration_id and i.calendar_uid = :calendarUid
       and r.calendar_uid = i.calendar_uid and i.mode = 'on' and coalesce(i.told_sequence, 0) <= :sequence
     returning i.registration_id`,
    { registrationId, calendarUid, method, sequence, at: now(), ...to, locale },
  )
  return noted.length > 0
}
