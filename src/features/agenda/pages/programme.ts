import type { Head } from '../../../core/http/pages.ts'
import { page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateIn,
  dateOf,
  datesBetween,
  formatDate,
  formatDay,
  formatDayRangeShort,
  formatLocalTime,
  formatWeekday,
  type LocalDate,
  timeOf,
} from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { Grid } from '../rules/grid.ts'
import type { ReleaseContent, ReleasedAgenda, ReleasedSession } from '../types.ts'
import { gridOf, type ItemSource, type ProgrammeSlot, slotsOf } from './programme-items.ts'
import { sentencesOf } from './lists.ts'

interface FilterLink {
  readonly label: string
  readonly lang?: Locale | undefined
  readonly href: string
  readonly classes?: string
  readonly current: boolean
}

/** The public programme of one day, or the page before the first release. */
export interface ProgrammeModel {
  readonly head: Head
  readonly eventTitle: string
  readonly when: string
  readonly release: ReleaseLine | undefined
  readonly days: readonly {
    readonly href: string
    readonly label: string
    readonly weekday: string
    readonly current: boolean
  }[]
  readonly tracks: readonly FilterLink[]
  readonly rooms: readonly FilterLink[]
  readonly printHref: string
  readonly calendarHref: string
  /** A filter of the address that this programme does not know. */
  readonly hasUnknownFilter: boolean
  /** How many sessions the filters leave; undefined without filters. */
  readonly found: number | undefined
  readonly allHref: string
  readonly dayTitle: string
  readonly grid:
    | { readonly classes: string; readonly scrolls: boolean; readonly heads: readonly ProgrammeHead[] }
    | undefined
  readonly slots: readonly ProgrammeSlot[]
  readonly cancelled: readonly {
    readonly title: string
    readonly lang: Locale | undefined
    readonly href: string
    readonly time: string
  }[]
  readonly next: { readonly href: string; readonly label: string } | undefined
}

export interface ProgrammeHead {
  readonly name: string
  readonly note: string
}

export interface ReleaseLine {
  readonly number: number
  readonly date: string
  readonly note: string
  readonly zoneNote: string | undefined
  readonly changes: readonly string[]
}

export const programmePage = page<ProgrammeModel>('agenda/programme')

/** What the address asks for; unknown values are left out and `isUnknown` says so. */
export interface ProgrammeChoice {
  readonly day: LocalDate
  readonly track: string | undefined
  readonly room: string | undefined
  readonly isUnknown: boolean
}

/** The days with sessions; those of the event when there is none yet. */
export function programmeDays(event: EventRow, content: ReleaseContent): LocalDate[] {
  const used = content.sessions.filter(session => !session.isCancelled).map(session => dateOf(session.startsLocal))
  if (used.length === 0) return datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal))
  return [...new Set(used)].sort()
}

/** Reads the filters of the address against the programme; without a day the first one. */
export function chosen(
  days: readonly LocalDate[],
  content: ReleaseContent,
  asked: { readonly day: string; readonly track: string; readonly room: string },
): ProgrammeChoice {
  const track = content.tracks.find(one => one.slug === asked.track)?.slug
  const room = content.rooms.find(one => one.reference === asked.room)?.reference
  const day = days.find(one => one === asked.day)
  const isUnknown = (asked.day !== '' && !day) || (asked.track !== '' && !track) || (asked.room !== '' && !room)
  return { day: day ?? days[0] ?? '', track, room, isUnknown }
}

/** Day links and filters, each keeping the others. */
export function programmeLinks(
  { t, locale }: FrameContext,
  event: EventRow,
  content: ReleaseContent,
  days: readonly LocalDate[],
  choice: ProgrammeChoice,
) {
  const now = { day: choice.day, track: choice.track, room: choice.room }
  const to = (change: Partial<Record<'day' | 'track' | 'room', string | undefined>>) =>
    urls.agenda(locale, event.slug, { ...now, ...change })
  const all = (field: 'track' | 'room') => {
    return { label: t('agenda.filter.all'), href: to({ [field]: undefined }), current: choice[field] === undefined }
  }
  const tracks = content.tracks.map(({ slug, name, colour }) => {
    const { text, lang } = textWithLanguage(name, locale)
    const classes = `track track-${colour}`
    return { label: text, lang, classes, href: to({ track: slug }), current: choice.track === slug }
  })
  const rooms = content.rooms.map(({ reference, name }) => {
    const { text, lang } = textWithLanguage(name, locale)
    return { label: text, lang, href: to({ room: reference }), current: choice.room === reference }
  })
  const following = days[days.indexOf(choice.day) + 1]
  return {
    days: days.map(day => ({
      href: to({ day }),
      label: dayLabel(day, locale),
      weekday: formatWeekday(day, locale),
      current: day === choice.day,
    })),
    tracks: tracks.length === 0 ? [] : [all('track'), ...tracks],
    rooms: rooms.length < 2 ? [] : [all('room'), ...rooms],
    allHref: urls.agenda(locale, event.slug, { day: choice.day }),
    next: following === undefined ? undefined : { href: to({ day: following }), label: formatDay(following, locale) },
  }
}

