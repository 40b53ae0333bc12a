import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMail } from '../../mail/actions.ts'
import { mailName } from '../../registration/queries/names.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { methodFor } from '../rules/invitations.ts'
import '../tables.ts'
import type { CalendarAnswer, CalendarInvitationRow } from '../types/invitations.ts'
import { sendAgain, type SendAgainOutcome } from './invitation-settings.ts'

interface Answered {
  readonly registration: RegistrationRow
  readonly event: EventRow
  readonly answer: CalendarAnswer
  /** SEQUENCE and DTSTAMP of the REPLY, as it says them. */
  readonly sequence: number
  readonly stamp: Instant
}

export type AnswerOutcome =
  | 'noted'
  /** Noted, and asked by one mail whether the place is to be released: an answer never cancels by itself. */
  | 'declined'
  /** A later answer has been read already. */
  | 'older'
  /** There is nothing (any more) that could be answered. */
  | 'not-active'

/**
 * Notes what somebody's calendar answered to an invitation. The caller has shown that the answer is genuine: token, UID
 * and ATTENDEE are those of the registration. An answer that comes twice, or after a later one, changes nothing.
 */
export async function recordAnswer(db: Database | Transaction, given: Answered): Promise<AnswerOutcome> {
  return inTransaction(db, async trx => {
    const { registration, event, answer } = given
    const { id: registrationId, calendarUid } = registration
    const held = await trx('calendarInvitations').where({ registrationId, calendarUid }).forUpdate().first()
    const isAsked = held?.toldMethod === 'REQUEST' && methodFor(event, registration, now()) === 'REQUEST'
    if (held === undefined || !isAsked) return 'not-active'
    const sequence = within(given.sequence, 0, held.toldSequence ?? 0)
    const stamp = given.stamp > now() ? now() : given.stamp
    if (isOlder(held, sequence, stamp)) return 'older'
    await trx('calendarInvitations')
      .where({ registrationId })
      .update({ answer, answerSequence: sequence, answerStamp: stamp, answeredAt: now() })
    if (answer !== held.answer) await auditAnswer(trx, registration, answer)
    if (answer !== 'DECLINED') return 'noted'
    await askToRelease(trx, registration, event, held)
    return 'declined'
  })
}

/** Nothing a stranger's program writes may stand above what we sent: it would shut out every later answer. */
function within(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), least), most) : least
}

function isOlder(held: CalendarInvitationRow, sequence: number, stamp: Instant): boolean {
  if (held.answerSequence === null || held.answerStamp === null) return false
  if (sequence !== held.answerSequence) return sequence < held.answerSequence
  return stamp <= held.answerStamp
}

async function auditAnswer(trx: Transaction, { id, eventId }: RegistrationRow, answer: CalendarAnswer): Promise<void> {
  const actor = { kind: 'attendee', registrationId: id } as const
  const facts = {
    ACCEPTED: 'registration.calendar-accepted',
    TENTATIVE: 'registration.calendar-tentative',
    DECLINED: 'registration.calendar-declined',
  } as const
  const action = facts[answer]
  await recordAudit(trx, actor, action, { eventId, subject: { kind: 'registration', id } })
}

/** Once for each state of the invitation: who declines, accepts and declines again is not asked again. */
async function askToRelease(
  trx: Transaction,
  registration: RegistrationRow,
  event: EventRow,
  { toldSequence }: CalendarInvitationRow,
): Promise<void> {
  await queueMail(trx, {
    kind: 'registration-release-asked',
    idempotencyKey: `registration-release-asked:${registration.calendarUid}:${toldSequence}`,
    to: { name: mailName(registration), address: registration.email },
    locale: registration.locale,
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: registration.id,
    expiresAt: event.endsAt,
  })
}

/** Answers a calendar that asked for the present state, or for another time: with the present state, once a day. */
export async function askAgain(
  db: Database | Transaction,
  { registration }: { readonly registration: RegistrationRow },
): Promise<SendAgainOutcome> {
  return sendAgain(db, { registration, by: 'calendar' })
}
