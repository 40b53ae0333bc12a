import type { Head } from '../../../core/http/pages.ts'
import { page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import { safeHtml } from '../../../core/markdown.ts'
import {
  dateOf,
  formatDateTimeRange,
  formatDay,
  formatLongDate,
  formatZone,
  instant,
  isoWithOffset,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleaseContent, ReleasedSession, ReleasedSpeaker } from '../types.ts'
import { type ItemSource, placeText } from './programme-items.ts'
import { spanText } from './sentences.ts'
import { languageName } from './session-form.ts'

interface Words {
  readonly text: string
  readonly lang: Locale | undefined
}

export interface SessionModel {
  readonly head: Head
  readonly title: Words
  readonly kind: string
  readonly isCancelled: boolean
  /** `středa 13. září 2023, 9.00–10.00`, for whoever is sent the page. */
  readonly when: string
  readonly date: string
  readonly span: string
  readonly zone: string
  readonly datetime: string
  readonly place: string
  readonly seats: number | undefined
  readonly language: string | undefined
  readonly track: { readonly name: Words; readonly classes: string; readonly href: string } | undefined
  readonly satellite: { readonly title: Words; readonly href: string } | undefined
  readonly speakers: readonly {
    readonly name: Words
    readonly role: string
    readonly affiliation: Words
    readonly href: string
  }[]
  readonly abstractHtml: string
  readonly abstractLang: Locale | undefined
  readonly calendarHref: string
  readonly agendaHref: string
}

export const sessionPage = page<SessionModel>('agenda/session')

/** Everything a reader needs to know of one session. */
export function sessionModel(
  { t, locale }: FrameContext,
  { event, content, satellites }: ItemSource,
  session: ReleasedSession,
): Omit<SessionModel, 'head'> {
  const [start, end] = [instant(session.startsAt), instant(session.endsAt)]
  const room = content.rooms.find(one => one.reference === session.room)
  const track = content.tracks.find(one => one.slug === session.track)
  const satellite = satellites.get(session.satellite ?? '')
  const abstract = textWithLanguage(session.abstract, locale)
  const day = dateOf(session.startsLocal)
  return {
    title: textWithLanguage(session.title, locale),
    kind: t(`agenda.kind.${session.kind}`),
    isCancelled: session.isCancelled,
    when: formatDateTimeRange(start, end, event.timeZone, locale),
    date: formatLongDate(day, locale),
    span: spanText(session, { locale }),
    zone: formatZone(start, event.timeZone, locale),
    datetime: isoWithOffset(start, event.timeZone),
    place: placeText(content, session, locale),
    seats: session.capacity ?? room?.capacity ?? undefined,
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
    speakers: appearances({ t, locale }, event, content, session),
    abstractHtml: abstract.text === '' ? '' : safeHtml(abstract.text),
    abstractLang: abstract.lang,
    calendarHref: urls.calendarSession(event.slug, session.reference),
    agendaHref: urls.agenda(locale, event.slug, { day }),
  }
}

function appearances(
  { t, locale }: FrameContext,
  event: EventRow,
  content: ReleaseContent,
  session: ReleasedSession,
): SessionModel['speakers'] {
  return session.speakers.flatMap(({ reference, role }) => {
    const speaker = content.speakers.find(one => one.reference === reference)
    if (!speaker) return []
    return [
      {
        name: textWithLanguage(speaker.name, locale),
        role: role === 'speaker' ? '' : t(`agenda.role.${role}`),
        affiliation: textWithLanguage(speaker.affiliation, locale),
        href: urls.speaker(locale, event.slug, reference),
      },
    ]
  })
}

export interface SpeakersModel {
  readonly head: Head
  readonly speakers: readonly {
    readonly name: Words
    readonly affiliation: Words
    readonly href: string
    readonly sessions: readonly Words[]
  }[]
}

export const speakersPage = page<SpeakersModel>('agenda/speakers')

/** Those who appear in the released programme, by name, with what they appear in. */
export function speakerEntries(locale: Locale, event: EventRow, content: ReleaseContent): SpeakersModel['speakers'] {
  const sessions = new Map<string, Words[]>()
  for (const session of content.sessions) {
    if (session.isCancelled) continue
    const title = textWithLanguage(session.title, locale)
    for (const { reference } of session.speakers) sessions.set(reference, [...(sessions.get(reference) ?? []), title])
  }
  return content.speakers
    .filter(({ reference }) => sessions.has(reference))
    .map(({ reference, name, affiliation }) => ({
      name: textWithLanguage(name, locale),
      affiliation: textWithLanguage(affiliation, locale),
      href: urls.speaker(locale, event.slug, reference),
      sessions: sessions.get(reference) ?? [],
    }))
}

export interface SpeakerModel {
  readonly head: Head
  readonly name: Words
  readonly affiliation: Words
  readonly biographyHtml: string
  readonly biographyLang: Locale | undefined
  readonly sessions: readonly {
    readonly title: Words
    readonly href: string
    readonly when: string
    readonly place: string
    readonly role: string
    readonly isCancelled: boolean
  }[]
  readonly listHref: string
}

export const speakerPage = page<SpeakerModel>('agenda/speaker')

/** One speaker and their sessions. */
export function speakerModel(
  context: FrameContext,
  event: EventRow,
  content: ReleaseContent,
  speaker: ReleasedSpeaker,
): Omit<SpeakerModel, 'head'> {
  const { t, locale } = context
  const biography = textWithLanguage(speaker.biography, locale)
  const sessions = content.sessions.flatMap(session => {
    const role = session.speakers.find(({ reference }) => reference === speaker.reference)?.role
    return role ? [{ session, role }] : []
  })
  return {
    name: textWithLanguage(speaker.name, locale),
    affiliation: textWithLanguage(speaker.affiliation, locale),
    biographyHtml: biography.text === '' ? '' : safeHtml(biography.text),
    biographyLang: biography.lang,
    sessions: sessions.map(({ session, role }) => ({
      title: textWithLanguage(session.title, locale),
      href: urls.session(locale, event.slug, session.reference),
      when: `${formatDay(dateOf(session.startsLocal), locale)}, ${spanText(session, context)}`,
      place: placeText(content, session, locale),
      role: role === 'speaker' ? '' : t(`agenda.role.${role}`),
      isCancelled: session.isCancelled,
    })),
    listHref: urls.speakers(locale, event.slug),
  }
}
