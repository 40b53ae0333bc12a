import type { Locale, LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { AnswerValue } from '../questions/types.ts'
import type { Attendance } from './types/places.ts'

/** Where a registration stands; the database derives it from the times at which things happened. */
export const registrationStatuses = [
  'confirmed',
  'offered',
  'waiting',
  'applied',
  'unconfirmed',
  'declined',
  'cancelled',
] as const

export type RegistrationStatus = (typeof registrationStatuses)[number]

/** The mails a registration causes; `attendee` writes them. */
export const registrationMailKinds = [
  'registration-confirmed',
  'registration-waiting',
  'registration-promoted',
  'registration-cancelled',
  'registration-exists',
  'registration-link',
  'registration-applied',
  'registration-declined',
  'registration-offered',
  'registration-offer-expired',
  'registration-address',
  'registration-parts',
  'registration-replaced',
  'registration-message',
  'registration-release-asked',
  'event-cancelled',
  'event-reinstated',
  'event-moved',
] as const

export type RegistrationMailKind = (typeof registrationMailKinds)[number]

/** What may be asked about food; `''` is no wish. Special-category data (GDPR Art. 9). */
export const dietaryChoices = ['vegetarian', 'vegan', 'gluten-free', 'other'] as const

export type Dietary = '' | (typeof dietaryChoices)[number]

/** Characters at most that a person may write of themselves; badges, lists and mails must hold them. */
export const longest = { title: 40, name: 100, organisation: 200, access: 1_000 } as const

/** What somebody may agree to, each on its own. */
export const consentPurposes = ['participation', 'newsletter', 'question'] as const

export type ConsentPurpose = (typeof consentPurposes)[number]

/** Why a registration ended. */
export const closingReasons = [
  'self',
  'organiser',
  'contact',
  'offer-expired',
  'offer-declined',
  'address-unconfirmed',
  'merged',
] as const

export type ClosingReason = (typeof closingReasons)[number]

/** Several registrations made by one contact for one organisation. */
export interface DelegationRow {
  id: number
  eventId: number
  reference: string
  contactName: string
  contactEmail: string
  organisation: string
  locale: Locale
  /** Nobody of it gets a place before there is one for each. */
  waitsTogether: boolean
  submissionDigest: string
  tokenVersion: number
  createdAt: Instant
}

export interface AnswerRow {
  registrationId: number
  questionId: number
  value: AnswerValue
}

/** A file somebody sent with a form; `registrationId` null: the form was not accepted yet. */
export interface AnswerFileRow {
  id: number
  reference: string
  eventId: number
  questionId: number
  registrationId: number | null
  fileName: string
  contentType: string
  size: number
  /** Null: it lies in object storage, under `objectKey`. */
  content: Buffer | null
  objectKey: string | null
  createdAt: Instant
}

export interface RegistrationNoteRow {
  id: number
  registrationId: number
  userId: number | null
  body: string
  createdAt: Instant
}

/** One person's place at an event, or wish for one. */
export interface RegistrationRow {
  id: number
  eventId: number
  categoryId: number
  reference: string
  calendarUid: string
  submissionDigest: string
  titleBefore: string
  givenName: string
  familyName: string
  titleAfter: string
  email: string
  organisation: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** Language of correspondence. */
  locale: Locale
  createdAt: Instant
  appliedAt: Instant | null
  confirmedAt: Instant | null
  waitlistedAt: Instant | null
  promotedAt: Instant | null
  declinedAt: Instant | null
  cancelledAt: Instant | null
  attendance: Attendance
  /** Whether it is counted as taken; follows from the status but for applications. */
  placeHeld: boolean
  addressAskedAt: Instant | null
  addressConfirmedAt: Instant | null
  offeredAt: Instant | null
  offerExpiresAt: Instant | null
  closingReason: ClosingReason | null
  delegationId: number | null
  accessCodeId: number | null
  /** How often somebody else took over this place. */
  personVersion: number
  tags: string[]
  /** The organisation without case and diacritics. */
  readonly organisationKey: string
  /** Family name and given name without case and diacritics: two with the same are perhaps one person. */
  readonly nameKey: string
  /** All that the search looks into, in lower case without diacritics. */
  readonly searchKey: string
  queueNumber: number | null
  /** Raising it revokes every private link sent before. */
  tokenVersion: number
  calendarTokenVersion: number
  calendarSequence: number
  contentUpdatedAt: Instant
  /** Checked in; only somebody with a place can be. */
  arrivedAt: Instant | null
  readonly status: RegistrationStatus
}

/** A registration with the name of its category and its rank in the queue (0: does not wait). */
export interface RegistrationInEvent extends RegistrationRow {
  readonly categoryName: LocalisedText
  readonly categoryReference: string
  readonly position: number
}

export interface RegistrationNeedsRow {
  registrationId: number
  dietary: Dietary
  access: string
}

export interface ConsentRow {
  id: number
  registrationId: number
  purpose: ConsentPurpose
  questionId: number | null
  textVersion: number
  textShown: string
  textDigest: string
  locale: Locale
  givenAt: Instant
  withdrawnAt: Instant | null
}

/** What a person says of themselves. */
export interface PersonalDetails {
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly organisation: string
  readonly country: string
  readonly locale: Locale
}

/** Diet and access, kept apart from everything that lists people. */
export interface Needs {
  readonly dietary: Dietary
  readonly access: string
}

/** Something agreed to, with the very words that were shown. */
export interface GivenConsent {
  readonly purpose: ConsentPurpose
  readonly textShown: string
  readonly locale: Locale
  /** Of a consent that a question of the form asks for. */
  readonly questionId?: number | undefined
  readonly textVersion?: number | undefined
}

/** A valid answer to a question of the form. */
export interface GivenAnswer {
  readonly questionId: number
  readonly value: AnswerValue
  /** Kept apart from everything that lists, searches or exports people. */
  readonly isSensitive: boolean
}

/** A wish to register. */
export interface RegisterRequest extends PersonalDetails {
  readonly eventId: number
  readonly categoryId: number
  readonly email: string
  readonly needs: Needs
  readonly consents: readonly GivenConsent[]
  /** Usual: as the event takes place (`on_site` when it is hybrid). */
  readonly attendance?: Attendance | undefined
  readonly answers?: readonly GivenAnswer[] | undefined
  /** Parts signed up for. */
  readonly partIds?: readonly number[] | undefined
  /** Chosen options that have counted places. */
  readonly optionIds?: readonly number[] | undefined
  /** As it was typed. */
  readonly code?: string | undefined
}
