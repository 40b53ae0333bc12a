import { type AtomFeed, atomId, list, paragraph } from '../../../core/atom.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatDayAndMonth,
  formatLocalTime,
  formatWeekday,
  type LocalDate,
  timeOf,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleaseSummary } from '../queries.ts'
import { speakerName } from '../rules/names.ts'
import type { OutlinedAgenda, OutlineSession, ReleaseOutline } from '../types.ts'
import { changeList, releaseDay, type ReleaseLine, releaseTitle } from './releases.ts'
import { spanText } from './sentences.ts'

/** Every release there was, for everybody. */
export interface HistoryModel {
  readonly head: Head
  readonly releases: readonly ReleaseLine[]
  readonly agendaHref: string
  readonly feedHref: string
}

export const historyPage = page<HistoryModel>('agenda/releases')

/** The programme of one day as one release had it; what is not in force is marked so. */
export interface OldReleaseModel {
  readonly head: Head
  readonly title: string
  readonly date: string
  readonly note: string
  readonly latest: { readonly number: number; readonly href: string } | undefined
  readonly historyHref: string
  readonly days: readonly {
    readonly href: string
    readonly label: string
    readonly weekday: string
    readonly current: boolean
  }[]
  readonly dayTitle: string
  readonly slots: readonly {
    readonly time: string
    readonly sessions: readonly OldSession[]
  }[]
}

export interface OldSession {
  readonly span: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly isCancelled: boolean
  /** Who and where, in a line. */
  readonly detail: string
}

export const oldReleasePage = page<OldReleaseModel>('agenda/release')

/** The programme of one day of a release; a day it does not know gives the first one. */
export function oldReleaseModel(
  context: FrameContext,
  event: EventRow,
  release: OutlinedAgenda,
  { latest, day: asked }: { readonly latest: number; readonly day: string },
): Omit<OldReleaseModel, 'head'> {
  const { locale } = context
  const { sessions } = release.content
  const days = [...new Set(sessions.map(session => dateOf(session.startsLocal)))].sort()
  const day = days.find(one => one === asked) ?? days[0]
  const here = (query: Readonly<Record<string, string>> = {}) =>
    urls.agendaRelease(locale, event.slug, release.number, query)
  return {
    title: releaseTitle(context, release),
    date: releaseDay(event, release.releasedAt, context),
    note: readText(release.note, locale),
    latest: release.number === latest ? undefined : { number: latest, href: urls.agenda(locale, event.slug) },
    historyHref: urls.agendaReleases(locale, event.slug),
    days: days.map(one => ({
      href: here({ day: one }),
      label: formatDayAndMonth(one, locale),
      weekday: formatWeekday(one, locale),
      current: one === day,
    })),
    dayTitle: day === undefined ? '' : formatDay(day, locale),
    slots: slotsOf(context, release.content, day),
  }
}

function slotsOf(context: FrameContext, content: ReleaseOutline, day: LocalDate | undefined): OldReleaseModel['slots'] {
  const rooms = new Map(content.rooms.map(room => [room.reference, readText(room.name, context.locale)]))
  const speakers = new Map(content.speakers.map(speaker => [speaker.reference, speakerName(speaker, context.locale)]))
  const slots = new Map<string, OldSession[]>()
  for (const session of content.sessions) {
    if (dateOf(session.startsLocal) !== day) continue
    const time = formatLocalTime(timeOf(session.startsLocal), context.locale)
    const names = session.speakers.map(({ reference }) => speakers.get(reference) ?? '')
    const words = [...names, rooms.get(session.room ?? '') ?? ''].filter(word => word !== '')
    slots.set(time, [...(slots.get(time) ?? []), oldSession(session, words.join(' · '), context)])
  }
  return [...slots].map(([time, sessions]) => ({ time, sessions }))
}

function oldSession(session: OutlineSession, detail: string, context: FrameContext): OldSession {
  const { text, lang } = textWithLanguage(session.title, context.locale)
  return { span: spanText(session, context), title: text, lang, isCancelled: session.isCancelled, detail }
}

/** As many releases as a feed holds; whoever asks once a year still learns of the last ones. */
export const mostEntries = 30

/** What changed in the programme, one entry a release: RFC 4287, the latest first. */
export function changesFeed(
  context: FrameContext,
  event: EventRow,
  releases: readonly ReleaseSummary[],
  baseUrl: string,
): AtomFeed {
  const { t, locale } = context
  const at = (path: string) => absolute(baseUrl, path)
  return {
    id: atomId('programme', event.calendarUid, locale),
    title: t('releases.feed.title', { event: readText(event.title, locale) }),
    href: at(urls.agendaReleases(locale, event.slug)),
    self: at(urls.changesFeed(locale, event.slug)),
    author: t('core.product'),
    locale,
    updated: releases[0]?.releasedAt ?? event.publishedAt ?? event.createdAt,
    entries: releases.slice(0, mostEntries).map(release => ({
      id: atomId('release', event.calendarUid, locale, String(release.number)),
      title: releaseTitle(context, release),
      href: at(urls.agendaRelease(locale, event.slug, release.number)),
      published: release.releasedAt,
      updated: release.releasedAt,
      contentHtml: entryHtml(context, release),
    })),
  }
}

function entryHtml(context: FrameContext, release: ReleaseSummary): string {
  const { t, locale } = context
  const note = paragraph(readText(release.note, locale))
  if (release.number === 1) return note + paragraph(t('releases.first', { n: release.changes.length }))
  const { sentences, more } = changeList(release.changes, context)
  return note + list(more === 0 ? sentences : [...sentences, t('releases.more', { n: more })])
}
