import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import type { IconName } from '../../../core/http/icons.ts'
import { jsonForScript, type Head, page, type PublicityStrip } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type Locale, type LocalisedText, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { safeHtml } from '../../../core/markdown.ts'
import { addMinutes, dateIn, formatLongDate, type Instant, isoWithOffset } from '../../../core/time.ts'
import type { OutlinedAgenda } from '../../agenda/types.ts'
import { type EventWhen, eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventHost, EventLinkRow, EventRow, HostRole, LinkKind, SeriesRow } from '../../events/types.ts'
import { hostRoles } from '../../events/types.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { VenueRow } from '../../venues/types.ts'
import { eventWays } from './calendar.ts'
import { type ProgrammeModel, programmeOf, type SpeakerLine, speakersOf } from './programme.ts'
import { offerState, type ReplyModel, replyTo, type StateModel } from './offers.ts'
import { type VenueModel, venueModel } from './venue.ts'

/** Everything the event page is drawn from. */
export interface EventMatter {
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly hosts: readonly EventHost[]
  readonly links: readonly EventLinkRow[]
  readonly satellites: readonly EventRow[]
  readonly parent: EventRow | undefined
  readonly series: SeriesRow | undefined
  readonly release: OutlinedAgenda | undefined
  readonly offers: ReadonlyMap<number, EventOffer>
  readonly publicity: readonly PublicityStrip[]
}

/** A text that may be in another language than the page. */
export interface Passage {
  readonly text: string
  readonly lang: Locale | undefined
}

export interface EventModel {
  readonly head: Head
  readonly hosts: string
  readonly voice: string
  readonly title: Passage
  readonly subtitle: Passage
  readonly when: EventWhen
  readonly edition:
    | { readonly edition: number; readonly planned: number; readonly label: string; readonly href: string }
    | undefined
  readonly parent: { readonly title: string; readonly href: string } | undefined
  readonly cancellation: string | undefined
  readonly reply: ReplyModel | undefined
  readonly calendar: CalendarWays
  readonly linkHref: string | undefined
  readonly summary: Passage
  readonly descriptionHtml: string
  readonly programme: ProgrammeModel | undefined
  readonly satellites: readonly SatelliteLine[]
  readonly speakers: readonly SpeakerLine[]
  readonly speakersHref: string
  readonly venue: VenueModel
  readonly partners: readonly { readonly role: HostRole; readonly names: readonly { name: string; href: string }[] }[]
  readonly pressReleaseHtml: string
  readonly links: readonly {
    readonly kind: LinkKind
    readonly symbol: IconName
    readonly title: Passage
    readonly url: string
    readonly host: string
  }[]
  readonly publicity: readonly PublicityStrip[]
}

interface SatelliteLine {
  readonly title: Passage
  readonly summary: Passage
  readonly href: string
  readonly when: string
  readonly state: StateModel | undefined
}

const symbols: Readonly<Record<LinkKind, IconName>> = {
  document: 'document',
  link: 'link',
  video: 'video',
  poster: 'image',
  press_release: 'document',
  photographs: 'image',
}

export const eventPage = page<EventModel>('portal/event')

/** The model of the event page. */
export function eventModel(context: FrameContext, matter: EventMatter, head: Head, baseUrl: string): EventModel {
  const { locale } = context
  const { event, venue, release } = matter
  const read = (text: LocalisedText) => textWithLanguage(text, locale)
  const registration = urls.registration(locale, event.slug)
  const reply = replyTo(context, event, offerOf(matter, event), registration)
  return {
    head,
    hosts: listNames(
      inviting(matter.hosts).map(host => readText(host.name, locale)),
      locale,
    ),
    voice: readText(event.kindOfInvitation, locale),
    title: read(event.title),
    subtitle: read(event.subtitle),
    when: eventWhen(context, event, venue),
    edition: editionOf(context, matter),
    parent: matter.parent && {
      title: readText(matter.parent.title, locale),
      href: urls.event(locale, matter.parent.slug),
    },
    cancellation: event.cancelledAt === null ? undefined : readText(event.cancellationNote, locale),
    reply,
    calendar: eventWays(locale, baseUrl, matter),
    linkHref: isAhead(matter) ? urls.registrationLink(locale, event.slug) : undefined,
    summary: read(event.summary),
    descriptionHtml: safeHtml(readText(event.description, locale)),
    programme: release && programmeOf(context, event, release),
    satellites: matter.satellites.map(satellite => satelliteLine(context, matter, satellite)),
    speakers: release ? speakersOf(locale, event, release.content) : [],
    speakersHref: urls.speakers(locale, event.slug),
    venue: venueModel(context, event, venue),
    partners: partnersOf(locale, matter.hosts),
    pressReleaseHtml: safeHtml(readText(event.pressRelease, locale)),
    links: matter.links.map(({ kind, title, url }) => ({
      kind,
      symbol: symbols[kind],
      title: read(title),
      url,
      host: new URL(url).host,
    })),
    publicity: matter.publicity,
  }
}

