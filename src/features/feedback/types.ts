import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime } from '../../core/time.ts'

/** From the worst to the best. */
export const ratings = [1, 2, 3, 4, 5] as const
export type Rating = (typeof ratings)[number]

/** When the organisers of an event take feedback; both null: not at all. */
export interface FeedbackWindow {
  readonly feedbackOpensAt: Instant | null
  readonly feedbackClosesAt: Instant | null
}

/** A released session as far as feedback goes. */
export interface RatedSession extends FeedbackWindow {
  readonly id: number
  readonly reference: string
  readonly title: LocalisedText
  readonly kind: string
  readonly startsAt: Instant
  readonly isCancelled: boolean
}

export type FeedbackState =
  | { readonly kind: 'open' }
  | { readonly kind: 'later'; readonly from: Instant }
  /** Over, or never meant: for breaks, for what is cancelled, where the organisers ask for none. */
  | { readonly kind: 'closed' }

/** What somebody says; at least one of the two. */
export interface GivenFeedback {
  readonly rating: Rating | null
  readonly comment: string
}

/** What was said of one session, in numbers. */
export interface SessionFeedback {
  readonly reference: string
  readonly title: LocalisedText
  readonly startsLocal: LocalDateTime | null
  readonly total: number
  readonly comments: number
  readonly average: number | null
  /** How many gave one, two, … five. */
  readonly counts: readonly number[]
}

export interface FeedbackLine extends GivenFeedback {
  readonly givenAt: Instant
}
