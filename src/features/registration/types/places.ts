import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant, LocalDateTime } from '../../../core/time.ts'

/** How somebody takes part in a hybrid event; the others know one way only. */
export const attendances = ['on_site', 'online'] as const

export type Attendance = (typeof attendances)[number]

export const partKinds = ['satellite', 'workshop', 'b2b', 'excursion', 'meal', 'other'] as const

export type PartKind = (typeof partKinds)[number]

/** What a quota counts: one category, part or option of its own; some members; or everybody (who comes in one way). */
export const quotaScopes = ['own', 'shared', 'event', 'on_site', 'online'] as const

export type QuotaScope = (typeof quotaScopes)[number]

/** How the registration of an event works beyond its times; an event without a row has the usual (`usualSettings`). */
export interface RegistrationSettingsRow {
  eventId: number
  /** A freed place is given at once, or offered with a deadline. */
  promotion: 'at_once' | 'offer'
  offerHours: number
  /** From here on nobody is promoted but by hand. */
  waitingFrozenAt: Instant | null
  /** Until when attendees may change their parts; null: until each begins. */
  partsCloseAt: Instant | null
  /** A place counts only after the link in a mail was followed. */
  confirmsAddress: boolean
  takesDelegations: boolean
  largestDelegation: number
  asksNeeds: boolean
  asksNewsletter: boolean
  /** '': none. */
  joinUrl: string
  joinFrom: Instant | null
}

/** Something in the event one signs up for in the same form, with places of its own. */
export interface PartRow {
  id: number
  eventId: number
  reference: string
  kind: PartKind
  position: number
  title: LocalisedText
  description: LocalisedText
  placeNote: LocalisedText
  startsLocal: LocalDateTime | null
  endsLocal: LocalDateTime | null
  startsAt: Instant | null
  endsAt: Instant | null
  satelliteEventId: number | null
  /** Reference of the session of the agenda it stands for; its times then follow the releases. */
  sessionReference: string | null
  attendance: 'any' | Attendance
  hasWaitingList: boolean
  /** Until when one may sign up; null: as the settings and the category say. */
  closesAt: Instant | null
  cancelledAt: Instant | null
  calendarUid: string
  calendarSequence: number
  contentUpdatedAt: Instant
  createdAt: Instant
}

export interface PartCategoryRow {
  partId: number
  categoryId: number
}

/** Where a sign-up stands: `wished` until the registration itself has a place. */
export const signUpStatuses = ['confirmed', 'offered', 'waiting', 'wished', 'cancelled'] as const

export type SignUpStatus = (typeof signUpStatuses)[number]

/** One registration's place (or wish for one) in a part or an option with counted places. */
export interface SignUpRow {
  id: number
  eventId: number
  registrationId: number
  partId: number | null
  optionId: number | null
  createdAt: Instant
  confirmedAt: Instant | null
  waitlistedAt: Instant | null
  offeredAt: Instant | null
  offerExpiresAt: Instant | null
  cancelledAt: Instant | null
  queueNumber: number | null
  calendarSequence: number
  contentUpdatedAt: Instant
  readonly status: SignUpStatus
}

/** A word that opens a category, for one or many; it may keep places for those who have it. */
export interface AccessCodeRow {
  id: number
  eventId: number
  reference: string
  /** Upper case, as `normaliseCode` writes it. */
  code: string
  note: string
  categoryId: number | null
  mostUses: number | null
  /** Active registrations made with it. */
  used: number
  reserves: boolean
  expiresAt: Instant | null
  /** When the reserved places that nobody used were given back. */
  releasedAt: Instant | null
  disabledAt: Instant | null
  createdAt: Instant
}

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
  /** An application already holds a place while it waits for the decision. */
  approvalHoldsPlace: boolean
  hasWaitingList: boolean
  /** Shown and open only to those who have a code or an invitation. */
  isHidden: boolean
  /** Active registrations of one organisation at most; null: any number. */
  mostPerOrganisation: number | null
  createdAt: Instant
}

/**
 * Counted places. Always `taken ≤ capacity`; `capacity` null is without a limit. `taken` counts what holds a place
 * (confirmed, offered, applications that hold one, places kept by codes), `waiting` what waits for something it counts.
 */
export interface QuotaRow {
  id: number
  eventId: number
  scope: QuotaScope
  reference: string
  name: LocalisedText
  /** The owner of a quota of its own. */
  categoryId: number | null
  partId: number | null
  optionId: number | null
  capacity: number | null
  taken: number
  waiting: number
}

/** What a shared quota counts. */
export interface QuotaMemberRow {
  quotaId: number
  categoryId: number | null
  partId: number | null
  optionId: number | null
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
export type CategoryWindow = Pick<
  CategoryRow,
  'opensAt' | 'closesAt' | 'needsApproval' | 'approvalHoldsPlace' | 'hasWaitingList'
>

/** What of a quota decides whether there is a place. */
export type Counters = Pick<QuotaRow, 'capacity' | 'taken' | 'waiting'>
