import { addMinutes, type Instant } from '../../../core/time.ts'
import { hoursBetweenReminders, type InvitationInEvent, type InvitationRow, type InvitationState } from '../types.ts'

/** Where an invitation stands. */
export function stateOf(invitation: Pick<InvitationRow, 'answer' | 'openedAt' | 'withdrawnAt'>): InvitationState {
  if (invitation.withdrawnAt !== null) return 'withdrawn'
  return invitation.answer ?? (invitation.openedAt === null ? 'sent' : 'opened')
}

/** What of an event decides whether it can still be come to. */
export interface EventFacts {
  readonly endsAt: Instant
  readonly publishedAt: Instant | null
  readonly cancelledAt: Instant | null
  readonly archivedAt: Instant | null
}

/**
 * What the page of the invited shows. `open`: the question and the form. `yes`, `no`: what was answered, to be changed
 * while the event is ahead. `withdrawn`, `over` and `cancelled`: nothing to answer any more.
 */
export type InvitationView = 'open' | 'yes' | 'no' | 'withdrawn' | 'over' | 'cancelled'

/** Which view the invited get at a moment. A yes whose registration was cancelled since is an open question again. */
export function viewOf(
  invitation: Pick<InvitationInEvent, 'answer' | 'withdrawnAt' | 'registrationStatus'>,
  event: EventFacts,
  now: Instant,
): InvitationView {
  if (invitation.withdrawnAt !== null || event.publishedAt === null) return 'withdrawn'
  if (event.cancelledAt !== null) return 'cancelled'
  if (now >= event.endsAt || event.archivedAt !== null) return 'over'
  if (invitation.answer === 'no') return 'no'
  return isStanding(invitation) ? 'yes' : 'open'
}

/** Whether a yes still has its registration. */
export function isStanding(invitation: Pick<InvitationInEvent, 'answer' | 'registrationStatus'>): boolean {
  const { answer, registrationStatus } = invitation
  return answer === 'yes' && registrationStatus !== null && !['cancelled', 'declined'].includes(registrationStatus)
}

/** Whether anybody may still be invited or reminded. */
export function mayInvite(event: EventFacts, now: Instant): boolean {
  const isAhead = event.cancelledAt === null && event.archivedAt === null && now < event.endsAt
  return event.publishedAt !== null && isAhead
}

/** Whether a mail about an invitation still makes sense when its turn comes. */
export function isStillAsked(
  invitation: Pick<InvitationRow, 'answer' | 'withdrawnAt'>,
  event: EventFacts,
  now: Instant,
): boolean {
  return invitation.answer === null && invitation.withdrawnAt === null && mayInvite(event, now)
}

/** Who was last written to before this moment may be reminded now. */
export function lastMailBefore(now: Instant): Instant {
  return addMinutes(now, -60 * hoursBetweenReminders)
}

const programs =
  /bot\b|crawl|spider|slurp|preview|scan|monitor|headless|curl|wget|python|java\/|go-http|okhttp|libwww|axios|node-fetch|undici|barracuda|proofpoint|mimecast|safelinks|facebookexternalhit|whatsapp|telegram|skype|slack|teams/i

/**
 * Whether a request looks like a person reading, for the log of the first opening. A guess: a scanner of a mail server
 * that pretends to be a browser counts as a person, so "opened" is a hint and never decides anything.
 */
export function looksLikePerson({
  method,
  userAgent,
  purpose,
}: {
  readonly method: string
  readonly userAgent: string
  /** `Sec-Purpose` or `Purpose`: a browser that fetches ahead says so. */
  readonly purpose: string
}): boolean {
  if (method !== 'GET' || /prefetch|preview/i.test(purpose)) return false
  return userAgent.startsWith('Mozilla/') && !programs.test(userAgent)
}
