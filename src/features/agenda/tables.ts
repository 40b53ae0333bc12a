import type { Table } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDateTime } from '../../core/time.ts'
import type { AgendaChange, ReleaseContent, SessionKind, SpeakerRole } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['tracks', 'agendaSessions', 'speakers', 'sessionSpeakers', 'agendaReleases'] as const

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
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Taken off after it had been released: kept so that calendars learn of it, and so that it can come back. */
  readonly cancelledAt: Instant | null
  readonly isCancelled: boolean
  readonly lockVersion: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface SpeakerRow {
  readonly id: number
  readonly eventId: number
  readonly reference: string
  readonly name: LocalisedText
  /** What the speaker list is ordered by: a family name, or the name of an institution. */
  readonly sortName: string
  readonly affiliation: LocalisedText
  readonly biography: LocalisedText
  /** An institution: several of its people may speak at once, so it never clashes with itself. */
  readonly isCollective: boolean
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface SessionSpeakerRow {
  readonly sessionId: number
  readonly speakerId: number
  readonly role: SpeakerRole
  readonly position: number
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly isCancelled: boolean
  readonly isCollective: boolean
}

export interface ReleaseRow {
  readonly id: number
  readonly eventId: number
  readonly number: number
  readonly note: LocalisedText
  readonly content: ReleaseContent
  readonly changes: readonly AgendaChange[]
  readonly releasedAt: Instant
  readonly releasedByUserId: number | null
}

type SessionDefaults =
  | 'id'
  | 'calendarUid'
  | 'abstract'
  | 'placeNote'
  | 'language'
  | 'trackId'
  | 'roomId'
  | 'roomIsExclusive'
  | 'satelliteEventId'
  | 'capacity'
  | 'cancelledAt'
  | 'isCancelled'
  | 'lockVersion'
  | 'createdAt'
  | 'updatedAt'

declare module 'knex/types/tables.js' {
  interface Tables {
    tracks: Table<TrackRow, 'id'>
    agendaSessions: Table<SessionRow, SessionDefaults>
    speakers: Table<SpeakerRow, 'id' | 'affiliation' | 'biography' | 'isCollective' | 'createdAt' | 'updatedAt'>
    sessionSpeakers: Table<SessionSpeakerRow, 'isCancelled'>
    agendaReleases: Table<ReleaseRow, 'id' | 'note' | 'changes' | 'releasedAt' | 'releasedByUserId'>
  }
}
