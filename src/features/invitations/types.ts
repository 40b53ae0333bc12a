import type { LocalisedText, Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { RegistrationStatus } from '../registration/types.ts'

export const invitationAnswers = ['yes', 'no'] as const
export type InvitationAnswer = (typeof invitationAnswers)[number]

/** A personal invitation to an event: to whom, with which words, and what came of it. */
export interface InvitationRow {
  id: number
  eventId: number
  /** Public name; the token of the private link is made from it. */
  reference: string
  /** The category the invited register in; null: they choose among the public ones. */
  categoryId: number | null
  titleBefore: string
  givenName: string
  familyName: string
  titleAfter: string
  email: string
  organisation: string
  /** ISO 3166-1 alpha-2. */
  country: string | null
  /** Language of the mails and of the link in them. */
  locale: Locale
  /** The organiser's own words, plain text; '' for none. */
  message: string
  /** Raising it revokes every link sent before. */
  tokenVersion: number
  createdAt: Instant
  sentAt: Instant | null
  /** When the page was first opened by what did not look like a program; scanners of mail servers may count. */
  openedAt: Instant | null
  remindedAt: Instant | null
  answeredAt: Instant | null
  answer: InvitationAnswer | null
  withdrawnAt: Instant | null
  /** The registration that came of a yes. */
  registrationId: number | null
}

/** Where an invitation stands for the organiser. */
export const invitationStates = ['yes', 'no', 'opened', 'sent', 'withdrawn'] as const
export type InvitationState = (typeof invitationStates)[number]

/** The groups an organiser looks at; `unanswered` are those a reminder goes to. */
export const invitationGroups = ['all', 'opened', 'yes', 'no', 'unanswered', 'withdrawn'] as const
export type InvitationGroup = (typeof invitationGroups)[number]

/** How many are in each group; `all` is everybody whose invitation was not withdrawn. */
export type InvitationCounts = Readonly<Record<InvitationGroup, number>>

/** An invitation with what lists and pages say beside it. */
export interface InvitationInEvent extends InvitationRow {
  readonly categoryName: LocalisedText | null
  readonly registrationReference: string | null
  readonly registrationStatus: RegistrationStatus | null
  readonly registrationEmail: string | null
  readonly registrationTokenVersion: number | null
}

/** Somebody to invite, as a row of a list says it. */
export interface Invited {
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly email: string
  readonly organisation: string
  readonly country: string | null
  readonly locale: Locale
}

/** What a column of a list can hold. */
export const listColumns = [
  'titleBefore',
  'givenName',
  'familyName',
  'fullName',
  'titleAfter',
  'email',
  'organisation',
  'country',
  'language',
] as const
export type ListColumn = (typeof listColumns)[number]

/** Why nobody is invited again at this address. */
export type KnownAddress = 'invited' | 'registered'

/** Rows of a list at most. */
export const mostInvited = 5_000

/** Characters of the organiser's words at most. */
export const longestMessage = 3_000

/** Hours between two mails that ask the same person for an answer. */
export const hoursBetweenReminders = 24
