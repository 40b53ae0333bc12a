import { countryName } from '../../core/countries.ts'
import type { FormModel } from '../../core/http/forms.ts'
import { type Head, page } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import { type Locale, readText } from '../../core/localised-text.ts'
import type { VenueSummary } from './queries.ts'
import type { RoomRow, VenueRow } from './types.ts'

export interface VenueListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly newHref: string
  readonly venues: readonly {
    readonly name: string
    readonly href: string
    readonly place: string
    readonly organisation: string
    readonly rooms: number
  }[]
}

export const venueListPage = page<VenueListModel>('venues/organiser/list')

/** The rows of the venue list. */
export function venueList(locale: Locale, venues: readonly VenueSummary[]): VenueListModel['venues'] {
  return venues.map(venue => ({
    name: readText(venue.name, locale),
    href: urls.organiserVenue(locale, venue.reference),
    place: `${venue.city}, ${countryName(venue.country, locale)}`,
    organisation: readText(venue.organisationName, locale),
    rooms: venue.roomCount,
  }))
}

export interface VenueFormModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly heading: string
  readonly form: FormModel
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  /** Offered when a new venue is made and there is a choice. */
  readonly organisations: readonly { readonly value: string; readonly label: string }[]
  /** undefined while the venue is being made. */
  readonly rooms: readonly RoomLine[] | undefined
  readonly newRoom: FormModel | undefined
}

export interface RoomLine {
  readonly name: string
  readonly note: string
  readonly capacity: number | undefined
  readonly isExclusive: boolean
  readonly href: string
}

export const venueFormPage = page<VenueFormModel>('venues/organiser/venue')

/** What stands in the venue form before anybody types. */
export function venueValues(venue: VenueRow): Record<string, string> {
  return {
    'name.cs': venue.name.cs ?? '',
    'name.en': venue.name.en ?? '',
    street: venue.street ?? '',
    city: venue.city,
    postalCode: venue.postalCode ?? '',
    country: venue.country,
    latitude: venue.latitude === null ? '' : String(venue.latitude),
    longitude: venue.longitude === null ? '' : String(venue.longitude),
    'accessibility.cs': venue.accessibility.cs ?? '',
    'accessibility.en': venue.accessibility.en ?? '',
  }
}

/** The rooms of a venue as its page lists them. */
export function roomLines(locale: Locale, venue: VenueRow, rooms: readonly RoomRow[]): RoomLine[] {
  return rooms.map(room => ({
    name: readText(room.name, locale),
    note: readText(room.note, locale),
    capacity: room.capacity ?? undefined,
    isExclusive: room.isExclusive,
    href: roomHref(locale, venue, room),
  }))
}

/** Where a room is edited. */
export function roomHref(locale: Locale, venue: VenueRow, room: RoomRow): string {
  return `${urls.organiserVenue(locale, venue.reference)}/rooms/${room.reference}`
}

export interface RoomFormModel {
  readonly head: Head
  readonly room: string
  readonly venue: string
  readonly venueHref: string
  readonly form: FormModel
  readonly removeHref: string
}

export const roomFormPage = page<RoomFormModel>('venues/organiser/room')

export interface RemoveRoomModel {
  readonly head: Head
  readonly room: string
  readonly venue: string
  readonly action: string
  readonly backHref: string
  /** The agenda still needs it. */
  readonly isRefused: boolean
}

export const removeRoomPage = page<RemoveRoomModel>('venues/organiser/remove-room')

/** What stands in the form of a room before anybody types. */
export function roomValues(room: RoomRow): Record<string, string> {
  return {
    'roomName.cs': room.name.cs ?? '',
    'roomName.en': room.name.en ?? '',
    'note.cs': room.note.cs ?? '',
    'note.en': room.note.en ?? '',
    capacity: room.capacity === null ? '' : String(room.capacity),
    holdsSeveral: room.isExclusive ? '' : 'yes',
  }
}
