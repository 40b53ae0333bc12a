import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime, LocalTime, TimeZone } from '../../core/time.ts'

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

/** A link to something about a session or a person; shown as given. */
export interface NamedLink {
  readonly url: string
  readonly title: string
}

/** A speaker as lists and the programme name them. */
export interface OutlineSpeaker {
  readonly reference: string
  readonly name: LocalisedText
  /** Academic titles, the same in every language; `speakerName` puts them together. */
  readonly titleBefore: string
  readonly titleAfter: string
  readonly sortName: string
  readonly affiliation: LocalisedText
  readonly isCollective: boolean
  /** Reference of a file; the address is `urls.speakerPhotograph`. */
  readonly photograph: string | null
}

export interface ReleasedSpeaker extends OutlineSpeaker {
  readonly biography: LocalisedText
  readonly links: readonly NamedLink[]
}

export interface SessionSpeaker {
  readonly reference: string
  readonly role: SpeakerRole
}

/** A session without its long texts, as a release froze it; instants are ISO 8601 in UTC (`2023-09-13T06:00:00.000Z`). */
export interface OutlineSession {
  readonly reference: string
  readonly calendarUid: string
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly subtitle: LocalisedText
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
  readonly doNotRecord: boolean
  /** The kind in the words of an imported document. */
  readonly typeLabel: string | null
  readonly speakers: readonly SessionSpeaker[]
  /** RFC 5545 SEQUENCE: 0 in the first release, +1 with every release that changes time, room or status. */
  readonly calendarSequence: number
  /** LAST-MODIFIED and DTSTAMP: when a release last changed anything a reader sees of it. */
  readonly contentUpdatedAt: string
  readonly createdAt: string
}

/** The long texts of a session: Markdown, and where to read, hear and see more. */
export interface SessionTexts {
  readonly abstract: LocalisedText
  readonly description: LocalisedText
  readonly links: readonly NamedLink[]
  readonly recordingUrl: string | null
}

export interface ReleasedSession extends OutlineSession, SessionTexts {}

/** The programme without its long texts: what its pages read. Rooms and tracks in their order, speakers by name, sessions by start. */
export interface ReleaseOutline {
  readonly rooms: readonly ReleasedRoom[]
  readonly tracks: readonly ReleasedTrack[]
  readonly sessions: readonly OutlineSession[]
  readonly speakers: readonly OutlineSpeaker[]
}

/** The whole programme as one release froze it. */
export interface ReleaseContent extends ReleaseOutline {
  readonly sessions: readonly ReleasedSession[]
  readonly speakers: readonly ReleasedSpeaker[]
}

export interface Release<Content extends ReleaseOutline> {
  readonly number: number
  readonly releasedAt: Instant
  readonly name: LocalisedText
  readonly note: LocalisedText
  /** What differs from the release before; every session in the first one. */
  readonly changes: readonly AgendaChange[]
  /** The release whose state this one brought back. */
  readonly restoredFrom: number | null
  readonly content: Content
}
export type ReleasedAgenda = Release<ReleaseContent>
export type OutlinedAgenda = Release<ReleaseOutline>

/** What the numbering of a release adds to a session of the draft. */
export type Numbering = 'calendarSequence' | 'contentUpdatedAt'
export type UnnumberedSession = Omit<ReleasedSession, Numbering>
export type UnnumberedContent = Omit<ReleaseContent, 'sessions'> & { readonly sessions: readonly UnnumberedSession[] }

/** A session of the draft that has a time. */
export type DraftSession = UnnumberedSession & {
  readonly id: number
  readonly lockVersion: number
  /** It came from an import with its clashes: they are shown, not refused. */
  readonly clashAccepted: boolean
  readonly importKey: string | null
  /** Places taken in the part of the registration that stands for it. */
  readonly signedUp: number
}

/** A session that has no time yet, or none any more. */
export type PooledSession = Omit<DraftSession, 'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt'> & {
  readonly minutes: number
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
  /** Without consent a person stands in no release. */
  readonly isPublic: boolean
  readonly answer: 'confirmed' | 'declined' | 'invited' | 'none'
  /** When they can come; empty: whenever. */
  readonly availability: readonly Availability[]
  readonly importKey: string | null
}
export interface Availability {
  readonly from: LocalDateTime
  readonly to: LocalDateTime
}
export interface DraftSatellite extends Span {
  readonly id: number
  readonly slug: string
  readonly title: LocalisedText
}

/** What the editor of the programme goes by. */
export interface AgendaSettings {
  /** `HH:MM`; null: the day has no hours. */
  readonly opens: LocalTime | null
  readonly closes: LocalTime | null
  /** What a speaker needs between two rooms. */
  readonly roomChangeMinutes: number
  readonly feedbackOpensAt: string | null
  readonly feedbackClosesAt: string | null
  /** Origins that may frame the programme: `https://example.org`. */
  readonly embedOrigins: readonly string[]
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
  /** Not scheduled, and not taken off. */
  readonly pool: readonly PooledSession[]
  readonly speakers: readonly DraftSpeaker[]
  readonly satellites: readonly DraftSatellite[]
  readonly settings: AgendaSettings
}

export interface Span {
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
