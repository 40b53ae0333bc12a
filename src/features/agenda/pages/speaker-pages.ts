import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import type { Head } from '../../../core/http/pages.ts'
import { page } from '../../../core/http/pages.ts'
import { type Pager, type PageRequest, pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import { dateOf, formatDay } from '../../../core/time.ts'
import { comparisonKey, foldedText } from '../../../core/typography.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { speakerName } from '../rules/names.ts'
import type { NamedLink, OutlineSession, OutlineSpeaker, ReleasedSpeaker, ReleaseOutline } from '../types.ts'
import { namedIn, placeText } from './named.ts'
import { spanText } from './sentences.ts'
import { isWeb, type Prose, proseOf, type Words } from './words.ts'

export interface SpeakersModel {
  readonly head: Head
  readonly search: string
  readonly action: string
  /** Whether there are so many that a search helps. */
  readonly isLong: boolean
  readonly speakers: readonly SpeakerEntry[]
  readonly pager: Pager
}

export interface SpeakerEntry {
  readonly name: Words
  readonly affiliation: Words
  readonly href: string
  readonly photograph: string | undefined
  readonly sessions: readonly Words[]
}

export const speakersPage = page<SpeakersModel>('agenda/speakers')

/** A page of speakers; a conference with a thousand has several. */
export const speakersOnPage = 120

/** Those who appear in the released programme, by name, with what they appear in; of many a page at a time. */
export function speakersModel(
  { locale }: FrameContext,
  event: EventRow,
  content: ReleaseOutline,
  asked: { readonly search: string; readonly page: PageRequest },
): Omit<SpeakersModel, 'head'> {
  const sessions = titlesBySpeaker(locale, content.sessions)
  const appearing = content.speakers.filter(({ reference }) => sessions.has(reference))
  const found = matching(appearing, asked.search)
  const { offset, size } = asked.page
  return {
    search: asked.search,
    action: urls.speakers(locale, event.slug),
    isLong: appearing.length > 40,
    speakers: found.slice(offset, offset + size).map(speaker => ({
      name: nameOf(speaker, locale),
      affiliation: textWithLanguage(speaker.affiliation, locale),
      href: urls.speaker(locale, event.slug, speaker.reference),
      photograph: photographOf(speaker),
      sessions: sessions.get(speaker.reference) ?? [],
    })),
    pager: pager(asked.page, found.length, number =>
      urls.speakers(locale, event.slug, { q: asked.search, page: number }),
    ),
  }
}

function titlesBySpeaker(locale: Locale, sessions: readonly OutlineSession[]): ReadonlyMap<string, Words[]> {
  const titles = new Map<string, Words[]>()
  for (const session of sessions) {
    if (session.isCancelled) continue
    const title = textWithLanguage(session.title, locale)
    for (const { reference } of session.speakers) {
      const known = titles.get(reference)
      if (known) known.push(title)
      else titles.set(reference, [title])
    }
  }
  return titles
}

function matching(speakers: readonly OutlineSpeaker[], search: string): readonly OutlineSpeaker[] {
  const words = comparisonKey(search)
    .split(' ')
    .filter(word => word !== '')
  if (words.length === 0) return speakers
  return speakers.filter(({ name, affiliation, sortName }) => {
    const key = foldedText([...Object.values(name), ...Object.values(affiliation), sortName].join(' '))
    return words.every(word => key.includes(word))
  })
}

function nameOf(speaker: OutlineSpeaker, locale: Locale): Words {
  return { text: speakerName(speaker, locale), lang: textWithLanguage(speaker.name, locale).lang }
}

function photographOf({ photograph }: OutlineSpeaker): string | undefined {
  return photograph === null ? undefined : urls.speakerPhotograph(photograph)
}

export interface SpeakerModel {
  readonly head: Head
  readonly name: Words
  readonly affiliation: Words
  readonly photograph: string | undefined
  readonly biography: Prose
  readonly links: readonly NamedLink[]
  readonly sessions: readonly {
    readonly title: Words
    readonly href: string
    readonly when: string
    readonly place: string
    readonly role: string
    readonly isCancelled: boolean
  }[]
  readonly calendar: CalendarWays
  readonly listHref: string
}

export const speakerPage = page<SpeakerModel>('agenda/speaker')

/** One speaker and their sessions. */
export function speakerModel(
  context: FrameContext,
  event: EventRow,
  content: ReleaseOutline,
  speaker: ReleasedSpeaker,
): Omit<SpeakerModel, 'head' | 'calendar'> {
  const { t, locale } = context
  const named = namedIn(content)
  const sessions = content.sessions.flatMap(session => {
    const role = session.speakers.find(({ reference }) => reference === speaker.reference)?.role
    return role ? [{ session, role }] : []
  })
  return {
    name: nameOf(speaker, locale),
    affiliation: textWithLanguage(speaker.affiliation, locale),
    // The outline knows which photographs are still there.
    photograph: photographOf(content.speakers.find(one => one.reference === speaker.reference) ?? speaker),
    biography: proseOf(speaker.biography, locale),
    links: speaker.links.filter(link => isWeb(link.url)).map(({ url, title }) => ({ url, title: title || url })),
    sessions: sessions.map(({ session, role }) => ({
      title: textWithLanguage(session.title, locale),
      href: urls.session(locale, event.slug, session.reference),
      when: `${formatDay(dateOf(session.startsLocal), locale)}, ${spanText(session, context)}`,
      place: placeText(named, session, locale),
      role: role === 'speaker' ? '' : t(`agenda.role.${role}`),
      isCancelled: session.isCancelled,
    })),
    listHref: urls.speakers(locale, event.slug),
  }
}
