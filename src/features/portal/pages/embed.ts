import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatDayAndMonth,
  formatLocalTime,
  formatWeekday,
  instant,
  isoWithOffset,
  type LocalDate,
  timeOf,
} from '../../../core/time.ts'
import type { OutlinedAgenda, OutlineSession, ReleaseOutline } from '../../agenda/types.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import { offerState, type ReplyModel, replyTo, type StateModel } from './offers.ts'

/** The programme of a day as it stands in somebody else's site. */
export interface EmbeddedAgendaModel {
  readonly head: Head
  readonly title: string
  readonly when: string
  readonly days: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
  readonly dayTitle: string
  readonly items: readonly {
    readonly time: string
    readonly datetime: string
    readonly title: { readonly text: string; readonly lang: Locale | undefined }
    readonly href: string
    readonly place: string
    readonly track: { readonly name: string; readonly colour: number } | undefined
  }[]
  readonly agendaHref: string
}

export const embeddedAgendaPage = page<EmbeddedAgendaModel>('portal/embed-agenda')

/** Addresses are whole: the page may stand in the document of another site. */
export function embeddedAgenda(
  context: FrameContext,
  { event, release, asked, link }: { event: EventRow; release: OutlinedAgenda | undefined; asked: string; link: Link },
): Omit<EmbeddedAgendaModel, 'head'> {
  const { locale } = context
  const content = release?.content ?? { rooms: [], tracks: [], sessions: [], speakers: [] }
  const standing = content.sessions.filter(session => !session.isCancelled)
  const days: LocalDate[] = [...new Set(standing.map(session => dateOf(session.startsLocal)))].sort()
  const day = days.find(one => one === asked) ?? days[0] ?? ''
  return {
    title: readText(event.title, locale),
    when: eventWhen(context, event).dates,
    days: days.map(one => ({
      href: link(urls.embedAgenda(locale, event.slug, { day: one })),
      label: `${formatWeekday(one, locale)} ${formatDayAndMonth(one, locale)}`,
      current: one === day,
    })),
    dayTitle: day === '' ? '' : formatDay(day, locale),
    items: standing
      .filter(session => dateOf(session.startsLocal) === day)
      .map(session => itemOf(locale, event, content, session, link)),
    agendaHref: link(urls.agenda(locale, event.slug)),
  }
}

/** A path of ours as a whole address. */
type Link = (path: string) => string

function itemOf(locale: Locale, event: EventRow, content: ReleaseOutline, session: OutlineSession, link: Link) {
  const room = content.rooms.find(({ reference }) => reference === session.room)
  const track = content.tracks.find(({ slug }) => slug === session.track)
  const [start, end] = [session.startsLocal, session.endsLocal].map(local => formatLocalTime(timeOf(local), locale))
  return {
    time: `${start}–${end}`,
    datetime: isoWithOffset(instant(session.startsAt), event.timeZone),
    title: textWithLanguage(session.title, locale),
    href: link(urls.session(locale, event.slug, session.reference)),
    place: readText(room?.name, locale),
    track: track && { name: readText(track.name, locale), colour: track.colour },
  }
}

/** State of the registration and the button to it, for somebody else's site. */
export interface EmbeddedRegistrationModel {
  readonly head: Head
  readonly title: string
  readonly when: string
  readonly state: StateModel | undefined
  readonly reply: ReplyModel | undefined
  readonly eventHref: string
}

export const embeddedRegistrationPage = page<EmbeddedRegistrationModel>('portal/embed-registration')

/** What the site of an organiser shows beside its own words. */
export function embeddedRegistration(
  context: FrameContext,
  { event, offer, link }: { event: EventRow; offer: EventOffer; link: Link },
): Omit<EmbeddedRegistrationModel, 'head'> {
  const { locale } = context
  const href = link(urls.registration(locale, event.slug))
  return {
    title: readText(event.title, locale),
    when: [eventWhen(context, event).dates, eventWhen(context, event).place].filter(text => text !== '').join(', '),
    state: offerState(context, event, offer.event),
    reply: replyTo(context, event, offer.event, href),
    eventHref: link(urls.event(locale, event.slug)),
  }
}
