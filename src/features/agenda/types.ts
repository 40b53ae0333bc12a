import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime, TimeZone } from '../../core/time.ts'

export const sessionKinds = ['talk', 'keynote', 'panel', 'workshop', 'b2b', 'social', 'break'] as const
export type SessionKind = (typeof sessionKinds)[number]

export const speakerRoles = ['speaker', 'moderator', 'panellist'] as const
export type SpeakerRole = (typeof speakerRoles)[number]

export interface ReleasedRoom {
  readonly reference: string
  readonly name: LocalisedText
  readonly note: LocalisedText
  readonly capacity: number | null
  readonly isExclusive: boolean
}

export interface ReleasedTrack {
  readonly slug: string
  readonly name: LocalisedText
  readonly colour: number
}

export interface ReleasedSpeaker {
  readonly reference: string
  readonly name: LocalisedText
  readonly sortName: string
  readonly affiliation: LocalisedText
  readonly biography: LocalisedText
  readonly isCollective: boolean
}

export interface SessionSpeaker {
  readonly reference: string
  readonly role: SpeakerRole
}

/** A session as a release froze it; instants are ISO 8601 in UTC (`2023-09-13T06:00:00.000Z`). */
export interface ReleasedSession {
  readonly reference: string
  readonly calendarUid: string
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly abstract: LocalisedText
  readonly placeNote: LocalisedText
  readonly language: string | null
  /** Slug of a track of this release. */
  readonly track: string | null
  /** Reference of a room of this release. */
  readonly room: string | null
  /** Slug of the satellite event it belongs to. */
  readonly satellite: string | null
  readonly capacity: number | null
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: string
  readonly endsAt: string
  readonly isCancelled: boolean
  readonly speakers: readonly SessionSpeaker[]
  /** RFC 5545 SEQUENCE: 0 in the first release, +1 with every release that changes time, room or status. */
  readonly calendarSequence: number
  /** LAST-MODIFIED and DTSTAMP: when a release last changed anything a reader sees of it. */
  readonly contentUpdatedAt: string
  readonly createdAt: string
}

/** The whole programme as one release froze it. Rooms and tracks in their order, speakers by name, sessions by start. */
export interface ReleaseContent {
  readonly rooms: readonly ReleasedRoom[]
  readonly tracks: readonly ReleasedTrack[]
  readonly sessions: readonly ReleasedSession[]
  readonly speakers: readonly ReleasedSpeaker[]
}

export interface ReleasedAgenda {
  readonly number: number
  readonly releasedAt: Instant
  readonly note: LocalisedText
  /** What differs from the release before; every session in the first one. */
  readonly changes: readonly AgendaChange[]
  readonly content: ReleaseContent
}

/** What the numbering of a release adds to a session of the draft. */
export type Numbering = 'calendarSequence' | 'contentUpdatedAt'
export type UnnumberedSession = Omit<ReleasedSession, Numbering>
export type UnnumberedContent = Omit<ReleaseContent, 'sessions'> & { readonly sessions: readonly UnnumberedSession[] }

export type DraftSession = UnnumberedSession & {
  readonly id: number
  readonly lockVersion: number
}

/** A room that the draft may use: it belongs to the event's venue, or a session still stands in it. */
export interface DraftRoom extends ReleasedRoom {
  readonly id: number
}
export interface DraftTrack extends ReleasedTrack {
  readonly id: number
}
export interface DraftSpeaker extends ReleasedSpeaker {
  readonly id: number
}
export interface DraftSatellite {
  readonly id: number
  readonly slug: string
  readonly title: LocalisedText
}

/** The programme as the organisers have it now, whole, read by one query. */
export interface Draft {
  readonly eventId: number
  readonly timeZone: TimeZone
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly rooms: readonly DraftRoom[]
  readonly tracks: readonly DraftTrack[]
  readonly sessions: readonly DraftSession[]
  readonly speakers: readonly DraftSpeaker[]
  readonly satellites: readonly DraftSatellite[]
}

