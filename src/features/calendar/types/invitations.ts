import type { Locale } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'

/**
 * What a registered person wants in their calendar: invitations that follow every change, a file with the confirmation
 * that stays as it is, or nothing.
 */
export const invitationModes = ['on', 'attachment', 'off'] as const
export type InvitationMode = (typeof invitationModes)[number]

/** What somebody answered to an invitation (PARTSTAT of a REPLY, RFC 5546). */
export const calendarAnswers = ['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const
export type CalendarAnswer = (typeof calendarAnswers)[number]

export type InvitationMethod = 'REQUEST' | 'CANCEL'

/** What the calendar of one registered person was told by mail (iMIP, RFC 6047), and what it answered. */
export interface CalendarInvitationRow {
  readonly registrationId: number
  /** Whose all this is: the registration has another one by now when it was handed over, or its address mended. */
  readonly calendarUid: string
  readonly mode: InvitationMode
  /** Something changed: at this time it is seen what is to be told. */
  readonly dueAt: Instant | null
  readonly toldAddress: string | null
  readonly toldName: string | null
  readonly toldLocale: Locale | null
  readonly toldSequence: number | null
  readonly toldMethod: InvitationMethod | null
  readonly toldAt: Instant | null
  readonly answer: CalendarAnswer | null
  readonly answerSequence: number | null
  readonly answerStamp: Instant | null
  readonly answeredAt: Instant | null
  /** When the present state was last sent although nothing had changed. */
  readonly refreshedAt: Instant | null
}

/** What has just been written into a calendar message. */
export interface Telling {
  readonly registrationId: number
  readonly calendarUid: string
  readonly method: InvitationMethod
  readonly sequence: number
  readonly to: { readonly name: string; readonly address: string }
  readonly locale: Locale
}
