import type { LocalisedText } from '../../src/core/localised-text.ts'
import type { SessionKind } from '../../src/features/agenda/types.ts'
import type { OrganisationKind, Logo, ProjectState } from '../../src/features/directory/types.ts'
import type { HostRole, LinkKind } from '../../src/features/events/types.ts'

/** A text in both languages: everything in the demonstration has both. */
export function text(cs: string, en: string): LocalisedText {
  return { cs, en }
}

/** A name that is the same in both languages. */
export function same(name: string): LocalisedText {
  return { cs: name, en: name }
}

export interface OrganisationContent {
  readonly slug: string
  readonly name: LocalisedText
  readonly kind: OrganisationKind
  readonly country?: string
  readonly city?: string
  readonly web?: string
  readonly description: LocalisedText
}

export interface ProgrammeContent {
  readonly slug: string
  readonly name: LocalisedText
  readonly period: string
  readonly showsEuEmblem: boolean
  readonly statement: LocalisedText
  readonly disclaimer?: LocalisedText
  readonly logos: readonly Logo[]
}

export interface ProjectContent {
  readonly slug: string
  /** Slug of the organisation that keeps the entry. */
  readonly organisation: string
  readonly programme: string
  readonly name: LocalisedText
  readonly acronym?: string
  readonly registrationNumber?: string
  readonly startsOn?: string
  readonly endsOn?: string
  /** Whole euros. */
  readonly budget?: number
  readonly euContribution?: number
  readonly euFund?: string
  readonly state: ProjectState
  readonly web?: string
  readonly contact?: LocalisedText
  readonly description: LocalisedText
  readonly partners?: readonly {
    readonly name: string
    readonly country: string
    readonly web?: string
    readonly isLead?: boolean
    readonly organisation?: string
  }[]
  readonly documents?: readonly { readonly title: LocalisedText; readonly url?: string }[]
}

export interface VenueContent {
  readonly key: string
  readonly organisation: string
  readonly name: LocalisedText
  readonly street?: string
  readonly city: string
  readonly postalCode?: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  readonly accessibility: LocalisedText
  readonly rooms: readonly {
    readonly key: string
    readonly name: LocalisedText
    readonly note?: LocalisedText
    readonly capacity?: number
    /** Several things may happen there at once. */
    readonly isShared?: boolean
  }[]
}

export interface SeriesContent {
  readonly slug: string
  readonly organisation: string
  readonly name: LocalisedText
  readonly description: LocalisedText
  readonly plannedEditions?: number
}

export interface CategoryContent {
  readonly key: string
  readonly name: LocalisedText
  readonly description?: LocalisedText
  readonly capacity: number | null
  readonly needsApproval?: boolean
}

export interface EventContent {
  readonly slug: string
  readonly organisation: string
  readonly series?: string
  readonly edition?: number
  readonly parent?: string
  readonly project?: string
  readonly venue?: string
  readonly title: LocalisedText
  readonly subtitle?: LocalisedText
  readonly kindOfInvitation: LocalisedText
  readonly summary: LocalisedText
  readonly description: LocalisedText
  readonly venueNote?: LocalisedText
  readonly pressRelease?: LocalisedText
  readonly hue: number
  readonly city?: LocalisedText
  readonly country: string
  readonly timeZone: string
  readonly startDate: string
  readonly endDate?: string
  /** Times on the wall; without them only the day is known. */
  readonly startTime?: string
  readonly endTime?: string
  /** Until the end of this day, in the zone of the event. */
  readonly registrationUntil?: string
  readonly hosts: readonly { readonly organisation: string; readonly role: HostRole }[]
  readonly links?: readonly { readonly kind: LinkKind; readonly title: LocalisedText; readonly url: string }[]
  readonly categories?: readonly CategoryContent[]
  /** Days on which it was published and put into the archive. */
  readonly publishedOn: string
  readonly archivedOn?: string
}

export interface SpeakerContent {
  readonly key: string
  readonly name: LocalisedText
  readonly affiliation?: LocalisedText
  readonly biography?: LocalisedText
  /** A person; everybody else speaks for an institution and may be in two rooms at once. */
  readonly isPerson?: boolean
}

export interface SessionContent {
  /** Day of the event, from 1. */
  readonly day: number
  readonly from: string
  readonly to: string
  readonly kind: SessionKind
  readonly title: LocalisedText
  readonly abstract?: LocalisedText
  readonly placeNote?: LocalisedText
  /** ISO 639-1. */
  readonly language?: string
  readonly track?: string
  readonly room?: string
  /** Slug of the satellite event it belongs to. */
  readonly satellite?: string
  readonly capacity?: number
  /** `key`, or `key moderator`. */
  readonly speakers?: readonly string[]
  /** The release that first showed it; 1 unless given. */
  readonly since?: number
  /** Where it stood before the release of that number moved it. */
  readonly moved?: { readonly inRelease: number; readonly from: string; readonly to: string; readonly room?: string }
}

export interface AgendaContent {
  readonly event: string
  readonly tracks: readonly { readonly key: string; readonly name: LocalisedText; readonly colour: number }[]
  readonly speakers: readonly SpeakerContent[]
  readonly sessions: readonly SessionContent[]
  readonly releases: readonly { readonly on: string; readonly note: LocalisedText }[]
}
