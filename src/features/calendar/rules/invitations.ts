import { addMinutes, type Instant } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationRow, RegistrationStatus } from '../../registration/types.ts'
import type { CalendarInvitationRow, InvitationMethod } from '../types/invitations.ts'
import { uidDomain } from '../rules.ts'

/** Minutes in which changes are collected before a calendar is told of them, all at once. */
export const minutesToCollect = 10

/** Minutes before the same state may be sent again: because the calendar asked for it, or the person. */
export const minutesToRefresh = { calendar: 24 * 60, person: 10 } as const

type EventFacts = Pick<EventRow, 'publishedAt' | 'cancelledAt' | 'endsAt' | 'calendarSequence'>
type RegistrationFacts = Pick<RegistrationRow, 'status' | 'calendarUid' | 'calendarSequence'>

/** UID of the entry of a registration. */
export function invitationUid(calendarUid: string): string {
  return `reg-${calendarUid}@${uidDomain}`
}

/** SEQUENCE of the entry of a registration: either part only rises, so the sum does. */
export function invitationSequence(
  event: Pick<EventRow, 'calendarSequence'>,
  registration: Pick<RegistrationRow, 'calendarSequence'>,
): number {
  return event.calendarSequence + registration.calendarSequence
}

const expected: readonly RegistrationStatus[] = ['confirmed', 'offered', 'waiting']
const ended: readonly RegistrationStatus[] = ['cancelled', 'declined']

/**
 * What the calendar of somebody in this state should have been told; undefined: nothing, because the event is over, or
 * nobody knows yet whether they will come.
 */
export function methodFor(
  event: EventFacts,
  { status }: Pick<RegistrationFacts, 'status'>,
  at: Instant,
): InvitationMethod | undefined {
  if (event.publishedAt === null || at >= event.endsAt) return undefined
  if (event.cancelledAt !== null || ended.includes(status)) return 'CANCEL'
  return expected.includes(status) ? 'REQUEST' : undefined
}

type Told = Pick<CalendarInvitationRow, 'calendarUid' | 'mode' | 'toldMethod' | 'toldSequence'>

/** What is to be done about an invitation that is due. */
export interface InvitationDecision {
  /** The place was handed over, or the address mended: who had it before is told that it is no longer theirs. */
  readonly former: 'none' | 'cancel' | 'forget'
  /** `update`: a REQUEST that changes an entry which is there. */
  readonly message: 'none' | 'request' | 'update' | 'cancel'
}

/**
 * Compares what a calendar was told with how things are (RFC 5546 §2.1.5): whoever was never told of a place is not told
 * that it is gone, and nothing is told twice. Somebody new begins with the usual: they did not choose anything.
 */
export function decideInvitation(
  told: Told,
  event: EventFacts,
  registration: RegistrationFacts,
  at: Instant,
): InvitationDecision {
  const isOurs = told.calendarUid === registration.calendarUid
  const isOver = at >= event.endsAt
  const mustGo = told.toldMethod === 'REQUEST' && told.mode === 'on' && !isOver
  const former = isOurs ? 'none' : mustGo ? 'cancel' : 'forget'
  const present = isOurs ? told : { mode: 'on', toldMethod: null, toldSequence: null }
  const method = methodFor(event, registration, at)
  if (present.mode !== 'on' || method === undefined) return { former, message: 'none' }
  if (method === 'CANCEL') return { former, message: present.toldMethod === 'REQUEST' ? 'cancel' : 'none' }
  if (present.toldMethod !== 'REQUEST') return { former, message: 'request' }
  const isNews = invitationSequence(event, registration) > (present.toldSequence ?? -1)
  return { former, message: isNews ? 'update' : 'none' }
}

/** Whether the same state may be sent again now. */
export function mayRefresh(
  { refreshedAt, toldAt }: Pick<CalendarInvitationRow, 'refreshedAt' | 'toldAt'>,
  by: keyof typeof minutesToRefresh,
  at: Instant,
): boolean {
  const last = refreshedAt ?? (by === 'person' ? toldAt : null)
  return last === null || at >= addMinutes(last, minutesToRefresh[by])
}
