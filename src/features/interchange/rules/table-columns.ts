import type { Locale } from '../../../core/localised-text.ts'
import { wordKey } from '../../../core/typography.ts'
import { type EventDays, readDay } from './table-days.ts'
import { looksLikeName, readPeople } from './table-people.ts'
import { looksLikeTime, readLength } from './table-times.ts'
import { defaultMinutes, type ProgrammeTable, type TableMapping, type Target } from '../types/table.ts'
import { languageNamed, targetOf } from './table-words.ts'

/** The field of a column in the form. */
export const columnField = (column: number) => `column-${column}`

/** Those that several columns may hold. */
const repeatable: readonly Target[] = ['titleInRoom', 'speakers', 'abstract']

/** A first guess at what the columns are: by their headings, and by what stands in them where those say nothing. */
export function guessMapping(table: ProgrammeTable, days: EventDays, locale: Locale): TableMapping {
  const columns: (Target | '')[] = table.header.map(targetOf)
  for (const [column, target] of columns.entries()) {
    const isTaken = target !== '' && columns.indexOf(target) < column && !repeatable.includes(target)
    // “Od” and “do” apart: the first is the time, the second its end.
    if (isTaken) columns[column] = ''
  }
  const looks = table.header.map((_, column) => lookOf(table, column, days))
  place(columns, looks, 'time', look => look.times)
  place(columns, looks, 'end', look => look.times)
  place(columns, looks, 'day', look => look.days)
  place(columns, looks, 'language', look => look.languages)
  place(columns, looks, 'length', look => look.lengths)
  place(columns, looks, 'speakers', look => look.people)
  placeTitles(columns, table, looks)
  place(columns, looks, 'speakers', look => look.people)
  place(columns, looks, 'room', look => look.repeats)
  return { columns, locale: hasCzech(table) ? 'cs' : locale, minutes: defaultMinutes }
}

/** Characters of a cell that tell what a column holds. */
const lookedAt = 300

interface Look {
  /** Shares of the filled cells, 0–1. */
  readonly times: number
  readonly days: number
  readonly people: number
  readonly lengths: number
  readonly languages: number
  /** How much the same few short texts come again. */
  readonly repeats: number
  /** Letters in an average cell. */
  readonly letters: number
  readonly filled: number
}

function lookOf({ lines }: ProgrammeTable, column: number, days: EventDays): Look {
  const cells = lines
    .map(({ cells }) => (cells[column] ?? '').slice(0, lookedAt))
    .filter(cell => cell !== '')
    .slice(0, 200)
  const share = (says: (cell: string) => boolean) => (cells.length === 0 ? 0 : cells.filter(says).length / cells.length)
  const distinct = new Set(cells.map(wordKey)).size
  return {
    times: share(looksLikeTime),
    days: share(cell => !looksLikeTime(cell) && readDay(cell, days) !== undefined),
    people: share(cell =>
      readPeople(cell).some(({ name, titleBefore }) => looksLikeName(`${titleBefore} ${name}`.trim())),
    ),
    lengths: share(cell => readLength(cell) !== undefined),
    languages: share(cell => languageNamed(cell) !== undefined),
    repeats: cells.length < 3 || share(cell => cell.length <= 40) < 1 ? 0 : 1 - distinct / cells.length,
    letters: cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length),
    filled: cells.length,
  }
}

/** Gives a target that no column has yet to the one that looks most like it, where at least four of ten cells do. */
function place(columns: (Target | '')[], looks: readonly Look[], target: Target, of: (look: Look) => number): void {
  if (columns.includes(target)) return
  const candidates = columns.flatMap((known, column) => {
    const look = looks[column]
    return known === '' && look !== undefined && look.filled > 0 && of(look) >= 0.4 ? [{ column, share: of(look) }] : []
  })
  const [best] = candidates.toSorted((a, b) => b.share - a.share || a.column - b.column)
  if (best !== undefined) columns[best.column] = target
}

/**
 * The column with the most to say holds the titles. Where several with headings say as much and none is named, each is
 * a room: the way programmes with parallel sections are drawn.
 */
function placeTitles(columns: (Target | '')[], { header }: ProgrammeTable, looks: readonly Look[]): void {
  if (columns.includes('title') || columns.includes('titleInRoom')) return
  const open = columns.flatMap((known, column) => ((looks[column]?.filled ?? 0) > 0 && known === '' ? [column] : []))
  const rooms = open.filter(column => header[column] !== '' && (looks[column]?.letters ?? 0) > 5)
  if (rooms.length > 1 && rooms.length === open.length && columns.includes('time') && !columns.includes('room')) {
    for (const column of rooms) columns[column] = 'titleInRoom'
    return
  }
  const [best] = open.toSorted((a, b) => (looks[b]?.letters ?? 0) - (looks[a]?.letters ?? 0))
  if (best !== undefined) columns[best] = 'title'
}

/** Letters that Czech has and English has not. */
function hasCzech({ header, lines }: ProgrammeTable): boolean {
  const text = [header, ...lines.slice(0, 100).map(({ cells }) => cells)].flat().join(' ')
  return (text.match(/[ěščřžůďťňáíéý]/giu)?.length ?? 0) > text.length / 40
}

/** What a mapping still needs, at the field of the form that could say it. */
export function mappingProblems({ columns }: TableMapping): { readonly field: string; readonly message: string }[] {
  const problems: { field: string; message: string }[] = []
  if (!columns.includes('title') && !columns.includes('titleInRoom')) {
    problems.push({ field: 'columns', message: 'interchange.problems.noTitle' })
  }
  for (const [index, target] of columns.entries()) {
    if (target === '' || repeatable.includes(target) || columns.indexOf(target) === index) continue
    problems.push({ field: columnField(index), message: 'interchange.problems.twice' })
  }
  return problems
}
