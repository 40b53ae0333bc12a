import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateIn,
  dateOf,
  formatDayAndMonth,
  formatLocalTime,
  formatTime,
  instant,
  isoWithOffset,
  type LocalDate,
  type LocalDateTime,
  minutesBetween,
  timeOf,
  type TimeZone,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { type Grid, layOutDay } from '../rules/grid.ts'
import type { OutlineSession, ReleasedTrack, ReleaseOutline } from '../types.ts'
import { namedIn, whoText } from './named.ts'
import { languageName } from './session-form.ts'

export interface ProgrammeItem {
  readonly classes: string
  readonly isPause: boolean
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly start: Clock
  readonly end: Clock
  readonly minutes: number
  /** Named over its column too, where rooms are columns. */
  readonly room: string
  /** What else is to be said of the place: `sraz v 18.45 u recepce`. */
  readonly note: string
  readonly who: string
  readonly track: { readonly name: string; readonly classes: string } | undefined
  readonly satellite: string | undefined
  readonly tags: readonly string[]
  /** What else of a reader's own programme is at the same time; '' otherwise. */
  readonly clash: string
}

/** A time of day as it is read, and as machines read it. */
export interface Clock {
  readonly text: string
  readonly datetime: string
}

export interface ProgrammeSlot {
  readonly id: string
  readonly classes: string
  readonly time: Clock
  /** The date, where it is not that of the day it stands under: past midnight, or in the reader's zone. */
  readonly date: string
  readonly items: readonly ProgrammeItem[]
}

/** What a programme is drawn from. */
export interface ItemSource {
  readonly event: EventRow
  readonly content: ReleaseOutline
  /** Titles of public satellite events, by slug. */
  readonly satellites: ReadonlyMap<string, EventRow>
  /** The zone that times are told in; left out, that of the event. */
  readonly zone?: TimeZone | undefined
}

/** Where the sessions of a day stand when rooms are columns. */
export function gridOf(content: ReleaseOutline, sessions: readonly OutlineSession[]): Grid {
  return layOutDay(
    sessions.map(meetingOf),
    content.rooms.map(room => room.reference),
  )
}

/** A session as the grid sees it; times in milliseconds. */
export function meetingOf(session: OutlineSession) {
  return {
    key: session.reference,
    start: instant(session.startsAt).getTime(),
    end: instant(session.endsAt).getTime(),
    room: session.room,
    isBreak: session.kind === 'break',
  }
}

/** What slots are drawn with besides the sessions. */
export interface SlotSetting {
  /** The day they stand under: a slot on another date says so. */
  readonly day: LocalDate
  /** Where they stand; undefined in a list. */
  readonly grid?: Grid | undefined
  /** What of the reader's own programme is at the same time, by session. */
  readonly clashes?: ReadonlyMap<string, string> | undefined
  /** Before the numbers of the headings' ids; of several days on one page each needs its own. */
  readonly prefix?: string | undefined
}

/** The sessions by the time they begin. */
export function slotsOf(
  context: FrameContext,
  source: ItemSource,
  sessions: readonly OutlineSession[],
  setting: SlotSetting,
): ProgrammeSlot[] {
  const drawn = drawing(context, source, setting)
  const byStart = new Map<string, OutlineSession[]>()
  for (const session of sessions) {
    const together = byStart.get(session.startsAt)
    if (together) together.push(session)
    else byStart.set(session.startsAt, [session])
  }
  const { grid, day, prefix = 't' } = setting
  const column = (session: OutlineSession) => grid?.places.get(session.reference)?.column ?? 0
  return [...byStart.values()].flatMap((together, index) => {
    const [first] = together
    if (!first) return []
    const items = together.toSorted((a, b) => column(a) - column(b)).map(drawn)
    const line = grid?.places.get(first.reference)?.from ?? 2
    const date = source.zone ? dateIn(instant(first.startsAt), source.zone) : dateOf(first.startsLocal)
    return {
      id: `${prefix}${index + 1}`,
      classes: grid?.fits ? `from-${line}` : '',
      time: clockOf(first.startsLocal, first.startsAt, source, context.locale),
      date: date === day ? '' : formatDayAndMonth(date, context.locale),
      items,
    }
  })
}

function drawing(
  context: FrameContext,
  source: ItemSource,
  { grid, clashes }: SlotSetting,
): (session: OutlineSession) => ProgrammeItem {
  const { t, locale } = context
  const { event, content } = source
  const named = namedIn(content)
  const tags = tagFinder(context, content)
  return session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    const track = named.tracks.get(session.track ?? '')
    const satellite = source.satellites.get(session.satellite ?? '')
    return {
      classes: classesOf(session, track, grid),
      isPause: session.kind === 'break',
      title: text,
      lang,
      href: urls.session(locale, event.slug, session.reference),
      start: clockOf(session.startsLocal, session.startsAt, source, locale),
      end: clockOf(session.endsLocal, session.endsAt, source, locale),
      minutes: minutesBetween(instant(session.startsAt), instant(session.endsAt)),
      room: readText(named.rooms.get(session.room ?? '')?.name, locale),
      note: readText(session.placeNote, locale),
      who: whoText(context, named, session),
      track: track && { name: readText(track.name, locale), classes: 'track' },
      satellite: satellite && t('agenda.satellite', { title: readText(satellite.title, locale) }),
      tags: tags(session),
      clash: clashes?.get(session.reference) ?? '',
    }
  }
}

function classesOf(session: OutlineSession, track: ReleasedTrack | undefined, grid: Grid | undefined): string {
  const isPause = session.kind === 'break'
  const place = grid?.fits ? grid.places.get(session.reference) : undefined
  const classes = [
    isPause ? 'pause' : 'session',
    isPause && place?.column !== undefined ? 'in-room' : '',
    track ? `track-${track.colour}` : '',
    ...(place ? [`from-${place.from}`, `to-${place.to}`] : []),
    place?.column === undefined ? '' : `in-${place.column}`,
  ]
  return classes.filter(one => one !== '').join(' ')
}

/** The kind where it says something, and the language where the sessions of the programme are not all in one. */
function tagFinder({ t, locale }: FrameContext, content: ReleaseOutline): (session: OutlineSession) => string[] {
  const spoken = new Set(content.sessions.flatMap(one => one.language ?? []))
  const names = new Map([...spoken].map(code => [code, languageName(code, locale)]))
  return ({ kind, typeLabel, language }) => {
    const says = typeLabel ?? (kind === 'talk' || kind === 'break' ? '' : t(`agenda.kind.${kind}`))
    const tongue = names.size > 1 ? (names.get(language ?? '') ?? '') : ''
    return [says, tongue].filter(tag => tag !== '')
  }
}

/** A time on the wall, or on the clock of a reader elsewhere, with the moment it is. */
export function clockOf(
  local: LocalDateTime,
  at: string,
  { event, zone }: Pick<ItemSource, 'event' | 'zone'>,
  locale: Locale,
): Clock {
  const text = zone ? formatTime(instant(at), zone, locale) : formatLocalTime(timeOf(local), locale)
  return { text, datetime: isoWithOffset(instant(at), zone ?? event.timeZone) }
}
