import { urls } from '../../../core/http/urls.ts'
import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { EventPlaces } from '../../registration/queries/event-places.ts'
import type { CategoryOffer, PartOffer } from '../../registration/types/offers.ts'
import type { QuotaRow } from '../../registration/types/places.ts'
import type { AttentionFacts, SatelliteOfEvent } from '../types.ts'
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

/** The places of all categories together, within what the event as a whole holds. */
export function wholePlaces({ categories, limit }: Pick<EventPlaces, 'categories' | 'limit'>): Places {
  const { capacity, ...counted } = addPlaces(categories)
  const least = Math.min(capacity ?? Infinity, limit ?? Infinity)
  return { ...counted, capacity: least === Infinity ? undefined : least }
}

/** Without a limit as soon as one of them is. */
function addPlaces(categories: readonly CategoryOffer[]): Places {
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
  readonly places: ReadonlyMap<number, EventPlaces>
  readonly satellites: readonly SatelliteOfEvent[]
  /** Whose the places of the event are; undefined where only the counts are told. */
  readonly people: Pick<AttentionFacts, 'confirmed' | 'offered'> | undefined
  /** false: the reader may not open registrations, so nothing is a link. */
  readonly mayView: boolean
}

/** The event as a whole, its categories where there are several, what they share, its parts, and its satellites. */
export function capacityLines(context: FrameContext, matter: CapacityMatter): CapacityLine[] {
  const { event, satellites, mayView } = matter
  const places = matter.places.get(event.id)
  const own = places === undefined ? [] : ownLines(context, matter, places)
  const linkOf = (part: PartOffer) =>
    mayView
      ? urls.organiserEventPart(context.locale, event.slug, 'registrations', { part: part.part.reference })
      : undefined
  const parts = (places?.offer.parts ?? []).filter(({ part }) => part.cancelledAt === null)
  return [
    ...own,
    ...parts.map(part => partLine(context, part, linkOf(part))),
    ...satellites.flatMap(satellite => {
      const isPart = parts.some(({ part }) => part.satelliteEventId === satellite.id)
      return satelliteLine(context, satellite, matter.places.get(satellite.id), isPart)
    }),
  ]
}

function ownLines(
  context: FrameContext,
  { event, people, mayView }: CapacityMatter,
  places: EventPlaces,
): CapacityLine[] {
  const { categories, shared } = places
  const [single] = categories
  if (single === undefined) return []
  const { text, lang } = textWithLanguage(single.category.name, context.locale)
  const isOne = categories.length === 1
  const whole = {
    name: isOne ? text : context.t('desk.places.all'),
    lang: isOne ? lang : undefined,
    href: linkTo(context, event.slug, '', mayView),
    ...placesLine(context, wholePlaces(places), people),
  }
  const listed = isOne ? [] : categories
  return [
    whole,
    ...listed.map(category => categoryLine(context, event, category, mayView)),
    ...shared.map(quota => sharedLine(context, quota)),
  ]
}

function categoryLine(context: FrameContext, event: EventRow, offer: CategoryOffer, mayView: boolean): CapacityLine {
  const { text: name, lang } = textWithLanguage(offer.category.name, context.locale)
  const href = linkTo(context, event.slug, offer.category.reference, mayView)
  return { name, lang, href, ...placesLine(context, addPlaces([offer])) }
}

/** Places that several things share, or that one way of coming has. */
function sharedLine(context: FrameContext, { name, scope, taken, waiting, capacity }: QuotaRow): CapacityLine {
  const { text, lang } = textWithLanguage(name, context.locale)
  const isWay = scope === 'on_site' || scope === 'online'
  return {
    name: isWay ? context.t(`desk.places.${scope}`) : text,
    lang: isWay ? undefined : lang,
    href: undefined,
    ...placesLine(context, { taken, waiting, capacity: capacity ?? undefined }),
  }
}

function partLine(context: FrameContext, offer: PartOffer, href: string | undefined): CapacityLine {
  const { text: name, lang } = textWithLanguage(offer.part.title, context.locale)
  return { name, lang, href, ...placesLine(context, offer) }
}

function satelliteLine(
  context: FrameContext,
  satellite: SatelliteOfEvent,
  places: EventPlaces | undefined,
  isPart: boolean,
): CapacityLine[] {
  if (places === undefined || places.categories.length === 0) return []
  const counted = wholePlaces(places)
  // Who signs up for it in the form of this event stands in the line of the part already.
  if (isPart && counted.taken + counted.waiting === 0) return []
  const { text: name, lang } = textWithLanguage(satellite.title, context.locale)
  const href = linkTo(context, satellite.slug, '', satellite.isOpen)
  return [{ name, lang, href, ...placesLine(context, counted) }]
}

function linkTo({ locale }: FrameContext, slug: string, category: string, isOpen: boolean): string | undefined {
  return isOpen ? urls.organiserEventPart(locale, slug, 'registrations', { category }) : undefined
}

function placesLine(context: FrameContext, places: Places, people?: CapacityMatter['people']) {
  const { taken, capacity } = places
  return {
    bar: capacity === undefined ? undefined : { taken, capacity },
    places: placesText(context, taken, capacity ?? null),
    note: placesNote(context, places, people),
  }
}

function placesNote(
  { t }: FrameContext,
  { taken, waiting, capacity }: Places,
  people: CapacityMatter['people'],
): string {
  const { confirmed, offered } = people ?? { confirmed: taken, offered: 0 }
  const left = capacity === undefined ? t('desk.places.unlimited') : leftText(t, capacity - taken)
  const some = (count: number, word: 'offered' | 'kept' | 'waiting') =>
    count > 0 ? [t(`desk.places.${word}`, { count })] : []
  // What codes and applications hold is taken, though nobody is registered there yet.
  const kept = some(taken - confirmed - offered, 'kept')
  return [left, ...some(offered, 'offered'), ...kept, ...some(waiting, 'waiting')].join(', ')
}

function leftText(t: FrameContext['t'], left: number): string {
  return left > 0 ? t('core.places.left', { count: left }) : t('core.places.full')
}
