import { type Database, inTransaction, rows, type Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { decideInvitation, type InvitationDecision, minutesToCollect } from '../rules/invitations.ts'
import '../tables.ts'
import type { CalendarInvitationRow } from '../types/invitations.ts'
import { formerMail, invitationMail } from './invitation-mails.ts'

/** Invitations looked at in one transaction. */
const atOnce = 2_000

/** Whose invitations something happened to. */
export type Concerned = { readonly registrationIds: readonly number[] } | { readonly eventId: number }

/**
 * Notes that something changed that calendars may have to be told: a first invitation, and the end of one, at once; a
 * change of what is there ten minutes after the first of several changes. An event that moved concerns those alone who
 * have an invitation. Bears repetition. Two statements, for however many.
 */
export async function noteChanges(db: Database | Transaction, concerned: Concerned): Promise<void> {
  const at = now()
  await inTransaction(db, async trx => {
    if ('registrationIds' in concerned) {
      await rows(
        trx,
        `insert into calendar_invitations (registration_id, calendar_uid, due_at)
         select id, calendar_uid, ? from registrations
         where id = any(?) and status in ('confirmed', 'offered', 'waiting') order by id
         on conflict (registration_id) do nothing`,
        [at, [...concerned.registrationIds]],
      )
    }
    await rows(
      trx,
      `update calendar_invitations i set due_at = least(i.due_at, case
         when i.told_method = 'REQUEST' and i.calendar_uid = r.calendar_uid and e.cancelled_at is null
           and r.status not in ('cancelled', 'declined') then :later::timestamptz else :at::timestamptz end)
       from registrations r join events e on e.id = r.event_id
       where r.id = i.registration_id and ${'eventId' in concerned ? 'e.id = :eventId' : 'r.id = any(:ids)'}`,
      {
        at,
        later: addMinutes(at, minutesToCollect),
        ...('eventId' in concerned ? { eventId: concerned.eventId } : { ids: [...concerned.registrationIds] }),
      },
    )
  })
}

/**
 * Finds invitations that no longer say how things are although nobody announced a change, and makes them due: the net
 * below `noteChanges`. One statement.
 */
export async function noteForgotten(db: Database): Promise<void> {
  await rows(
    db,
    `update calendar_invitations i set due_at = :at from registrations r join events e on e.id = r.event_id
     where r.id = i.registration_id and i.due_at is null and i.mode = 'on' and e.ends_at > :at
       and i.told_method = 'REQUEST' and (i.calendar_uid <> r.calendar_uid
         or i.told_sequence < e.calendar_sequence + r.calendar_sequence)`,
    { at: now() },
  )
}

/**
 * Queues the calendar messages that are due. Whatever happened meanwhile: the mail is written from how things are when
 * it is sent. Several processes may do this at once. Returns how many mails were queued.
 */
export async function tellDue(db: Database): Promise<number> {
  let told = 0
  for (;;) {
    const { looked, queued } = await inTransaction(db, tellSome)
    told += queued
    if (looked < atOnce) return told
  }
}

interface Due {
  readonly invitation: CalendarInvitationRow
  readonly registration: RegistrationRow
  readonly event: EventRow
  readonly decision: InvitationDecision
}

async function tellSome(trx: Transaction): Promise<{ looked: number; queued: number }> {
  const invitations = await trx('calendarInvitations')
    .where('dueAt', '<=', now())
    .orderBy(['dueAt', 'registrationId'])
    .limit(atOnce)
    .forUpdate()
    .skipLocked()
  return { looked: invitations.length, queued: await tellThese(trx, invitations) }
}

/** As `tellDue`, of these invitations, whether they are due or not; the caller has locked them. */
export async function tellThese(trx: Transaction, invitations: readonly CalendarInvitationRow[]): Promise<number> {
  if (invitations.length === 0) return 0
  const due = await decideAll(trx, invitations)
  const queued = await queueMails(trx, due.flatMap(mailsOf))
  await trx.raw('update calendar_invitations set due_at = null where registration_id = any(?)', [
    due.map(({ invitation }) => invitation.registrationId),
  ])
  await beginAnew(trx, due)
  return queued
}

async function decideAll(trx: Transaction, invitations: readonly CalendarInvitationRow[]): Promise<Due[]> {
  const registrations = await rows<RegistrationRow>(trx, 'select * from registrations where id = any(?)', [
    invitations.map(({ registrationId }) => registrationId),
  ])
  const events = await rows<EventRow>(trx, 'select * from events where id = any(?)', [
    [...new Set(registrations.map(({ eventId }) => eventId))],
  ])
  const registrationOf = new Map(registrations.map(row => [row.id, row]))
  const eventOf = new Map(events.map(row => [row.id, row]))
  const at = now()
  return invitations.flatMap(invitation => {
    const registration = registrationOf.get(invitation.registrationId)
    const event = registration && eventOf.get(registration.eventId)
    if (!registration || !event) return []
    return [{ invitation, registration, event, decision: decideInvitation(invitation, event, registration, at) }]
  })
}

function mailsOf({ invitation, registration, event, decision }: Due): MailToQueue[] {
  const { former, message } = decision
  return [
    ...(former === 'cancel' ? [formerMail(registration, event, invitation)] : []),
    ...(message === 'none' ? [] : [invitationMail(message, registration, event)]),
  ]
}

/** Who has the place now chose nothing, was told nothing and answered nothing. */
async function beginAnew(trx: Transaction, due: readonly Due[]): Promise<void> {
  const ids = due.filter(({ decision }) => decision.former !== 'none').map(({ registration }) => registration.id)
  if (ids.length === 0) return
  await trx.raw(
    `update calendar_invitations i set calendar_uid = r.calendar_uid, mode = 'on', told_address = null,
       told_name = null, told_locale = null, told_sequence = null, told_method = null, told_at = null, answer = null,
       answer_sequence = null, answer_stamp = null, answered_at = null, refreshed_at = null
     from registrations r where r.id = i.registration_id and i.registration_id = any(?)`,
    [ids],
  )
}
