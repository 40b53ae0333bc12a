import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import type { Head } from '../../../core/http/pages.ts'
import { page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { textWithLanguage } from '../../../core/localised-text.ts'
import {
  formatDateTimeRange,
  formatLongDate,
  formatTimeRange,
  formatZone,
  type Instant,
  instant,
  isoWithOffset,
  zoneDifference,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SessionExtras } from '../queries/session-page.ts'
import { dayFinder } from '../rules/days.ts'
import { speakerName } from '../rules/names.ts'
import { takesRegistrations } from '../rules/registration.ts'
import type { NamedLink, OutlineSession, SessionTexts } from '../types.ts'
import { namedIn, type Named, placeText } from './named.ts'
import type { ItemSource } from './programme-items.ts'
import { spanText } from './sentences.ts'
import { languageName } from './session-form.ts'
import { isWeb, type Prose, proseOf, type Words } from './words.ts'

export interface SessionModel {
  readonly head: Head
  readonly reference: string
  readonly event: string
  readonly title: Words
  readonly subtitle: Words
  readonly kind: string
  readonly isCancelled: boolean
  /** `středa 13. září 2023, 9.00–10.00`, for whoever is sent the page. */
  readonly when: string
  readonly date: string
  readonly span: string
  readonly zone: string
  /** The same time on another clock, where the reader asked for one. */
  readonly elsewhere: string
  readonly datetime: string
  readonly start: number
  readonly end: number
  readonly place: string
  readonly seats: number | undefined
  readonly language: string | undefined
  readonly doNotRecord: boolean
  readonly track: { readonly name: Words; readonly classes: string; readonly href: string } | undefined
  readonly satellite: { readonly title: Words; readonly href: string } | undefined
  readonly speakers: readonly Appearance[]
  readonly abstract: Prose
  readonly description: Prose
  readonly links: readonly NamedLink[]
  readonly recordingUrl: string | undefined
  readonly materials: readonly { readonly href: string; readonly title: string; readonly about: string }[]
  readonly feedbackHref: string | undefined
  readonly calendar: CalendarWays
  /** Where the programme is subscribed to. */
  readonly followHref: string
  /** Places one signs up for, and where. */
  readonly signUp: { readonly text: string; readonly href: string | undefined } | undefined
  readonly agendaHref: string
  readonly mineHref: string
}

interface Appearance {
  readonly name: Words
  readonly role: string
  readonly affiliation: Words
  readonly href: string
  readonly photograph: string | undefined
}

export const sessionPage = page<SessionModel>('agenda/session')

interface SessionSource extends ItemSource {
  readonly texts: SessionTexts
  readonly extras: SessionExtras
  readonly at: Instant
}

/** Everything a reader needs to know of one session. */
export function sessionModel(
  context: FrameContext,
  source: SessionSource,
  session: OutlineSession,
): Omit<SessionModel, 'head' | 'calendar'> {
  const { event, content, texts } = source
  const { locale } = context
  const day = dayFinder(content.sessions)(session)
  return {
    reference: session.reference,
    event: event.slug,
    title: textWithLanguage(session.title, locale),
    subtitle: textWithLanguage(session.subtitle, locale),
    isCancelled: session.isCancelled,
    doNotRecord: session.doNotRecord,
    ...whenOf(context, source, session),
    ...whatOf(context, source, session, day),
    speakers: appearances(context, event, namedIn(content), session),
    abstract: proseOf(texts.abstract, locale),
    description: proseOf(texts.description, locale),
    links: texts.links.filter(link => isWeb(link.url)).map(({ url, title }) => ({ url, title: title || url })),
    recordingUrl: texts.recordingUrl !== null && isWeb(texts.recordingUrl) ? texts.recordingUrl : undefined,
    ...extrasOf(context, source, session),
    followHref: `${urls.agenda(locale, event.slug)}#calendar`,
    agendaHref: urls.agenda(locale, event.slug, { day, zone: source.zone }),
    mineHref: urls.agenda(locale, event.slug, { my: 'MINE' }),
  }
}

function whenOf({ t, locale }: FrameContext, { event, zone }: ItemSource, session: OutlineSession) {
  const [start, end] = [instant(session.startsAt), instant(session.endsAt)]
  const differs = zone !== undefined && zoneDifference(start, event.timeZone, zone) !== 0
  const elsewhere = differs
    ? t('agenda.zone.elsewhere', {
        time: formatTimeRange(start, end, zone, locale),
        zone: formatZone(start, zone, locale),
      })
    : ''
  return {
    when: formatDateTimeRange(start, end, event.timeZone, locale),
    date: formatLongDate(session.startsLocal.slice(0, 10), locale),
    span: spanText(session, { locale }),
    zone: formatZone(start, event.timeZone, locale),
    elsewhere,
    datetime: isoWithOffset(start, event.timeZone),
    start: start.getTime(),
    end: end.getTime(),
  }
}

function whatOf({ t, locale }: FrameContext, source: ItemSource, session: OutlineSession, day: string) {
  const { event, content, satellites } = source
  const named = namedIn(content)
  const track = named.tracks.get(session.track ?? '')
  const satellite = satellites.get(session.satellite ?? '')
  return {
    kind: session.typeLabel ?? t(`agenda.kind.${session.kind}`),
    place: placeText(named, session, locale),
    seats: session.capacity ?? named.rooms.get(session.room ?? '')?.capacity ?? undefined,
    language: session.language === null ? undefined : languageName(session.language, locale),
    track: track && {
      name: textWithLanguage(track.name, locale),
      classes: `track track-${track.colour}`,
      href: urls.agenda(locale, event.slug, { day, track: track.slug }),
    },
    satellite: satellite && {
      title: textWithLanguage(satellite.title, locale),
      href: urls.event(locale, satellite.slug),
    },
  }
}

function appearances(
  { t, locale }: FrameContext,
  event: EventRow,
  named: Named,
  session: OutlineSession,
): readonly Appearance[] {
  return session.speakers.flatMap(({ reference, role }) => {
    const speaker = named.speakers.get(reference)
    if (!speaker) return []
    return [
      {
        name: { text: speakerName(speaker, locale), lang: textWithLanguage(speaker.name, locale).lang },
        role: role === 'speaker' ? '' : t(`agenda.role.${role}`),
        affiliation: textWithLanguage(speaker.affiliation, locale),
        href: urls.speaker(locale, event.slug, reference),
        photograph: speaker.photograph === null ? undefined : urls.speakerPhotograph(speaker.photograph),
      },
    ]
  })
}

function extrasOf({ t, locale }: FrameContext, source: SessionSource, session: OutlineSession) {
  const { event, extras, at } = source
  const { feedbackOpensAt: opens, feedbackClosesAt: closes } = extras
  const isOpen = opens !== null && opens <= at && (closes === null || at < closes) && instant(session.startsAt) <= at
  return {
    materials: extras.materials.map(({ reference, title, fileName, size }) => ({
      href: urls.sessionMaterial(locale, event.slug, session.reference, reference),
      title: title || fileName,
      about: t('agenda.sessionPage.size', {
        type: endingOf(fileName),
        kilobytes: Math.max(1, Math.round(size / 1024)),
      }),
    })),
    signUp: signUpOf({ t, locale }, source, session),
    feedbackHref:
      isOpen && !session.isCancelled ? urls.sessionFeedback(locale, event.slug, session.reference) : undefined,
  }
}

/** Who wants a place takes it with the registration, which says exactly what is left at that moment. */
function signUpOf({ t, locale }: FrameContext, { event, extras, at }: SessionSource, session: OutlineSession) {
  if (extras.signUp === null || session.isCancelled) return undefined
  const { left } = extras.signUp
  const text = left === null ? t('agenda.sessionPage.signUp') : t('agenda.sessionPage.signUpLeft', { n: left })
  return { text, href: takesRegistrations(event, at) ? urls.registration(locale, event.slug) : undefined }
}

function endingOf(fileName: string): string {
  return fileName.includes('.') ? fileName.slice(fileName.lastIndexOf('.') + 1).toUpperCase() : ''
}
