import type { Block } from '../../../core/tables/types.ts'
import { wordKey } from '../../../core/typography.ts'
import { type EventDays, isDayHeading, readDay } from './table-days.ts'
import { looksLikeTime, readTimes, splitTime } from './table-times.ts'
import type { ProgrammeTable, TableLine } from '../types/table.ts'
import { targetOf } from './table-words.ts'

type Row = readonly string[]

/**
 * Finds the programme in what a document holds: its tables with times, one under the other, and the days that stand
 * between them; without a table, the lines that begin with a time. undefined: there is nothing like a programme.
 */
export function findProgramme(blocks: readonly Block[], days: EventDays): ProgrammeTable | undefined {
  const tables = blocks.flatMap(block => (block.kind === 'table' && isWide(block.rows) ? [block.rows] : []))
  const timed = tables.filter(rows => rows.some(row => row.some(looksLikeTime)))
  const largest = tables.toSorted((a, b) => b.length - a.length).slice(0, 1)
  const chosen = new Set(timed.length > 0 ? timed : largest)
  const rows = chosen.size > 0 ? rowsOfTables(blocks, chosen, days) : rowsOfLines(textOf(blocks), days)
  const table = tableOf(rows, days)
  return table !== undefined && isProgramme(table) ? table : undefined
}

/** Any letter cut at its commas is a table; a programme has times, or headings that we know. */
function isProgramme({ header, lines }: ProgrammeTable): boolean {
  return header.some(heading => targetOf(heading) !== '') || lines.some(({ cells }) => cells.some(isTime))
}

const isTime = (cell: string) => looksLikeTime(cell) || /^(?:1899|1900)-\d\d-\d\d |^0[.,]\d{3,}$/.test(cell)

const isWide = (rows: readonly Row[]) => rows.some(row => row.filter(cell => cell !== '').length > 1)

/** Everything as lines, tables of one column too. */
function textOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap(block =>
    block.kind === 'line' ? block.text.split('\n') : block.rows.flatMap(row => row.join('\t').split('\n')),
  )
}

/** A row of the programme, or something beside it. */
type Found = { readonly row: Row } | { readonly beside: string }

function rowsOfTables(blocks: readonly Block[], chosen: ReadonlySet<readonly Row[]>, days: EventDays): Found[] {
  return blocks.flatMap((block): Found[] => {
    if (block.kind === 'line') return [isDayHeading(block.text, days) ? { row: [block.text] } : { beside: block.text }]
    if (chosen.has(block.rows)) return block.rows.map(row => ({ row }))
    return block.rows.map(row => ({ beside: row.filter(cell => cell !== '').join(' · ') }))
  })
}

/**
 * Lines as they are pasted from a word processor: cells are parted by tabs, but the paragraphs of a cell are lines of
 * their own. A line that begins with a time, or names a day, begins a row; any other goes on in the cell before.
 */
function rowsOfLines(lines: readonly string[], days: EventDays): Found[] {
  const found: Found[] = []
  let open: string[] | undefined
  const begin = (cells: string[]) => {
    open = cells
    found.push({ row: cells })
  }
  for (const line of lines) {
    if (line.trim() === '') continue
    const split = splitTime(line)
    if (split !== undefined) begin([split.time, ...split.rest.split('\t')].map(cell => cell.trim()))
    else if (isDayHeading(line.trim(), days)) {
      found.push({ row: [line.trim()] })
      open = undefined
    } else if (open === undefined && line.includes('\t')) found.push({ row: line.split('\t').map(cell => cell.trim()) })
    else if (open === undefined) found.push({ beside: line.trim() })
    else goOn(open, line.split('\t'))
  }
  return found
}

/** The rest of a row that the end of a paragraph cut off. */
function goOn(row: string[], [first = '', ...others]: readonly string[]): void {
  const last = row.length - 1
  row[last] = `${row[last] ?? ''}\n${first.trim()}`.trim()
  row.push(...others.map(cell => cell.trim()))
}

function tableOf(found: readonly Found[], days: EventDays): ProgrammeTable | undefined {
  const leftOut = found.flatMap(one => ('beside' in one ? [one.beside] : []))
  const rows = found.flatMap((one, index) => ('row' in one ? [{ line: index + 1, cells: one.row }] : []))
  const { header, from } = headerOf(rows, days)
  leftOut.push(
    ...rows
      .slice(0, from)
      .filter(row => row.cells !== header)
      .map(row => filled(row.cells).join(' · ')),
  )
  const keyOf = (cells: Row) => cells.map(cell => wordKey(cell.slice(0, 100))).join('|')
  const key = keyOf(header)
  const body = rows
    .slice(from)
    .filter(({ cells }) => filled(cells).length > 0)
    // Tables that go over several pages or days repeat their headings.
    .filter(({ cells }) => key.replaceAll('|', '') === '' || keyOf(cells) !== key)
  const width = body.reduce((widest, { cells }) => Math.max(widest, cells.findLastIndex(cell => cell !== '') + 1), 0)
  if (body.length === 0 || width === 0) return undefined
  const columns = Math.max(width, header.findLastIndex(cell => cell !== '') + 1)
  const even = (cells: Row) => Array.from({ length: columns }, (_, column) => cells[column] ?? '')
  const lines = body.map(({ line, cells }): TableLine => ({ line, cells: even(cells) }))
  return {
    header: even(header).map(cell => cell.replace(/\s+/g, ' ')),
    lines,
    leftOut: leftOut.filter(text => text !== ''),
  }
}

const filled = (cells: Row) => cells.filter(cell => cell !== '')

/** The headings, and the first row below them. Titles above them are skipped; a day or a time is part of the programme. */
function headerOf(rows: readonly { readonly cells: Row }[], days: EventDays): { header: Row; from: number } {
  for (const [index, { cells }] of rows.slice(0, 10).entries()) {
    const isPart =
      cells.some(looksLikeTime) || (filled(cells).length === 1 && isDayHeading(filled(cells)[0] ?? '', days))
    const isRead = cells.some(cell => readDay(cell, days) !== undefined || readTimes(cell) !== undefined)
    if (isPart) return { header: headingsAfter(rows, index, days), from: index }
    if (filled(cells).length > 1 && cells.some(cell => targetOf(cell) !== '')) return { header: cells, from: index + 1 }
    if (filled(cells).length > 1 && isRead) return { header: [], from: index }
  }
  const first = rows.findIndex(({ cells }) => filled(cells).length > 1)
  return first < 0 ? { header: [], from: 0 } : { header: rows[first]?.cells ?? [], from: first + 1 }
}

/** Where the first row is a day, the headings may stand right below it. */
function headingsAfter(rows: readonly { readonly cells: Row }[], index: number, days: EventDays): Row {
  const day = filled(rows[index]?.cells ?? [])
  const next = rows[index + 1]?.cells ?? []
  const isDay = day.length === 1 && isDayHeading(day[0] ?? '', days)
  return isDay && !next.some(looksLikeTime) && next.some(cell => targetOf(cell) !== '') ? next : []
}
