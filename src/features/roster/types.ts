import type { LocalisedText, Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { Attendance, SignUpStatus } from '../registration/types/places.ts'
import type { RegistrationStatus } from '../registration/types.ts'

/** A way of looking at the table that somebody gave a name: the filters, order and columns of its address. */
export interface RegistrationViewRow {
  id: number
  eventId: number
  reference: string
  name: string
  /** The query of the address as `selectionQuery` writes it, without a cursor. */
  query: string
  createdBy: number | null
  createdAt: Instant
}

/** What can be done to many registrations at once. */
export const bulkDeeds = ['approve', 'decline', 'cancel', 'mail', 'tag', 'untag'] as const
export type BulkDeed = (typeof bulkDeeds)[number]

/** What a deed needs besides the people. */
export interface BulkDetails {
  readonly reason?: string | undefined
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly tag?: string | undefined
}

/** Something done to many registrations, worked through by a job. */
export interface BulkRunRow {
  id: number
  eventId: number
  reference: string
  userId: number
  deed: BulkDeed
  details: BulkDetails
  total: number
  createdAt: Instant
  finishedAt: Instant | null
}

/** One registration of a run; `outcome` null: its turn has not come. */
export interface BulkItemRow {
  runId: number
  registrationId: number
  position: number
  outcome: string | null
}

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A file of the table, written by a job; its bytes are in `exportChunks`. */
export interface ExportRunRow {
  id: number
  eventId: number
  reference: string
  userId: number
  format: ExportFormat
  /** The query of the address whose table it is. */
  query: { readonly address: string }
  locale: Locale
  total: number
  /** Rows written so far. */
  done: number
  createdAt: Instant
  finishedAt: Instant | null
  failedAt: Instant | null
  expiresAt: Instant
}

export interface ExportChunkRow {
  runId: number
  position: number
  content: Buffer
}

/**
 * How many registrations of an event there are of which kind: the sum of the rows. Triggers of the database write them
 * with every statement; only adding up is ours.
 */
export interface RegistrationTallyRow {
  id: number
  eventId: number
  kind: 'standing' | 'tag' | 'taken' | 'freed'
  /** These three of `standing`. */
  categoryId: number | null
  status: RegistrationStatus | null
  hasArrived: boolean | null
  tag: string | null
  /** The quarter of an hour in which places were taken or freed. */
  quarter: Instant | null
  count: number
  isSum: boolean
}

/** A registration as the table shows it; nothing about needs, and no sensitive answer. */
export interface RosterLine {
  readonly id: number
  readonly reference: string
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly email: string
  readonly organisation: string
  readonly country: string
  readonly locale: Locale
  readonly attendance: Attendance
  readonly tags: readonly string[]
  readonly categoryName: LocalisedText
  readonly status: RegistrationStatus
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
  readonly wantsNewsletter: boolean
  readonly notes: number
  readonly code: string | null
  readonly delegation: string | null
  readonly delegationReference: string | null
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly arrivedAt: Instant | null
  /** Keys of the order that the cursor keeps, as digits; null where it looks them up. */
  readonly cursor0: string | null
  readonly cursor1: string | null
}

/** A place in a part or an option, as the table shows it. */
export interface RosterSignUp {
  readonly registrationId: number
  readonly partId: number | null
  readonly optionId: number | null
  readonly status: SignUpStatus
}

/** A part of the event as filters and columns name it. */
export interface RosterPart {
  readonly id: number
  readonly reference: string
  readonly title: LocalisedText
}

/** What of an event filters and columns are made of. */
export interface RosterFacts {
  readonly categories: readonly { readonly id: number; readonly reference: string; readonly name: LocalisedText }[]
  readonly parts: readonly RosterPart[]
  readonly tags: readonly string[]
  readonly views: readonly Pick<RegistrationViewRow, 'reference' | 'name' | 'query'>[]
  /** Whether anybody came with a code, or in a delegation: what nobody has is not offered. */
  readonly hasCodes: boolean
  readonly hasDelegations: boolean
  readonly hasNotes: boolean
}