interface Span {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
}

/** One difference between two releases, stored with the later one; a view makes it a sentence. */
export type AgendaChange =
  | {
      readonly kind: 'new' | 'cancelled' | 'reinstated' | 'text'
      readonly session: string
      readonly title: LocalisedText
    }
  | {
      readonly kind: 'moved' | 'longer' | 'shorter'
      readonly session: string
      readonly title: LocalisedText
      readonly from: Span
      readonly to: Span
    }
  | {
      readonly kind: 'room'
      readonly session: string
      readonly title: LocalisedText
      readonly from: LocalisedText | null
      readonly to: LocalisedText | null
    }
  | {
      readonly kind: 'renamed'
      readonly session: string
      readonly title: LocalisedText
      readonly before: LocalisedText
    }
  | {
      readonly kind: 'speakers'
      readonly session: string
      readonly title: LocalisedText
      readonly added: readonly LocalisedText[]
      readonly removed: readonly LocalisedText[]
    }
  | { readonly kind: 'speaker'; readonly name: LocalisedText }
  | { readonly kind: 'rooms' }
  | { readonly kind: 'tracks' }

/** Two sessions that cannot both be, or one that does not fit; what a form refuses and the editor shows. */
export type Clash = { readonly session: ClashSide } & (
  | { readonly kind: 'room'; readonly room: LocalisedText; readonly other: ClashSide }
  | {
      readonly kind: 'speaker'
      readonly speaker: LocalisedText
      readonly speakerReference: string
      readonly other: ClashSide
    }
  | { readonly kind: 'capacity'; readonly room: LocalisedText; readonly places: number; readonly holds: number }
  | { readonly kind: 'outside' }
)

export interface ClashSide extends Span {
  readonly reference: string
  readonly title: LocalisedText
}

/** What an organiser says of a session. References and slugs are looked up within the event. */
export interface SessionInput {
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly abstract?: LocalisedText | undefined
  readonly placeNote?: LocalisedText | undefined
  readonly language?: string | undefined
  readonly track?: string | undefined
  readonly room?: string | undefined
  readonly satellite?: string | undefined
  readonly capacity?: number | undefined
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  /** Which of the two, where the wall shows a time twice. */
  readonly startsOccurrence?: Occurrence | undefined
  readonly endsOccurrence?: Occurrence | undefined
  readonly speakers?: readonly SessionSpeaker[] | undefined
}

/** Where a session goes. */
export interface Move {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsOccurrence?: Occurrence | undefined
  readonly endsOccurrence?: Occurrence | undefined
  /** Reference of a room; `null` for none; left out, the room stays. */
  readonly room?: string | null | undefined
}

export type Occurrence = 'earlier' | 'later'

/** A session's times as the event's zone reads them. */
export interface SessionTimes extends Span {
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** Why a session was not saved; each belongs to one field of the form. */
export type SessionProblem =
  | { readonly kind: 'gap' | 'twice'; readonly field: 'start' | 'end' }
  | { readonly kind: 'end-before-start' | 'too-long' | 'outside' }
  | { readonly kind: 'unknown'; readonly field: 'track' | 'room' | 'satellite' | 'speakers' }
  | { readonly kind: 'clash'; readonly clash: Clash }

export type SessionOutcome =
  | { readonly kind: 'saved'; readonly session: { readonly id: number; readonly reference: string } }
  | { readonly kind: 'refused'; readonly problems: readonly SessionProblem[] }
  /** Somebody else saved it since this form was opened. */
  | { readonly kind: 'stale' }

export interface SpeakerInput {
  readonly name: LocalisedText
  readonly sortName?: string | undefined
  readonly affiliation?: LocalisedText | undefined
  readonly biography?: LocalisedText | undefined
  readonly isCollective: boolean
}

export interface TrackInput {
  readonly name: LocalisedText
  readonly colour: number
}