function offerOf({ offers }: EventMatter, event: EventRow) {
  return offers.get(event.id)?.event ?? { kind: 'none' as const }
}

function isAhead(matter: EventMatter): boolean {
  return !['none', 'over', 'cancelled'].includes(offerOf(matter, matter.event).kind)
}

function inviting(hosts: readonly EventHost[]): readonly EventHost[] {
  return hosts.filter(host => host.role === 'host' || host.role === 'co_organiser')
}

function partnersOf(locale: Locale, hosts: readonly EventHost[]): EventModel['partners'] {
  return hostRoles.flatMap(role => {
    const names = hosts
      .filter(host => host.role === role)
      .map(host => ({ name: readText(host.name, locale), href: urls.organisation(locale, host.slug) }))
    return names.length === 0 ? [] : [{ role, names }]
  })
}

function editionOf({ t, locale }: FrameContext, { event, series }: EventMatter): EventModel['edition'] {
  if (!series || event.edition === null) return undefined
  const planned = Math.max(series.plannedEditions ?? event.edition, event.edition)
  const name = readText(series.name, locale)
  const label = t('portal.event.edition', { edition: event.edition, planned, name })
  return { edition: event.edition, planned, label, href: urls.series(locale, series.slug) }
}

function satelliteLine(context: FrameContext, matter: EventMatter, satellite: EventRow): SatelliteLine {
  const { locale } = context
  const when = eventWhen(context, satellite)
  return {
    title: textWithLanguage(satellite.title, locale),
    summary: textWithLanguage(satellite.summary, locale),
    href: urls.event(locale, satellite.slug),
    when: [formatLongDate(dateIn(satellite.startsAt, satellite.timeZone), locale), when.times]
      .filter(part => part !== undefined)
      .join(', '),
    state: offerState(context, satellite, offerOf(matter, satellite)),
  }
}

/** schema.org Event of the page (S1): dates carry their offset, or are dates alone when times are not known. */
export function eventJsonLd(locale: Locale, baseUrl: string, { event, venue, hosts }: EventMatter): string {
  const day = (at: Instant) => dateIn(at, event.timeZone)
  const moment = (at: Instant) => (event.hasTimes ? isoWithOffset(at, event.timeZone) : day(at))
  const online = { '@type': 'VirtualLocation', url: absolute(baseUrl, urls.event(locale, event.slug)) }
  const place = {
    '@type': 'Place',
    name: venue ? readText(venue.name, locale) : readText(event.city, locale),
    address: {
      '@type': 'PostalAddress',
      streetAddress: venue?.street ?? undefined,
      postalCode: venue?.postalCode ?? undefined,
      addressLocality: venue?.city ?? readText(event.city, locale),
      addressCountry: venue?.country ?? event.country ?? undefined,
    },
  }
  const modes = { on_site: 'Offline', online: 'Online', hybrid: 'Mixed' } as const
  return jsonForScript({
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: readText(event.title, locale),
    description: readText(event.summary, locale) || undefined,
    inLanguage: locale,
    url: absolute(baseUrl, urls.event(locale, event.slug)),
    startDate: moment(event.startsAt),
    endDate: event.hasTimes ? moment(event.endsAt) : day(addMinutes(event.endsAt, -1)),
    eventStatus: `https://schema.org/${event.cancelledAt ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${modes[event.mode]}EventAttendanceMode`,
    location: event.mode === 'online' ? online : event.mode === 'hybrid' ? [place, online] : place,
    organizer: inviting(hosts).map(host => ({
      '@type': 'Organization',
      name: readText(host.name, locale),
      url: host.web ?? absolute(baseUrl, urls.organisation(locale, host.slug)),
    })),
    isAccessibleForFree: true,
  })
}
