import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'

/** An address where events happen. */
export interface VenueRow {
  readonly id: number
  readonly reference: string
  readonly organisationId: number
  readonly name: LocalisedText
  readonly street: string | null
  readonly city: string
  readonly postalCode: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Degrees, WGS 84. */
  readonly latitude: number | null
  readonly longitude: number | null
  readonly accessibility: LocalisedText
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A part of a venue that the agenda can name. */
export interface RoomRow {
  readonly id: number
  readonly venueId: number
  readonly reference: string
  readonly name: LocalisedText
  /** A few words beside the name: “exhibition and B2B”. */
  readonly note: LocalisedText
  readonly capacity: number | null
  /** false: several things may happen here at once. */
  readonly isExclusive: boolean
  readonly position: number
}

/** What an organiser says of a venue. */
export type VenueInput = Omit<VenueRow, 'id' | 'reference' | 'organisationId' | 'createdAt' | 'updatedAt'>

/** What an organiser says of a room. */
export type RoomInput = Pick<RoomRow, 'name' | 'note' | 'capacity' | 'isExclusive'>

export type RemoveRoomOutcome = { readonly kind: 'removed' } | { readonly kind: 'in-agenda' }
