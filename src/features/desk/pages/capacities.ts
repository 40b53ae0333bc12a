import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CategoryOffer, EventOffer } from '../../registration/types/offers.ts'
import type { SatelliteOfEvent } from '../types.ts'
import { placesText } from './my-events.ts'

/** One row of the table of capacities. */
export interface CapacityLine {
  readonly name: string
  readonly lang: Locale | undefined
  readonly href: string | undefined
  readonly bar: { readonly taken: number; readonly capacity: number } | undefined
  readonly places: string
  /** `zbývá 34 míst`, `obsazeno, 4 čekají` */
  readonly note: string
}

/** Counted places added up. */
export interface Places {
  readonly taken: number
  readonly waiting: number
  /** undefined: without a limit. */
  readonly capacity: number | undefined
}

/** The places of all categories together; without a limit as soon as one of them is. */
export function addPlaces(categories: readonly CategoryOffer[]): Places {
  const sum = (of: (category: CategoryOffer) => number) => categories.reduce((total, one) => total + of(one), 0)
  const isLimited = categories.length > 0 && categories.every(({ capacity }) => capacity !== undefined)
  return {
    taken: sum(({ taken }) => taken),
    waiting: sum(({ waiting }) => waiting),
    capacity: isLimited ? sum(({ capacity }) => capacity ?? 0) : undefined,
  }
}

interface CapacityMatter {
  readonly event: EventRow
  readonly offers: ReadonlyMap<number, EventOffer>
  readonly satellites: readonly SatelliteOfEvent[]
  /** false: the reader may not open registrations, so nothing is a link. */
  readonly mayView: boolean
}

/** The event as a whole, its categories where there are several, and its satellites. */
export function capacityLines(context: FrameContext, matter: CapacityMatter): CapacityLine[] {
  const { event, offers, satellites, mayView } = matter
  const categories = offers.get(event.id)?.categories ?? []
  const [single] = categories
  const listed = categories.length > 1 ? categories : []
  const whole = {
    name:
      single && categories.length === 1 ? readText(single.category.name, context.locale) : context.t('desk.places.all'),
    lang: undefined,
    href: linkTo(context, event.slug, '', mayView),
    ...placesLine(context, addPlaces(categories)),
  }
  return [
    ...(categories.length > 0 ? [whole] : []),
    ...listed.map(category => categoryLine(context, event, category, mayView)),
    ...satellites.flatMap(satellite => satelliteLine(context, satellite, offers.get(satellite.id))),
  ]
}

function categoryLine(context: FrameContext, event: EventRow, offer: CategoryOffer, mayView: boolean): CapacityLine {
  const { text: name, lang } = textWithLanguage(offer.category.name, context.locale)
  const href = linkTo(context, event.slug, offer.category.reference, mayView)
  return { name, lang, href, ...placesLine(context, addPlaces([offer])) }
}

function satelliteLine(
  context: FrameContext,
  satellite: SatelliteOfEvent,
  offer: EventOffer | undefined,
): CapacityLine[] {
  if (offer === undefined || offer.categories.length === 0) return []
  const { text: name, lang } = textWithLanguage(satellite.title, context.locale)
  const href = linkTo(context, satellite.slug, '', satellite.isOpen)
  return [{ name, lang, href, ...placesLine(context, addPlaces(offer.categories)) }]
}

function linkTo({ locale }: FrameContext, slug: string, category: string, isOpen: boolean): string | undefined {
  return isOpen ? urls.organiserEventPart(locale, slug, 'registrations', { category }) : undefined
}

function placesLine(context: FrameContext, { taken, waiting, capacity }: Places) {
  return {
    bar: capacity === undefined ? undefined : { taken, capacity },
    places: placesText(context, taken, capacity ?? null),
    note: placesNote(context, { taken, waiting, capacity }),
  }
}

function placesNote({ t }: FrameContext, { taken, waiting, capacity }: Places): string {
  const queue = waiting > 0 ? t('desk.places.waiting', { count: waiting }) : undefined
  const left = capacity === undefined ? t('desk.places.unlimited') : leftText(t, capacity - taken)
  return [left, queue].filter(part => part !== undefined).join(', ')
}

function leftText(t: FrameContext['t'], left: number): string {
  return left > 0 ? t('core.places.left', { count: left }) : t('core.places.full')
}
