import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalTime } from '../../core/time.ts'

export const announcementPresets = ['week-before', 'day-before', 'tomorrow', 'thanks', 'own'] as const
/** What a rule began as; its words and its time may have been changed since. */
export type AnnouncementPreset = (typeof announcementPresets)[number]

export const announcementAnchors = ['start', 'end'] as const
/** What the days of a rule are counted from: the first or the last day of the event. */
export type AnnouncementAnchor = (typeof announcementAnchors)[number]

/** A mail that goes by itself, so many days before or after the event. */
export interface AnnouncementRuleRow {
  id: number
  eventId: number
  reference: string
  preset: AnnouncementPreset
  anchor: AnnouncementAnchor
  /** −7: a week before the anchor; 1: the day after it. */
  days: number
  /** On the wall of the event. */
  timeOfDay: LocalTime
  /** The filters of the table of registrations, as they stand in its address. */
  segment: string
  subject: LocalisedText
  body: LocalisedText
  /** null: it rests. */
  enabledAt: Instant | null
  lockVersion: number
  createdAt: Instant
}

export const skipReasons = [
  'event-cancelled',
  'event-started',
  'event-over',
  'not-published',
  'enabled-late',
  'late',
  'nobody',
  'unwritten',
] as const
/** Why an announcement that was due did not go. */
export type SkipReason = (typeof skipReasons)[number]

/** A mail of the organiser to many. */
export interface AnnouncementRow {
  id: number
  eventId: number
  reference: string
  /** The rule that sent it; null: somebody wrote it. */
  ruleId: number | null
  occasion: string | null
  segment: string
  subject: LocalisedText
  body: LocalisedText
  /** Mails a minute at most. */
  perMinute: number
  plannedFor: Instant | null
  /** Later its mails make no sense. */
  expiresAt: Instant | null
  /** To how many somebody agreed. */
  agreedCount: number | null
  agreedAt: Instant | null
  createdByUserId: number | null
  createdAt: Instant
  queuedAt: Instant | null
  stoppedAt: Instant | null
  skippedAt: Instant | null
  skipReason: SkipReason | null
  recipients: number
  lockVersion: number
}

/** How the mails of an announcement stand. */
export interface Progress {
  readonly open: number
  readonly sent: number
  readonly failed: number
  readonly bounced: number
  readonly dropped: number
}

/** An announcement with how far it is. */
export type AnnouncementInEvent = AnnouncementRow & Progress

export const announcementStates = ['draft', 'planned', 'running', 'stopped', 'done', 'skipped'] as const
export type AnnouncementState = (typeof announcementStates)[number]
