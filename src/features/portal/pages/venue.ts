import { countryName } from '../../../core/countries.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatZone } from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { VenueRow } from '../../venues/types.ts'

/** Where the event is, as its page says it. */
export interface VenueModel {
  readonly name: string
  readonly address: string
  readonly note: string
  readonly mapHref: string | undefined
  readonly city: string
  readonly accessibility: string
  readonly zone: string
  readonly isOnline: boolean
}

/** The place of an event; without a venue the city alone, with the organiser's note. */
export function venueModel(context: FrameContext, event: EventRow, venue: VenueRow | undefined): VenueModel {
  const { locale } = context
  const place = eventWhen(context, event, venue).place
  const town = venue && [venue.postalCode, venue.city].filter(Boolean).join(' ')
  const address = venue && [venue.street, town, countryName(venue.country, locale)].filter(Boolean).join(', ')
  return {
    name: (venue && readText(venue.name, locale)) || place,
    address: address ?? '',
    note: readText(event.venueNote, locale),
    mapHref: venue ? mapHref(venue) : undefined,
    city: venue?.city ?? readText(event.city, locale),
    accessibility: readText(venue?.accessibility, locale),
    zone: formatZone(event.startsAt, event.timeZone, locale),
    isOnline: event.mode === 'online',
  }
}

/** A link to a map, never an embedded one: nothing is loaded from another host. */
function mapHref({ latitude, longitude }: VenueRow): string | undefined {
  if (latitude === null || longitude === null) return undefined
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
}
