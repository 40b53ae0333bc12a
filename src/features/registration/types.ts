import type { LocalisedText, Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'

/** Where a registration stands; the database derives it from the times at which things happened. */
export const registrationStatuses = ['confirmed', 'waiting', 'applied', 'declined', 'cancelled'] as const
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
  'event-cancelled',
  'event-reinstated',
] as const
export type RegistrationMailKind = (typeof registrationMailKinds)[number]

/** What may be asked about food; `''` is no wish. Special-category data (GDPR Art. 9). */
export const dietaryChoices = ['vegetarian', 'vegan', 'gluten-free', 'other'] as const
export type Dietary = '' | (typeof dietaryChoices)[number]

/** Characters at most that a person may write of themselves; badges, lists and mails must hold them. */
export const longest = { title: 40, name: 100, organisation: 200, access: 1_000 } as const

/** What somebody may agree to, each on its own. */
export const consentPurposes = ['participation', 'newsletter'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** What kind of participant somebody registers as. Own times win over those of the event. */
export interface CategoryRow {
  id: number
  eventId: number
  reference: string
  name: LocalisedText
  description: LocalisedText
  position: number
  opensAt: Instant | null
  closesAt: Instant | null
  needsApproval: boolean
  hasWaitingList: boolean
  createdAt: Instant
}

/** The counted places of a category. Always `taken ≤ capacity`; `capacity` null is without a limit. */
export interface QuotaRow {
  id: number
  eventId: number
  categoryId: number
  capacity: number | null
  taken: number
  waiting: number
  nextQueueNumber: number
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
  queueNumber: number | null
  /** Raising it revokes every private link sent before. */
  tokenVersion: number
  calendarTokenVersion: number
  calendarSequence: number
  contentUpdatedAt: Instant
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
  textShown: string
  textDigest: string
  locale: Locale
  givenAt: Instant
  withdrawnAt: Instant | null
}

/** A category with its counters, as an organiser's list shows it. */
export interface CategoryWithQuota extends CategoryRow {
  capacity: number | null
  taken: number
  waiting: number
}

/** What of an event decides whether one may register. */
export interface EventWindow {
  readonly registrationOpensAt: Instant | null
  readonly registrationClosesAt: Instant | null
  readonly endsAt: Instant
  readonly cancelledAt: Instant | null
  readonly archivedAt: Instant | null
}

/** What of a category decides whether one may register. */
export type CategoryWindow = Pick<CategoryRow, 'opensAt' | 'closesAt' | 'needsApproval' | 'hasWaitingList'>
/** What of a quota decides whether there is a place. */
export type Counters = Pick<QuotaRow, 'capacity' | 'taken' | 'waiting'>

/** What becomes of somebody who asks for a place. `position` is a rank: 1 is next. */
export type Admission =
  | { readonly kind: 'place' }
  | { readonly kind: 'approval' }
  | { readonly kind: 'waiting'; readonly position: number }
  | Refusal
/** Why somebody cannot even queue. */
export type Refusal =
  | { readonly kind: 'full' }
  | { readonly kind: 'not-yet'; readonly opensAt: Instant }
  | { readonly kind: 'closed' }
  | { readonly kind: 'cancelled' }
/** What becomes of a claim that is granted. */
export type Granted = Exclude<Admission, Refusal>

/** What an event offers to somebody who thinks of coming. */
export type RegistrationOffer =
  | { readonly kind: 'none' }
  | { readonly kind: 'not-yet'; readonly opensAt: Instant }
  | {
      readonly kind: 'open'
      readonly closesAt?: Instant | undefined
      readonly left?: number | undefined
      readonly capacity?: number | undefined
    }
  | { readonly kind: 'waiting-list'; readonly closesAt?: Instant | undefined; readonly waiting: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'over' }

/** One category as the form and the event page show it. */
export interface CategoryOffer {
  readonly category: CategoryRow
  readonly capacity: number | undefined
  readonly taken: number
  readonly waiting: number
  /** Places left; undefined: without a limit. */
  readonly left: number | undefined
  readonly closesAt: Instant | undefined
  /** What a claim made now would get. */
  readonly admission: Admission
}

/** All that an event offers. */
export interface EventOffer {
  readonly event: RegistrationOffer
  readonly categories: readonly CategoryOffer[]
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
}

/** A wish to register. */
export interface RegisterRequest extends PersonalDetails {
  readonly eventId: number
  readonly categoryId: number
  readonly email: string
  readonly needs: Needs
  readonly consents: readonly GivenConsent[]
}

/** The answer to a wish to register; the same shape whether the address was known or not. */
export type RegisterOutcome = Admission
