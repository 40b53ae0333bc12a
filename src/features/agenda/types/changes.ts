import type { Locale, LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { NamedLink, SessionKind, SessionSpeaker, SessionTexts, Span } from '../types.ts'
import type { Clash } from './clashes.ts'

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
  readonly speakers?: readonly SessionSpeaker[] | undefined
  readonly when: TypedTimes | Unscheduled
  /** What is left out of the following stays as it was. */
  readonly subtitle?: LocalisedText | undefined
  readonly description?: LocalisedText | undefined
  readonly links?: readonly NamedLink[] | undefined
  readonly recordingUrl?: string | null | undefined
  readonly doNotRecord?: boolean | undefined
}

/** Times as they are typed: on the wall of the event. */
export interface TypedTimes extends Span {
  /** Which of the two, where the wall shows a time twice. */
  readonly startsOccurrence?: Occurrence | undefined
  readonly endsOccurrence?: Occurrence | undefined
}

/** No time yet: how long it is to be. */
export interface Unscheduled {
  readonly minutes: number
}

/** Where a session goes. */
export interface Move extends TypedTimes {
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
  /** Somebody else saved it since this form was opened; empty when it is gone. */
  | { readonly kind: 'stale'; readonly conflicts: readonly SessionConflict[] }

/** One change of one session; `lockVersion` as it was when the organiser saw it. */
export type SessionChange =
  | { readonly kind: 'add'; readonly session: SessionInput }
  | { readonly kind: 'edit'; readonly reference: string; readonly lockVersion: number; readonly session: SessionInput }
  | { readonly kind: 'place'; readonly reference: string; readonly lockVersion: number; readonly to: Move }
  /** Back among those without a time. */
  | { readonly kind: 'unplace'; readonly reference: string; readonly lockVersion: number }
  /** Without a version: whatever it is by now. */
  | { readonly kind: 'remove'; readonly reference: string; readonly lockVersion?: number | undefined }
  | { readonly kind: 'reinstate'; readonly reference: string; readonly lockVersion: number }

/** What changes were made for: the word in the log and in “undo …”. */
export type EditDeed =
  | 'added'
  | 'edited'
  | 'moved'
  | 'shifted'
  | 'copied'
  | 'unscheduled'
  | 'removed'
  | 'reinstated'
  | 'imported'
  | 'restored'
  | 'undone'
  | 'redone'

/** All of a session that an edit can change, names as references and slugs: what undo brings back. */
export interface SessionState extends SessionTexts {
  readonly reference: string
  readonly calendarUid: string | null
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly subtitle: LocalisedText
  readonly placeNote: LocalisedText
  readonly language: string | null
  readonly track: string | null
  readonly room: string | null
  readonly satellite: string | null
  readonly capacity: number | null
  readonly doNotRecord: boolean
  readonly typeLabel: string | null
  readonly clashAccepted: boolean
  readonly importKey: string | null
  readonly isCancelled: boolean
  readonly speakers: readonly SessionSpeaker[]
  /** `null`: in the pool, for `minutes`. Instants are ISO 8601 in UTC. */
  readonly times: (Span & { readonly startsAt: string; readonly endsAt: string }) | null
  readonly minutes: number | null
}

/** A session that somebody else changed since the organiser saw it. */
export interface SessionConflict {
  readonly reference: string
  readonly title: LocalisedText
  /** Who changed it; null: not known any more. */
  readonly by: string | null
  readonly at: Instant | null
  /** As it is now; null: it is gone. */
  readonly now: SessionState | null
  /** The version that “keep mine” has to name. */
  readonly lockVersion: number
}

/** Why one of several changes cannot be: `index` counts from 0 in the order they were given. */
export interface ChangeRefusal {
  readonly index: number
  readonly reference: string
  readonly title: LocalisedText
  readonly problems: readonly SessionProblem[]
}

export type ChangesOutcome =
  | {
      readonly kind: 'saved'
      readonly editId: number
      readonly sessions: readonly { readonly id: number; readonly reference: string; readonly lockVersion: number }[]
    }
  | { readonly kind: 'refused'; readonly refusals: readonly ChangeRefusal[] }
  | { readonly kind: 'stale'; readonly conflicts: readonly SessionConflict[] }

export interface SpeakerInput {
  readonly name: LocalisedText
  readonly sortName?: string | undefined
  readonly affiliation?: LocalisedText | undefined
  readonly biography?: LocalisedText | undefined
  readonly isCollective: boolean
  /** What is left out of the following stays as it was. */
  readonly titleBefore?: string | undefined
  readonly titleAfter?: string | undefined
  readonly links?: readonly NamedLink[] | undefined
  readonly email?: string | null | undefined
  readonly locale?: Locale | undefined
  /** The organisers answer for the consent of a person who gave it elsewhere. */
  readonly isConsented?: boolean | undefined
}

export interface TrackInput {
  readonly name: LocalisedText
  readonly colour: number
}
