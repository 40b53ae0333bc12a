import { countryName } from '../../../core/countries.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { type FrameContext, eventWhen } from '../../events/frame.ts'
import type { EventWhen } from '../../events/frame.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { EventFilter, ListedEvent } from '../queries.ts'
import { offerState, type StateModel } from './offers.ts'

export interface HomeModel {
  readonly head: Head
  readonly search: string
  readonly where: string
  readonly filters: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly upcoming: readonly EventLine[]
  readonly past: readonly EventLine[]
  readonly pastPager: Pager
  /** Nothing matches what was asked. */
  readonly isEmpty: boolean
  readonly clearHref: string
}

/** One row of the list of events. */
export interface EventLine {
  readonly href: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly when: EventWhen
  readonly hue: number
  readonly place: string
  readonly hosts: string
  readonly state: StateModel | undefined
  readonly isDemonstration: boolean
}

export const homePage = page<HomeModel>('portal/home')

/** A row of the list, with the state of its registration. */
export function eventLine(context: FrameContext, event: ListedEvent, offer: EventOffer | undefined): EventLine {
  const { locale } = context
  const venue = event.venueCity && event.venueCountry ? { city: event.venueCity, country: event.venueCountry } : null
  const when = eventWhen(context, event, venue)
  const { text: title, lang } = textWithLanguage(event.title, locale)
  const subtitle = readText(event.subtitle, locale)
  return {
    href: urls.event(locale, event.slug),
    title: subtitle === '' ? title : `${title}: ${subtitle}`,
    lang,
    when,
    hue: event.hue,
    place: [when.place, readText(event.venueName, locale)].filter(part => part !== '').join(', '),
    hosts: listNames(
      event.hosts.map(host => readText(host, locale)),
      locale,
    ),
    state: stateOf(context, event, offer),
    isDemonstration: event.isDemonstration,
  }
}

function stateOf(context: FrameContext, event: ListedEvent, offer: EventOffer | undefined): StateModel | undefined {
  if (event.cancelledAt !== null) return { kind: 'bad', label: context.t('portal.offer.cancelled') }
  const state = offer && offerState(context, event, offer.event)
  if (state && offer.event.kind !== 'over') return state
  if (offer?.event.kind !== 'over' && event.archivedAt === null) return undefined
  return { kind: 'off', label: context.t(event.hasMaterials ? 'portal.offer.overWithMaterials' : 'portal.offer.over') }
}

/** The places one may narrow the list to, as links that keep the search. */
export function placeFilters(
  { t, locale }: FrameContext,
  filter: EventFilter,
  places: { readonly countries: readonly string[]; readonly hasOnline: boolean },
): HomeModel['filters'] {
  const link = (where: string, label: string) => ({
    label,
    href: urls.home(locale, { q: filter.search, where }),
    current: filter.where === where,
  })
  const countries = places.countries.map(code => link(code, countryName(code, locale)))
  countries.sort((a, b) => a.label.localeCompare(b.label, locale))
  const online = places.hasOnline ? [link('online', t('portal.home.online'))] : []
  return [link('', t('portal.home.everywhere')), ...countries, ...online]
}