function dayLabel(day: LocalDate, locale: Locale): string {
  const { days, month } = formatDayRangeShort(day, day, locale)
  return `${days} ${month.replace(/\s\d+$/, '')}`
}

/** `Vydání 3 z 24. srpna 2023`, and what the readers of the last one should know. */
export function releaseLine(context: FrameContext, event: EventRow, release: ReleasedAgenda): ReleaseLine {
  return {
    number: release.number,
    date: formatDate(dateIn(release.releasedAt, event.timeZone), context.locale),
    note: readText(release.note, context.locale),
    zoneNote: eventWhen(context, event).zoneNote,
    changes: release.number === 1 ? [] : sentencesOf(release.changes, context),
  }
}

/** What stands above the programme whatever the day. */
export function programmeWords(context: FrameContext, { event }: ItemSource, release: ReleasedAgenda | undefined) {
  const { locale } = context
  const when = eventWhen(context, event)
  return {
    eventTitle: readText(event.title, locale),
    when: [when.dates, when.place].filter(text => text !== '').join(', '),
    release: release && releaseLine(context, event, release),
    printHref: urls.agendaPrint(locale, event.slug),
    calendarHref: urls.calendarEvent(event.slug),
  }
}

/** The sessions of the chosen day, placed and grouped by the time they begin. */
export function programmeOfDay(context: FrameContext, source: ItemSource, choice: ProgrammeChoice) {
  const { event, content } = source
  const all = sessionsOfDay(content, choice)
  const sessions = all.filter(session => !session.isCancelled)
  const grid = gridOf(content, sessions)
  const isFiltered = choice.track !== undefined || choice.room !== undefined
  return {
    hasUnknownFilter: choice.isUnknown,
    found: isFiltered ? sessions.length : undefined,
    dayTitle: choice.day === '' ? '' : formatDay(choice.day, context.locale),
    grid: gridModel(context, content, grid),
    slots: slotsOf(context, source, sessions, grid),
    cancelled: cancelledOf(
      context,
      event,
      all.filter(session => session.isCancelled),
    ),
  }
}

/** The sessions of the day that the filters leave. */
export function sessionsOfDay(content: ReleaseContent, { day, track, room }: ProgrammeChoice): ReleasedSession[] {
  return content.sessions.filter(
    session =>
      dateOf(session.startsLocal) === day &&
      (track === undefined || session.track === track) &&
      (room === undefined || session.room === room),
  )
}

/** The heads of the columns; a room of several columns is named over its first. */
export function gridModel({ t, locale }: FrameContext, content: ReleaseContent, grid: Grid): ProgrammeModel['grid'] {
  if (!grid.fits) return undefined
  const heads = grid.columns.map(({ room, isFirst }) => {
    const found = content.rooms.find(one => one.reference === room)
    if (!isFirst) return { name: '', note: '' }
    if (!found) return { name: t('agenda.noRoom'), note: '' }
    const seats = found.capacity === null ? '' : t('agenda.seats', { n: found.capacity })
    const notes = [seats, readText(found.note, locale)].filter(text => text !== '')
    return { name: readText(found.name, locale), note: notes.join(', ') }
  })
  return { classes: `agenda rooms-${Math.max(1, heads.length)}`, scrolls: heads.length > 8, heads }
}

/** The cancelled sessions of the day: who looks for one must learn of it. */
export function cancelledOf(context: FrameContext, event: EventRow, sessions: readonly ReleasedSession[]) {
  const { locale } = context
  return sessions.map(session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    const href = urls.session(locale, event.slug, session.reference)
    return { title: text, lang, href, time: formatLocalTime(timeOf(session.startsLocal), locale) }
  })
}
