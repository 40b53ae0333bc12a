import { addDays, type LocalDate } from '../../../core/time.ts'
import type { SessionKind } from '../../agenda/types.ts'
import { type AnomalyLog, startAnomalies } from './anomalies.ts'
import { filledOf, partsOfTitle, peopleOf, type Row, type RowTitle, rowOf, titlesOf } from './table-cells.ts'
import { type EventDays, isDayHeading, readDay } from './table-days.ts'
import type { NamedPerson } from './table-people.ts'
import { readLength, readTimes } from './table-times.ts'
import type { ProgrammeTable, TableMapping, Times } from '../types/table.ts'
import { isNothing, kindByTitle, kindNamed, languageNamed } from './table-words.ts'

/** A session as its row says it; when it ends may have to be found out from the others. */
export interface RoughSession {
  readonly line: number
  readonly date: LocalDate
  /** Minutes from the midnight that begins `date`; undefined: no time. */
  readonly start: number | undefined
  end: number | undefined
  readonly minutes: number | undefined
  readonly title: string
  abstract: string
  people: readonly NamedPerson[]
  readonly room: string | null
  readonly track: string | null
  readonly language: string | null
  readonly kind: SessionKind
  readonly typeLabel: string | null
}

/** What is known while the rows are gone through from above. */
interface Progress {
  readonly sessions: RoughSession[]
  readonly anomalies: AnomalyLog
  readonly days: EventDays
  /** Whether any row names a day; else a day ends where the times begin anew. */
  readonly namesDays: boolean
  date: LocalDate
  lastStart: number | undefined
}

const nightEnds = 5 * 60
const eveningBegins = 17 * 60

/** Goes through the rows of a programme and tells its sessions; what is none is listed among the anomalies. */
export function readRows(
  table: ProgrammeTable,
  mapping: TableMapping,
  days: EventDays,
): { readonly sessions: readonly RoughSession[]; readonly anomalies: AnomalyLog } {
  const anomalies = startAnomalies()
  for (const text of table.leftOut) anomalies.note('row-skipped', text)
  const hasDayColumn = mapping.columns.includes('day')
  const namesDays = hasDayColumn || table.lines.some(({ cells }) => isDayRow(cells, days))
  const progress: Progress = { sessions: [], anomalies, days, namesDays, date: days.first, lastStart: undefined }
  for (const line of table.lines) readLine(progress, rowOf(line, table.header, mapping))
  return { sessions: progress.sessions, anomalies }
}

function isDayRow(cells: readonly string[], days: EventDays): boolean {
  const filled = [...new Set(filledOf(cells))]
  return filled.length === 1 && isDayHeading(filled[0] ?? '', days)
}

function readLine(progress: Progress, row: Row): void {
  const { anomalies, days } = progress
  const filled = filledOf(row.line.cells)
  if (isDayRow(row.line.cells, days)) return beginDay(progress, filled[0] ?? '')
  readDayCell(progress, row)
  const times = timesOf(progress, row)
  const titles = titlesOf(row)
  if (titles.length === 0) {
    anomalies.note('row-skipped', filled.join(' · '))
  } else if (times === undefined && row.of('time') === '' && goesOn(progress, row)) {
    joinToLast(progress, row)
  } else {
    for (const title of titles) progress.sessions.push(sessionOf(progress, row, { ...title, times }))
    if (times?.start !== undefined && !isNight(progress, times.start)) progress.lastStart = times.start
  }
}

function beginDay(progress: Progress, text: string): void {
  const reading = readDay(text, progress.days)
  if (reading === undefined) return
  progress.date = reading.date
  progress.lastStart = undefined
  // What the heading says besides the day has nowhere to go.
  if (/\p{L}{3}/u.test(reading.rest)) progress.anomalies.note('row-skipped', text)
}

function readDayCell(progress: Progress, row: Row): void {
  const cell = row.of('day')
  if (cell === '') return
  const reading = readDay(cell, progress.days)
  if (reading === undefined) return progress.anomalies.note('time-unreadable', cell)
  if (reading.date !== progress.date) progress.lastStart = undefined
  progress.date = reading.date
}

