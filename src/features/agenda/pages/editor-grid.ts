import { readText, textWithLanguage, type Locale } from '../../../core/localised-text.ts'
import { formatLocalTime, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { lanesOf, type Lane } from '../rules/lanes.ts'
import { minutesInto, wallTime } from '../rules/wall.ts'
import type { Draft, DraftSession } from '../types.ts'
import { type EditorSource, marks, type SessionMark } from './editor.ts'
import { editorPath, type GridStep, roomsOnPage, sessionsOfDay } from './editor-view.ts'
import { spanText } from './sentences.ts'

/** A session in the grid; hours, minutes and stripes are classes of the style sheet. */
export interface EditorItem {
  readonly reference: string
  readonly classes: string
  readonly span: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly mark: SessionMark | undefined
}

export interface EditorColumn {
  /** '': sessions without a room. */
  readonly room: string
  readonly name: string
  readonly note: string
  readonly items: readonly EditorItem[]
}

export interface EditorGrid {
  readonly classes: string
  /** Minutes after the midnight of the day at which the grid begins. */
  readonly first: number
  readonly last: number
  readonly hours: readonly { readonly classes: string; readonly label: string }[]
  readonly columns: readonly EditorColumn[]
  /** Breaks across all rooms. */
  readonly bands: readonly EditorItem[]
}

/** Drawn when nothing says otherwise: from 8.00 to 18.00. */
const usualHours = { opens: 8 * 60, closes: 18 * 60 }
/** The style sheet counts so many hours. */
const mostHours = 40

/** Rooms as columns, time downwards, a minute as long as any other: what a ruler is. */
export function editorGrid(context: FrameContext, source: EditorSource): EditorGrid {
  const { draft, view } = source
  const sessions = sessionsOfDay(draft, view.day)
  const { first, last } = hoursOf(draft, view.day, sessions)
  const bands = sessions.filter(isBand)
  const rooms = roomsShown(draft, view.rooms, sessions)
  const place = (session: DraftSession, lane: Lane | undefined) =>
    itemOf(session, { context, source, first, lane, markOf })
  const markOf = marks(source)
  const columns = rooms.map(room => {
    const inside = sessions.filter(one => !isBand(one) && columnOf(draft, one) === room)
    const lanes = lanesOf(inside.map(one => standing(one, view.day)))
    return { room, ...headOf(room, draft, context), items: inside.map(one => place(one, lanes.get(one.reference))) }
  })
  const hours = (last - first) / 60
  return {
    classes: `ed-board zoom-${view.step} rooms-${Math.max(1, columns.length)} hours-${hours}`,
    first,
    last,
    hours: Array.from({ length: hours }, (_, index) => ({
      classes: `at-h-${index}`,
      label: formatLocalTime(timeOf(wallTime(view.day, first + index * 60)), context.locale),
    })),
    columns,
    bands: bands.map(one => place(one, undefined)),
  }
}

/** A break without a room is one for everybody. */
function isBand({ kind, room }: DraftSession): boolean {
  return kind === 'break' && room === null
}

/** A room that is gone holds nothing: what was there is without a room until somebody says where. */
function columnOf({ rooms }: Draft, session: DraftSession): string {
  return rooms.some(({ reference }) => reference === session.room) ? (session.room ?? '') : ''
}

function standing({ reference, startsLocal, endsLocal }: DraftSession, day: string) {
  return { key: reference, from: minutesInto(day, startsLocal), to: minutesInto(day, endsLocal) }
}

/** Whole hours with one to spare on both sides, so that there is somewhere to drag to. */
function hoursOf({ settings }: Draft, day: string, sessions: readonly DraftSession[]): { first: number; last: number } {
  const opens = settings.opens === null ? usualHours.opens : minutesInto(day, `${day}T${settings.opens}:00`)
  const shut = settings.closes === null ? usualHours.closes : minutesInto(day, `${day}T${settings.closes}:00`)
  const closes = shut <= opens ? shut + 24 * 60 : shut
  const starts = sessions.map(one => minutesInto(day, one.startsLocal) - 60)
  const ends = sessions.map(one => minutesInto(day, one.endsLocal) + 60)
  const first = Math.max(0, Math.floor(Math.min(opens, ...starts) / 60) * 60)
  const last = Math.ceil(Math.max(closes, ...ends) / 60) * 60
  return { first, last: Math.min(last, first + mostHours * 60) }
}

/** The rooms of the page, and a column for what has none, when there is something or nothing else. */
function roomsShown(draft: Draft, page: number, sessions: readonly DraftSession[]): string[] {
  const rooms = draft.rooms.map(({ reference }) => reference).slice((page - 1) * roomsOnPage, page * roomsOnPage)
  const isElsewhere = sessions.some(one => !isBand(one) && columnOf(draft, one) === '')
  return isElsewhere || rooms.length === 0 ? [...rooms, ''] : rooms
}

function headOf(room: string, draft: Draft, { t, locale }: FrameContext): { name: string; note: string } {
  const found = draft.rooms.find(({ reference }) => reference === room)
  if (!found) return { name: t('agenda.noRoom'), note: '' }
  const note = found.capacity === null ? readText(found.note, locale) : t('agenda.seats', { n: found.capacity })
  return { name: readText(found.name, locale), note }
}

interface Drawing {
  readonly context: FrameContext
  readonly source: EditorSource
  readonly first: number
  readonly lane: Lane | undefined
  readonly markOf: ReturnType<typeof marks>
}

function itemOf(session: DraftSession, { context, source, first, lane, markOf }: Drawing): EditorItem {
  const { locale } = context
  const { text, lang } = textWithLanguage(session.title, locale)
  const mark = markOf(session)
  const { from, to } = standing(session, source.view.day)
  return {
    reference: session.reference,
    classes: [
      ...looksOf(session, source.draft, mark),
      ...placeClasses(from - first, to - from, lane),
      ...(isBrief(to - from, source.view.step) ? ['brief'] : []),
    ].join(' '),
    span: spanText(session, { locale }),
    title: text,
    lang,
    href: editorPath(locale, source.event, `sessions/${session.reference}`),
    mark,
  }
}

/** The kind and the track of a session as classes. */
export function looksOf(
  { kind, track }: Pick<DraftSession, 'kind' | 'track'>,
  { tracks }: Draft,
  mark: SessionMark | undefined,
): string[] {
  const colour = tracks.find(({ slug }) => slug === track)?.colour
  const looks = kind === 'break' ? ['ed-pause'] : colour === undefined ? ['ed-item'] : ['ed-item', `track-${colour}`]
  const marked = { clash: 'clash', doubt: 'doubt', unreleased: 'changed' }
  return mark === undefined ? looks : [...looks, marked[mark]]
}

/** Height of an hour in the style sheet, in rem. */
const hourHeights: Readonly<Record<GridStep, number>> = { 5: 18, 10: 11, 15: 7, 30: 4.25, 60: 2.75 }

/** Too short for a line of time above a line of title. */
function isBrief(minutes: number, step: GridStep): boolean {
  return (minutes / 60) * hourHeights[step] < 2.4
}

function placeClasses(at: number, length: number, lane: Lane | undefined): string[] {
  const parts = (name: string, minutes: number) => [
    `${name}-h-${Math.floor(minutes / 60)}`,
    `${name}-m-${minutes % 60}`,
  ]
  const stripes =
    lane === undefined || lane.of === 1 ? [] : [`lane-${Math.min(lane.lane, 8)}`, `of-${Math.min(lane.of, 8)}`]
  return [...parts('at', at), ...parts('for', Math.max(5, length)), ...stripes]
}
