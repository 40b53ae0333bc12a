import type { Locale, LocalisedText } from '../../core/localised-text.ts'
import type { LocalDate, LocalDateTime } from '../../core/time.ts'
import type { NamedLink, SessionKind, SpeakerRole } from '../agenda/types.ts'
import type { Anomaly } from './types/anomalies.ts'

export const scheduleSources = ['frab-xml', 'c3voc-json', 'table'] as const
/** What a programme was read from. */
export type ScheduleSource = (typeof scheduleSources)[number]

/**
 * A programme as a document tells it, whatever the format: plain JSON (it is kept in `schedule_imports.document`), every
 * text clean (no control characters), abstracts, descriptions and biographies as Markdown, links with http(s) addresses.
 */
export interface ScheduleDocument {
  readonly source: ScheduleSource
  /** The program that wrote it; `Pozvánka` for our own exports. */
  readonly generator: string | null
  readonly title: string
  readonly acronym: string | null
  /** IANA name, when the document gives one. */
  readonly timeZone: string | null
  /** What language names of rooms, tracks and people are kept under. */
  readonly locale: Locale
  readonly startsOn: LocalDate | null
  readonly endsOn: LocalDate | null
  /** In the order of the document, names unique. */
  readonly rooms: readonly DocumentRoom[]
  readonly tracks: readonly DocumentTrack[]
  /** Keys unique; everyone that a session names, and whoever is listed without a session. */
  readonly people: readonly DocumentPerson[]
  readonly sessions: readonly DocumentSession[]
  /** What this document has no place for: there, what is here stays. Left out: it has one for everything. */
  readonly silent?: readonly SessionField[] | undefined
  /** What was not as it should be and how it was read. Nothing is left out silently. */
  readonly anomalies: readonly Anomaly[]
}

export interface DocumentRoom {
  readonly name: string
  readonly capacity: number | null
}

export interface DocumentTrack {
  readonly name: string
  /** `#rrggbb`. */
  readonly colour: string | null
}

export interface DocumentPerson {
  /** What the document knows the person by; the same in its next version. */
  readonly key: string
  readonly name: string
  readonly titleBefore: string
  readonly titleAfter: string
  readonly affiliation: string
  /** Markdown. */
  readonly biography: string
  readonly links: readonly NamedLink[]
  /** An institution rather than a person. */
  readonly isCollective: boolean
}

export interface DocumentSession {
  /** What the document knows the session by; the same in its next version. Unique. */
  readonly key: string
  /** RFC 4122, lower case, when the document gave one; unique. */
  readonly guid: string | null
  readonly title: string
  readonly subtitle: string
  /** Markdown. */
  readonly abstract: string
  readonly description: string
  /** ISO 639-1; null: not said. */
  readonly language: string | null
  /** Which language its texts are kept under. */
  readonly locale: Locale
  readonly kind: SessionKind
  /** The kind in the words of the document, when they say more than `kind`. */
  readonly typeLabel: string | null
  /** Names out of `rooms` and `tracks`. */
  readonly room: string | null
  readonly track: string | null
  /** On the wall of the document; null: no time yet. */
  readonly startsLocal: LocalDateTime | null
  /** ISO 8601 in UTC, when the document says it exactly (with an offset); then it counts and the wall time follows. */
  readonly startsAt: string | null
  /** 1–1440. */
  readonly minutes: number
  readonly people: readonly DocumentAppearance[]
  readonly links: readonly NamedLink[]
  readonly recordingUrl: string | null
  readonly doNotRecord: boolean
  /** Where the document's own site shows it. */
  readonly url: string | null
}

export interface DocumentAppearance {
  /** Key of a person. */
  readonly person: string
  readonly role: SpeakerRole
}

/** What of a session a document says differently. */
export const sessionFields = [
  /** Back after it was taken off. */
  'state',
  'title',
  'subtitle',
  'abstract',
  'description',
  'language',
  'kind',
  'room',
  'track',
  'time',
  'minutes',
  'speakers',
  'links',
  'recording',
  'doNotRecord',
] as const
export type SessionField = (typeof sessionFields)[number]

/** One field: short texts and times as `before` and `after`; null where it is too long to show, or nothing. */
export interface FieldDifference {
  readonly field: SessionField
  readonly before: string | null
  readonly after: string | null
}

interface Planned {
  readonly key: string
  readonly title: string
}

/** A session of the document that is not here yet. */
export interface PlannedAddition extends Planned {
  readonly startsLocal: LocalDateTime | null
  readonly room: string | null
}

/** A session that is here and differs. `reference` is ours. */
export interface PlannedChange extends Planned {
  readonly reference: string
  readonly differences: readonly FieldDifference[]
}

/**
 * A session that both the document and somebody here changed since the last import, and not to the same. Unless its
 * key is among those to keep, the document wins.
 */
export interface PlannedConflict extends PlannedChange {
  /** The fields that both changed; the others of `differences` only the document. */
  readonly disputed: readonly SessionField[]
}

/** A session of an earlier import that the document no longer holds: it is taken off the programme. */
export interface PlannedRemoval {
  readonly reference: string
  readonly title: LocalisedText
  readonly startsLocal: LocalDateTime | null
}

/** What an import would do; the dry run shows it and writes nothing. */
export interface ImportPlan {
  readonly counts: {
    /** Of the document. */
    readonly sessions: number
    readonly rooms: number
    readonly tracks: number
    readonly people: number
    readonly appearances: number
    /** Sessions that are as the document says. */
    readonly same: number
    /** Sessions of the draft that never came from a document and that it does not name: they stay. */
    readonly untouched: number
    /** Sessions changed here since the last import and not in the document: they stay as they are here. */
    readonly keptHere: number
  }
  readonly added: readonly PlannedAddition[]
  readonly changed: readonly PlannedChange[]
  readonly conflicts: readonly PlannedConflict[]
  readonly removed: readonly PlannedRemoval[]
  readonly rooms: {
    readonly added: readonly string[]
    /** Of those, the ones where the document has several sessions at once. */
    readonly shared: readonly string[]
  }
  readonly tracks: { readonly added: readonly string[] }
  readonly people: { readonly added: readonly string[]; readonly changed: readonly string[] }
  /** Those of the document, and those that show only beside this event. */
  readonly anomalies: readonly Anomaly[]
  /** True when carrying it out would change nothing. */
  readonly isEmpty: boolean
}

export type ImportOutcome =
  | { readonly kind: 'imported'; readonly plan: ImportPlan }
  /** As the document says already: the programme is untouched. */
  | { readonly kind: 'nothing'; readonly plan: ImportPlan }
  /** Not the plan that was shown: somebody changed the programme meanwhile. Nothing was written. */
  | { readonly kind: 'changed-meanwhile'; readonly plan: ImportPlan }
  /** The run was confirmed or thrown away before. */
  | { readonly kind: 'over' }