/** When the row is. A day in the cell of the time counts; so do a cell of its own for the end, and one for the length. */
function timesOf(progress: Progress, row: Row): Times | undefined {
  const cell = row.of('time')
  if (cell === '') return undefined
  const direct = readTimes(cell)
  const dated = direct === undefined ? readDay(cell, progress.days) : undefined
  const times = direct ?? (dated === undefined ? undefined : readTimes(dated.rest))
  if (times?.start === undefined) {
    progress.anomalies.note('time-unreadable', cell)
    return undefined
  }
  if (dated !== undefined) progress.date = dated.date
  passMidnight(progress, times.start)
  const end = row.of('end') === '' ? undefined : readTimes(row.of('end'))?.start
  if (row.of('end') !== '' && end === undefined) progress.anomalies.note('time-unreadable', row.of('end'))
  if (end === undefined) return times
  return { start: times.start, end: end <= times.start ? end + 1440 : end }
}

/** Where nothing names the days, times that begin anew in the morning begin the next one. */
function passMidnight(progress: Progress, start: number): void {
  const { lastStart, namesDays, days, date } = progress
  const beginsAnew = lastStart !== undefined && lastStart - start >= 4 * 60 && start >= nightEnds
  if (beginsAnew && !namesDays && date < days.last) progress.date = addDays(date, 1)
}

/** After midnight on the same evening. */
const isNight = ({ lastStart = 0 }: Progress, start: number) => start < nightEnds && lastStart >= eveningBegins

/** A row without a time below one that has one is part of it, unless it is in another room. */
function goesOn({ sessions, date }: Progress, row: Row): boolean {
  const last = sessions.at(-1)
  if (last === undefined || last.start === undefined || last.date !== date || last.kind === 'break') return false
  const room = row.of('room').replace(/\s+/g, ' ')
  return row.all('titleInRoom').length === 0 && (room === '' || room === last.room)
}

function joinToLast({ sessions, anomalies }: Progress, row: Row): void {
  const last = sessions.at(-1)
  if (last === undefined) return
  const text = filledOf([row.of('title'), row.of('speakers')])
    .join(' – ')
    .replace(/\s+/g, ' ')
  last.abstract = filledOf([last.abstract, `- ${text}`]).join('\n')
  last.people = [...last.people, ...peopleOf(row)]
  anomalies.note('row-joined', text)
}

interface Entry extends RowTitle {
  readonly times: Times | undefined
}

function sessionOf(progress: Progress, row: Row, { text, room, isPlain, times }: Entry): RoughSession {
  const { title, more, people } = partsOfTitle(text, isPlain ? row.of('speakers') !== '' : false)
  const isAfterMidnight = times?.start !== undefined && isNight(progress, times.start)
  if (isAfterMidnight) progress.anomalies.note('past-midnight', title)
  const language = row.of('language')
  const known = languageNamed(language)
  if (!isNothing(language) && known === undefined) progress.anomalies.note('language-unknown', language)
  const shift = isAfterMidnight ? 1440 : 0
  return {
    line: row.line.line,
    date: progress.date,
    start: times?.start === undefined ? undefined : times.start + shift,
    end: times?.end === undefined ? undefined : times.end + shift,
    minutes: readLength(row.of('length')),
    title,
    abstract: filledOf([more, row.of('abstract')]).join('\n\n'),
    people: [...people, ...peopleOf(row)],
    room,
    track: isNothing(row.of('track')) ? null : row.of('track').replace(/\s+/g, ' '),
    language: known ?? null,
    ...kindOf(progress, row, title, people.length > 0 || row.of('speakers') !== ''),
  }
}

function kindOf(
  { anomalies }: Progress,
  row: Row,
  title: string,
  hasPeople: boolean,
): Pick<RoughSession, 'kind' | 'typeLabel'> {
  const cell = row.of('kind')
  const named = kindNamed(cell)
  const guessed = kindByTitle(title)
  // Whoever speaks is not on a break.
  const fitting = guessed === 'break' && hasPeople ? 'talk' : guessed
  if (named !== undefined) return { kind: named, typeLabel: null }
  if (isNothing(cell)) return { kind: fitting, typeLabel: null }
  anomalies.note('kind-unknown', cell)
  return { kind: fitting, typeLabel: cell.replace(/\s+/g, ' ').slice(0, 80) }
}
