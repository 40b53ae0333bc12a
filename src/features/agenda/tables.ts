import type { Table } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime, LocalTime, TimeZone } from '../../core/time.ts'
import type { EditDeed, SessionState } from './types/changes.ts'
import type { SpeakerRow } from './types/speakers.ts'
import type { AgendaChange, NamedLink, ReleaseContent, ReleaseOutline, SessionKind, SpeakerRole } from './types.ts'

/** The tables this feature alone may write. */
export const owns = [
  'tracks',
  'agendaSessions',
  'speakers',
  'sessionSpeakers',
  'agendaReleases',
  'agendaSettings',
  'agendaEdits',
  'plannedReleases',
] as const

export interface TrackRow {
  readonly id: number
  readonly eventId: number
  /** Unique within the event; public, stands in links of filters. */
  readonly slug: string
  readonly name: LocalisedText
  /** 1–8: the classes `track-1 … track-8`. */
  readonly colour: number
  readonly position: number
}

export interface SessionRow {
  readonly id: number
  readonly eventId: number
  readonly reference: string
  /** Stays with the session through every feed, download and mail (RFC 5545 UID). */
  readonly calendarUid: string
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly abstract: LocalisedText
  readonly placeNote: LocalisedText
  /** ISO 639-1. */
  readonly language: string | null
  readonly trackId: number | null
  readonly roomId: number | null
  readonly roomIsExclusive: boolean | null
  readonly satelliteEventId: number | null
  readonly capacity: number | null
  /** All four, or none: then it waits in the pool. */
  readonly startsLocal: LocalDateTime | null
  readonly endsLocal: LocalDateTime | null
  readonly startsAt: Instant | null
  readonly endsAt: Instant | null
  /** How long it is to be while it has no time. */
  readonly minutes: number | null
  readonly subtitle: LocalisedText
  readonly description: LocalisedText
  readonly links: readonly NamedLink[]
  readonly recordingUrl: string | null
  readonly doNotRecord: boolean
  readonly typeLabel: string | null
  /** Imported as it is: its clashes are shown, not refused. */
  readonly clashAccepted: boolean
  readonly importKey: string | null
  readonly changedByUserId: number | null
  /** Taken off after it had been released: kept so that calendars learn of it, and so that it can come back. */
  readonly cancelledAt: Instant | null
  readonly isCancelled: boolean
  readonly lockVersion: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface SessionSpeakerRow {
  readonly sessionId: number
  readonly speakerId: number
  readonly role: SpeakerRole
  readonly position: number
  readonly startsAt: Instant | null
  readonly endsAt: Instant | null
  readonly isCancelled: boolean
  readonly isCollective: boolean
  readonly clashAccepted: boolean
}

export interface AgendaSettingsRow {
  readonly eventId: number
  readonly opens: LocalTime | null
  readonly closes: LocalTime | null
  readonly roomChangeMinutes: number
  readonly feedbackOpensAt: Instant | null
  readonly feedbackClosesAt: Instant | null
  readonly embedOrigins: readonly string[]
}

/** What one deed of an organiser did: undo and conflicts are told from it. */
export interface AgendaEditRow {
  readonly id: number
  readonly eventId: number
  readonly userId: number | null
  readonly deed: EditDeed
  readonly entries: readonly EditEntry[]
  readonly madeAt: Instant
  readonly undoneAt: Instant | null
}

/** A session before and after an edit; null where there was none. */
export interface EditEntry {
  readonly reference: string
  readonly before: SessionState | null
  readonly after: SessionState | null
  /** Its version after the edit. */
  readonly lockVersion: number
}

/** A release that comes at a set time. */
export interface PlannedReleaseRow {
  readonly eventId: number
  readonly releaseAt: Instant
  readonly name: LocalisedText
  readonly note: LocalisedText
  readonly plannedByUserId: number | null
  readonly createdAt: Instant
}

export interface ReleaseRow {
  readonly id: number
  readonly eventId: number
  readonly number: number
  /** The zone of its wall times, whatever the event's is by now. */
  readonly timeZone: TimeZone
  readonly name: LocalisedText
  readonly note: LocalisedText
  readonly content: ReleaseContent
  readonly outline: ReleaseOutline
  /** The number of the release whose state this one brought back. */
  readonly restoredFrom: number | null
  readonly changes: readonly AgendaChange[]
  readonly releasedAt: Instant
  readonly releasedByUserId: number | null
}

type SessionDefaults = Exclude<keyof SessionRow, 'eventId' | 'reference' | 'kind' | 'title'>

declare module 'knex/types/tables.js' {
  interface Tables {
    tracks: Table<TrackRow, 'id'>
    agendaSessions: Table<SessionRow, SessionDefaults>
    speakers: Table<SpeakerRow, Exclude<keyof SpeakerRow, 'eventId' | 'reference' | 'name' | 'sortName'>>
    sessionSpeakers: Table<SessionSpeakerRow, 'isCancelled' | 'clashAccepted'>
    agendaReleases: Table<
      ReleaseRow,
      Exclude<keyof ReleaseRow, 'eventId' | 'number' | 'timeZone' | 'content' | 'outline'>
    >
    agendaSettings: Table<AgendaSettingsRow, Exclude<keyof AgendaSettingsRow, 'eventId'>>
    agendaEdits: Table<AgendaEditRow, 'id' | 'madeAt' | 'undoneAt'>
    plannedReleases: Table<PlannedReleaseRow, 'name' | 'note' | 'plannedByUserId' | 'createdAt'>
  }
}
