import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime, TimeZone } from '../../core/time.ts'
import type { Role } from '../accounts/types.ts'

export const eventModes = ['on_site', 'online', 'hybrid'] as const
/** Where an event happens. */
export type EventMode = (typeof eventModes)[number]

export const hostRoles = ['host', 'co_organiser', 'partner', 'supporter'] as const
/** What an organisation is to an event. */
export type HostRole = (typeof hostRoles)[number]

export const linkKinds = ['document', 'link', 'video', 'poster', 'press_release', 'photographs'] as const
/** What a link of an event leads to. */
export type LinkKind = (typeof linkKinds)[number]

/** The hues an event may choose, in degrees. */
export const eventHues: readonly number[] = Array.from({ length: 36 }, (_, step) => step * 10)

/** Where an event is in its life; facts (`published_at`…) say it, `phaseOf` reads them. */
export type EventPhase = 'draft' | 'published' | 'cancelled' | 'archived'

/** One dated happening with its own registration and agenda. */
export interface EventRow {
  readonly id: number
  readonly slug: string
  /** Never changes: calendars know the event by it. */
  readonly calendarUid: string
  readonly organisationId: number
  readonly seriesId: number | null
  readonly edition: number | null
  /** The event this one is a satellite of. */
  readonly parentEventId: number | null
  readonly projectId: number | null
  readonly venueId: number | null
  readonly title: LocalisedText
  readonly subtitle: LocalisedText
  /** The words after the hosts on the cover: “invite you to the conference”. */
  readonly kindOfInvitation: LocalisedText
  readonly summary: LocalisedText
  /** Markdown, as are pressRelease and venueNote's longer kin. */
  readonly description: LocalisedText
  readonly venueNote: LocalisedText
  readonly pressRelease: LocalisedText
  readonly hue: number
  readonly mode: EventMode
  readonly city: LocalisedText
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly timeZone: TimeZone
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** false: only the days are known; then the local times are midnights and must not be shown. */
  readonly hasTimes: boolean
  readonly registrationOpensAt: Instant | null
  readonly registrationClosesAt: Instant | null
  readonly isDemonstration: boolean
  readonly publishedAt: Instant | null
  readonly cancelledAt: Instant | null
  readonly cancellationNote: LocalisedText
  readonly archivedAt: Instant | null
  /** SEQUENCE of the event in calendars (RFC 5545): raised only with start, end, zone, place or status. */
  readonly calendarSequence: number
  readonly contentUpdatedAt: Instant
  readonly createdAt: Instant
  readonly lockVersion: number
}

/** An event, and what the signed-in user is to it. */
export interface EventAccess {
  readonly event: EventRow
  readonly role: Role
}

/** Events held again and again under one name. */
export interface SeriesRow {
  readonly id: number
  readonly slug: string
  readonly organisationId: number
  readonly name: LocalisedText
  readonly description: LocalisedText
  readonly plannedEditions: number | null
  readonly createdAt: Instant
}

export interface EventHostRow {
  readonly eventId: number
  readonly organisationId: number
  readonly role: HostRole
  readonly position: number
}

/** An organisation beside an event, as pages name it; in the order of the organiser. */
export interface EventHost extends EventHostRow {
  readonly slug: string
  readonly name: LocalisedText
  readonly web: string | null
}

export interface EventLinkRow {
  readonly id: number
  readonly eventId: number
  readonly reference: string
  readonly kind: LinkKind
  readonly title: LocalisedText
  /** http or https. */
  readonly url: string
  readonly position: number
}

/** The dates of an event, decided by `decideTimes`. */
export interface EventTimes {
  readonly timeZone: TimeZone
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly hasTimes: boolean
}

/** What an organiser says of an event, besides its hosts and links. */
export interface EventInput extends EventTimes {
  readonly slug: string
  readonly title: LocalisedText
  readonly subtitle: LocalisedText
  readonly kindOfInvitation: LocalisedText
  readonly summary: LocalisedText
  readonly description: LocalisedText
  readonly venueNote: LocalisedText
  readonly pressRelease: LocalisedText
  readonly hue: number
  readonly mode: EventMode
  readonly city: LocalisedText
  readonly country: string | null
  readonly venueId: number | null
  readonly seriesId: number | null
  readonly edition: number | null
  readonly parentEventId: number | null
  readonly projectId: number | null
  readonly registrationOpensAt: Instant | null
  readonly registrationClosesAt: Instant | null
}

/** What a new event must have; everything else begins empty. */
export type NewEventInput = EventTimes &
  Pick<EventInput, 'slug' | 'title'> &
  Partial<EventInput> & { readonly isDemonstration?: boolean }

export interface HostInput {
  readonly organisationId: number
  readonly role: HostRole
}

export type LinkInput = Pick<EventLinkRow, 'kind' | 'title' | 'url'>
export type SeriesInput = Pick<SeriesRow, 'slug' | 'name' | 'description' | 'plannedEditions'>

export type CreateEventOutcome =
  | { readonly kind: 'created'; readonly event: EventRow }
  | { readonly kind: 'slug-taken' }

export type EditEventOutcome =
  | { readonly kind: 'saved'; readonly event: EventRow }
  | { readonly kind: 'slug-taken' }
  /** Somebody saved after this form was opened; the event as it stands now. */
  | { readonly kind: 'changed-meanwhile'; readonly event: EventRow }

/** What publishing still lacks. `blockers` must be mended, `warnings` (a funder's demands, CZ-04) may be passed over. */
export interface PublicationChecklist {
  readonly blockers: readonly PublicationBlocker[]
  readonly warnings: readonly PublicationWarning[]
}
export type PublicationBlocker = 'title' | 'place' | 'dates'
export type PublicationWarning =
  | 'title-in-one-language'
  | 'project-without-programme'
  | 'project-without-statement'
  | 'project-without-number'
  | 'project-without-evidence-date'

/** What publishing asks about the project of a funded event. */
export interface FundingFacts {
  readonly hasProgramme: boolean
  readonly hasStatement: boolean
  readonly registrationNumber: string | null
  readonly evidenceUntil: string | null
}

export type PublishOutcome =
  | { readonly kind: 'published'; readonly event: EventRow }
  | { readonly kind: 'not-ready'; readonly checklist: PublicationChecklist }
  | { readonly kind: 'wrong-phase'; readonly phase: EventPhase }

/** The outcome of cancel, reinstate, archive and unarchive. */
export type PhaseOutcome =
  | { readonly kind: 'done'; readonly event: EventRow }
  | { readonly kind: 'wrong-phase'; readonly phase: EventPhase }
