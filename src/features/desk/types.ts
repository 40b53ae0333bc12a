import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant, LocalDate, TimeZone } from '../../core/time.ts'
import type { Role } from '../accounts/types.ts'
import type { Clash } from '../agenda/types/clashes.ts'
import type { ActorKind } from '../audit/types.ts'
import type { EventPhase, EventRow, PublicationBlocker, PublicationWarning } from '../events/types.ts'

/** An event of mine as the list shows it. */
export interface MyEvent extends EventRow {
  readonly role: Role
  readonly phase: EventPhase
  readonly venueCity: string | null
  readonly venueCountry: string | null
  /** The event this one is a satellite of. */
  readonly parentTitle: LocalisedText | null
  readonly taken: number
  readonly waiting: number
  /** Of all categories, within what the event as a whole holds; null: without a limit. */
  readonly capacity: number | null
  readonly categories: number
}

/** A satellite as the overview of its parent names it. */
export interface SatelliteOfEvent {
  readonly id: number
  readonly slug: string
  readonly title: LocalisedText
  /** Whether the reader may open its registrations. */
  readonly isOpen: boolean
}

/** How many places were taken and given up on a day of the event's zone. */
export interface DayOfPlaces {
  readonly day: LocalDate
  readonly taken: number
  readonly freed: number
}

/** What the counters and queues of an event say to its organiser. */
export interface AttentionFacts {
  readonly confirmed: number
  /** Offered a place and not answered. */
  readonly offered: number
  /** Neither cancelled nor declined. */
  readonly standing: number
  /** Offers, of the event or of a part, that end today. */
  readonly endingOffers: number
  readonly applied: number
  readonly oldestAppliedAt: Instant | null
  readonly failedMails: number
}

/** Something that waits for the organiser; each is ended by one deed. */
export type Waiting =
  | { readonly kind: 'clash'; readonly clash: Clash; readonly more: number }
  | { readonly kind: 'mails'; readonly count: number }
  | { readonly kind: 'applications'; readonly count: number; readonly oldestAt: Instant | null }
  /** Offers that end today; `onlyOfParts`: nobody is offered a place at the event itself. */
  | { readonly kind: 'offers'; readonly count: number; readonly onlyOfParts: boolean }
  | { readonly kind: 'duplicates'; readonly count: number }
  | { readonly kind: 'unreleased'; readonly count: number }
  | { readonly kind: 'never-released' }
  | { readonly kind: 'publish'; readonly blockers: readonly PublicationBlocker[] }
  | { readonly kind: 'no-categories' }
  | { readonly kind: 'publicity'; readonly warning: PublicationWarning }

/** An entry of the audit log with the names a sentence about it needs. */
export interface Activity {
  readonly at: Instant
  readonly action: string
  readonly actorKind: ActorKind
  readonly actorName: string | null
  readonly details: Readonly<Record<string, unknown>>
  /** Of whoever it is about: registered, invited, or the contact of a delegation. */
  readonly personName: string | null
  readonly organisation: string | null
  readonly categoryName: LocalisedText | null
  readonly sessionTitle: LocalisedText | null
  /** Of a part, a question, an option or shared places. */
  readonly thingName: LocalisedText | null
  readonly mailAddress: string | null
}

/** What the event in one place will be. */
export interface PlannedPlace {
  readonly title: LocalisedText
  readonly slug: string
  readonly startsOn: LocalDate
  readonly city: LocalisedText
  readonly country: string | null
  readonly timeZone: TimeZone
  readonly venueId: number | null
}
