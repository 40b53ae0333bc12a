import type { EventBar, Head, OrganiserBar, PublicityStrip } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import { readText, textWithLanguage } from '../../core/localised-text.ts'
import {
  formatDateRange,
  formatDayRangeShort,
  formatLocalTimeRange,
  formatWeekday,
  timeOf,
  timeZone,
  zoneDifference,
} from '../../core/time.ts'
import type { FrameContext } from '../accounts/frame.ts'
import { mayCheckIn, mayEnter, mayOrganise, mayOwn, mayView } from '../accounts/permissions.ts'
import type { SignedInUser } from '../accounts/types.ts'
import { placeOf } from './queries.ts'
import { daysOf } from './rules.ts'
import type { EventAccess, EventRow } from './types.ts'

export type { FrameContext } from '../accounts/frame.ts'

/** The pages of an event that its navigation names. */
export type PublicEventPage = 'about' | 'agenda' | 'speakers' | 'registration'

/** What a public page of an event tells its frame. */
export interface PublicEventFrame
  extends Pick<Head, 'description' | 'jsonLd' | 'openGraphType' | 'canonicalPath' | 'isPrivate' | 'picture'> {
  /** Title of this page; the event's title is added unless it is that. */
  readonly title: string
  /** undefined: a page the navigation does not name. */
  readonly current?: PublicEventPage | undefined
  /** The strips of `findPublicity`: seen on every page of a funded event (CZ-01). */
  readonly publicity?: readonly PublicityStrip[] | undefined
  /** The button of the navigation, usually to the registration. */
  readonly action?: { readonly href: string; readonly label: string } | undefined
  /** false on the event page alone, which draws the whole cover. */
  readonly thin?: boolean
}

/** The head of every public page of an event: thin cover, navigation, publicity, hue, calendar feed. */
export function publicEventHead({ t, locale }: FrameContext, event: EventRow, frame: PublicEventFrame): Head {
  const { title, current, publicity, action, thin = true, ...rest } = frame
  const { text: eventTitle, lang } = textWithLanguage(event.title, locale)
  const days = daysOf(event)
  const entry = (page: PublicEventPage, href: string) => ({
    href,
    label: t(`events.nav.${page}`),
    current: page === current,
  })
  const bar: EventBar = {
    title: eventTitle,
    titleLang: lang,
    href: urls.event(locale, event.slug),
    dates: formatDateRange(days.first, days.last, locale),
    datetime: days.first,
    place: placeOf(event, undefined, locale) || undefined,
    nav: [
      entry('about', urls.event(locale, event.slug)),
      entry('agenda', urls.agenda(locale, event.slug)),
      entry('speakers', urls.speakers(locale, event.slug)),
    ],
    action,
    publicity,
    thin,
  }
  return {
    ...rest,
    title: title === eventTitle ? title : `${title} · ${eventTitle}`,
    layout: 'public',
    section: 'events',
    hue: event.hue,
    event: bar,
    overCover: !thin,
    isDemonstration: event.isDemonstration,
    picture: rest.picture ?? { path: urls.eventPicture(locale, event.slug), alt: `${eventTitle}, ${bar.dates}` },
    isShared: true,
    feeds: [
      { href: urls.calendarEvent(locale, event.slug), type: 'text/calendar', title: t('events.calendarFeed') },
      { href: urls.changesFeed(locale, event.slug), type: 'application/atom+xml', title: t('events.changesFeed') },
    ],
  }
}

/** The organiser pages of an event that the side navigation names. */
export type OrganiserEventPage = 'overview' | 'registrations' | 'checkin' | 'agenda' | 'mails' | 'settings' | 'team'

interface OrganiserEventFrame {
  readonly title: string
  readonly current: OrganiserEventPage
  /** The page may use the whole width: tables, the agenda editor. */
  readonly wide?: boolean
  /** A few words beside an entry: “146”, “3 změny”. */
  readonly notes?: Partial<Readonly<Record<OrganiserEventPage, string>>>
}

/** The head of every organiser page of an event. The navigation names only what the role may open. */
export function organiserEventHead(
  { t, locale }: FrameContext,
  { event, role }: EventAccess,
  user: SignedInUser,
  { title, current, wide = false, notes = {} }: OrganiserEventFrame,
): Head {
  const eventTitle = readText(event.title, locale)
  const days = daysOf(event)
  const part = (path: string) => urls.organiserEventPart(locale, event.slug, path)
  const entries: readonly (readonly [OrganiserEventPage, string, boolean])[] = [
    ['overview', urls.organiserEvent(locale, event.slug), true],
    ['registrations', part('registrations'), mayEnter(role)],
    ['checkin', part('checkin'), mayCheckIn(role)],
    ['agenda', part('agenda'), mayOrganise(role)],
    ['mails', part('mails'), mayView(role)],
    ['settings', part('settings'), mayOrganise(role)],
    ['team', part('settings/team'), mayOwn(role)],
  ]
  const organiser: OrganiserBar = {
    user: { name: user.name, email: user.email },
    event: {
      title: eventTitle,
      href: urls.organiserEvent(locale, event.slug),
      dates: formatDateRange(days.first, days.last, locale),
      publicHref: event.publishedAt === null ? undefined : urls.event(locale, event.slug),
    },
    nav: entries
      .filter(([, , isOpen]) => isOpen)
      .map(([page, href]) => ({
        href,
        label: t(`events.organiserNav.${page}`),
        note: notes[page],
        current: page === current,
      })),
    wide,
  }
  return {
    title: `${title} · ${eventTitle}`,
    layout: 'organiser',
    isPrivate: true,
    hue: event.hue,
    organiser,
    isDemonstration: event.isDemonstration,
  }
}

/** When and where an event is, as its cover and lists say it. */
export interface EventWhen {
  /** `13.–15.`; over two months `30. 9. – 2. 10.` */
  readonly days: string
  /** `září 2023` */
  readonly month: string
  /** The whole range: `13.–15. září 2023`. */
  readonly dates: string
  /** The first day, for `<time datetime>`. */
  readonly datetime: string
  /** `Burgas, Bulharsko`; '' online. */
  readonly place: string
  /** `středa až pátek`, `středa` */
  readonly weekdays: string
  /** `9.00–16.00` on a day whose times are known. */
  readonly times: string | undefined
  /** Said where the clocks of the event are not those of Prague. */
  readonly zoneNote: string | undefined
}

const home = timeZone('Europe/Prague')

/** The words of an event's date and place in a language. */
export function eventWhen(
  { t, locale }: FrameContext,
  event: EventRow,
  venue?: { readonly city: string; readonly country: string } | null,
): EventWhen {
  const { first, last } = daysOf(event)
  const short = formatDayRangeShort(first, last, locale)
  const from = formatWeekday(first, locale)
  const isOneDay = first === last
  return {
    days: short.days,
    month: short.month,
    dates: formatDateRange(first, last, locale),
    datetime: first,
    place: placeOf(event, venue, locale),
    weekdays: isOneDay ? from : t('events.when.weekdays', { from, to: formatWeekday(last, locale) }),
    times:
      isOneDay && event.hasTimes
        ? formatLocalTimeRange(timeOf(event.startsLocal), timeOf(event.endsLocal), locale)
        : undefined,
    zoneNote: zoneNote(t, event),
  }
}

function zoneNote(t: FrameContext['t'], event: EventRow): string | undefined {
  const minutes = zoneDifference(event.startsAt, event.timeZone, home)
  if (minutes === 0 || !event.hasTimes) return undefined
  return t('events.when.zoneNote', { hours: Math.abs(minutes) / 60, direction: minutes < 0 ? 'less' : 'more' })
}
