import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { beginning } from '../../../core/typography.ts'
import { askAgain, recordAnswer } from '../../calendar/actions/answers.ts'
import { invitationUid } from '../../calendar/rules/invitations.ts'
import { calendarAnswers } from '../../calendar/types/invitations.ts'
import { findEvent } from '../../events/queries.ts'
import { findRegistrationByReference } from '../../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import { type CalendarReply, readCalendarReply } from '../formats/calendar.ts'
import { isAutomatic, mayAnswer } from '../rules/origin.ts'
import type { InboundOutcome } from '../types.ts'
import type { Matter, Reading } from './receive.ts'

/**
 * Takes what somebody's calendar says to an invitation, if the mail has such a part. It counts only when the address
 * it came to, the UID and the ATTENDEE are all those of one registration. A REPLY is noted, and one that declines
 * leads to a question, never to a cancellation; COUNTER and REFRESH get the present invitation again.
 */
export async function takeAnswer(trx: Transaction, matter: Matter): Promise<Reading | undefined> {
  const { mail, address } = matter
  const parts = mail.parts.filter(({ type }) => type === 'text/calendar' || type === 'application/ics')
  if (parts.length === 0) return undefined
  if (address?.purpose !== 'answer') return { kind: 'answer', outcome: 'nobody' }
  const registration = await findRegistrationByReference(trx, address.reference)
  if (registration === undefined) return { kind: 'answer', outcome: 'nobody' }
  const about = { kind: 'answer', registrationId: registration.id } as const
  const [reply] = parts.flatMap(({ text, method }) => agreeing(readCalendarReply(text), method))
  if (reply === undefined) return { ...about, outcome: 'unreadable' }
  const outcome = await outcomeOf(trx, matter, registration, reply)
  return { ...about, outcome, details: { method: beginning(reply.method, 20), sequence: reply.sequence } }
}

const refreshed = { asked: 'asked-again', 'too-soon': 'too-soon', nothing: 'not-active' } as const

/** The parameter of the part must equal the property (RFC 6047 §2.4). */
function agreeing(reply: CalendarReply | undefined, method: string | undefined): CalendarReply[] {
  return reply === undefined || (method !== undefined && method !== reply.method) ? [] : [reply]
}

async function outcomeOf(
  trx: Transaction,
  { origin }: Matter,
  registration: RegistrationInEvent,
  reply: CalendarReply,
): Promise<InboundOutcome> {
  if (reply.uid !== invitationUid(registration.calendarUid)) return 'foreign-entry'
  if (!reply.attendees.includes(registration.email.toLowerCase())) return 'foreign-attendee'
  if (reply.method === 'COUNTER' || reply.method === 'REFRESH') {
    if (isAutomatic(origin)) return 'automatic'
    return refreshed[await askAgain(trx, { registration })]
  }
  const answer = calendarAnswers.find(one => one === reply.decision)
  if (reply.method !== 'REPLY' || answer === undefined) return 'no-answer'
  if (!mayAnswer(origin)) return 'automatic'
  const event = await findEvent(trx, registration.eventId)
  if (event === undefined) return 'nobody'
  const { sequence, stamp = now() } = reply
  return recordAnswer(trx, { registration, event, answer, sequence, stamp })
}
