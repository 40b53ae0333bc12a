import { textWithLanguage, readText, type Locale } from '../../../core/localised-text.ts'
import { dateOf, daysBetween, formatLocalTime, type LocalDate, type LocalDateTime, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { layOutColumns, mostColumns, mostTimes } from '../rules/grid.ts'
import type { Draft, DraftSession } from '../types.ts'
import { editorPath, type EditorSource, sessionsOf, stateOf } from './editor.ts'
import { spanText } from './sentences.ts'

export interface EditorItem {
  readonly classes: string
  readonly isPause: boolean
  readonly span: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly isClash: boolean
  readonly isUnreleased: boolean
}

export interface EditorGrid {
  readonly classes: string
  readonly heads: readonly { readonly name: string; readonly note: string }[]
  readonly times: readonly { readonly classes: string; readonly label: string }[]
  readonly items: readonly EditorItem[]
}

/** The column of sessions without a room. */
const elsewhere = ''

/** Rooms as columns, quarters of an hour as rows (half-hours where the day is long). */
export function editorGrid({ t, locale }: FrameContext, source: EditorSource): EditorGrid | undefined {
  const sessions = sessionsOf(source)
  if (sessions.length === 0) return undefined
  const minutes = (local: LocalDateTime) => minutesInto(source.day, local)
  const first = Math.floor(Math.min(...sessions.map(one => minutes(one.startsLocal))) / 30) * 30
  const last = Math.max(...sessions.map(one => minutes(one.endsLocal)))
  const step = (last - first) / 15 < mostTimes - 2 ? 15 : 30
  const row = (at: number) => Math.floor((at - first) / step) + 2
  const rows = sessions.map(one => ({
    key: one.reference,
    start: row(minutes(one.startsLocal)),
    end: row(minutes(one.endsLocal) + step - 1),
    // Only breaks span the grid here: what has no room is still somewhere, and must stand out as a session.
    room: one.kind === 'break' ? one.room : (one.room ?? elsewhere),
    isBreak: one.kind === 'break',
  }))
  const rooms = source.draft.rooms.map(room => room.reference)
  const isElsewhere = rows.some(one => one.room === elsewhere)
  const { columns, columnOf } = layOutColumns(rows, isElsewhere ? [...rooms, elsewhere] : rooms, 1)
  if (columns.length > mostColumns || row(last) >= mostTimes) return undefined
  const items = sessions.map((session, index) => {
    const { start, end } = rows[index] ?? { start: 2, end: 3 }
    return itemOf(session, source, locale, { start, end, column: columnOf.get(session.reference) })
  })
  const times = Array.from({ length: Math.ceil((last - first) / 30) }, (_, index) => first + index * 30)
  return {
    classes: `editor rooms-${Math.max(1, columns.length)}`,
    heads: columns.map(column => headOf(column, source.draft, { t, locale })),
    times: times.map(at => ({ classes: `from-${row(at)}`, label: formatLocalTime(clock(at), locale) })),
    items,
  }
}

function itemOf(
  session: DraftSession,
  source: EditorSource,
  locale: Locale,
  { start, end, column }: { start: number; end: number; column: number | undefined },
): EditorItem {
  const { text, lang } = textWithLanguage(session.title, locale)
  const state = stateOf(session, source)
  const isPause = session.kind === 'break'
  const colour = source.draft.tracks.find(track => track.slug === session.track)?.colour
  const classes = [
    isPause ? 'ed-pause' : 'ed-item',
    isPause && column !== undefined ? 'in-room' : '',
    !isPause && colour ? `track-${colour}` : '',
    `from-${start}`,
    `to-${Math.max(end, start + 1)}`,
    column === undefined ? '' : `in-${column}`,
    state === 'clash' ? 'clash' : state === 'unreleased' ? 'changed' : '',
  ]
  return {
    classes: classes.filter(one => one !== '').join(' '),
    isPause,
    span: spanText(session, { locale }),
    title: text,
    lang,
    href: editorPath(locale, source.event, `sessions/${session.reference}`),
    isClash: state === 'clash',
    isUnreleased: state === 'unreleased',
  }
}

function headOf(
  { room, isFirst }: { room: string | null; isFirst: boolean },
  draft: Draft,
  { t, locale }: FrameContext,
): { name: string; note: string } {
  if (!isFirst) return { name: '', note: '' }
  const found = draft.rooms.find(one => one.reference === room)
  if (!found) return { name: t('agenda.noRoom'), note: '' }
  const note = found.capacity === null ? readText(found.note, locale) : t('agenda.seats', { n: found.capacity })
  return { name: readText(found.name, locale), note }
}

/** Minutes on the wall since the midnight that begins `day`; beyond 1440 after the next one. */
function minutesInto(day: LocalDate, local: LocalDateTime): number {
  const [hour = 0, minute = 0] = timeOf(local).split(':').map(Number)
  return daysBetween(day, dateOf(local)) * 1440 + hour * 60 + minute
}

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}
