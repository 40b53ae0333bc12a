import { normaliseInput } from './typography.ts'
import { readDocument } from './tables/document.ts'
import { holdsMarkup, readMarkup } from './tables/markup.ts'
import { readSeparated } from './tables/separated.ts'
import { decodeText } from './tables/text.ts'
import {
  type Block,
  largestTable,
  longestCell,
  mostColumns,
  mostLines,
  mostRows,
  mostText,
  refused,
  type RefusedTable,
  type TableEncoding,
  type TableReading,
} from './tables/types.ts'
import { isEncryptedOle, isOle, isZip, readWorkbook } from './tables/workbook.ts'

export { largestTable, longestCell, mostColumns, mostRows, tableErrors } from './tables/types.ts'
export { holdsMarkup } from './tables/markup.ts'
export type { Block, Table, TableEncoding, TableReading, TableRefusal } from './tables/types.ts'

/**
 * Reads a table that somebody uploaded: CSV with any usual separator and encoding, or the first sheet of an XLSX
 * workbook. What it is is decided by its bytes; the name and the type a browser claims are not believed. The first row
 * is the header. Limits: 10 MB, 5,000 rows, 100 columns; a cell is cut right after `longestCell` characters.
 */
export async function readTable({ content }: { name: string; content: Buffer }): Promise<TableReading> {
  if (content.length > largestTable) return refused('too-big')
  if (content.length === 0) return refused('empty')
  if (isOle(content)) return refused(isEncryptedOle(content) ? 'encrypted' : 'not-a-table')
  if (isZip(content)) return tableOf(await readWorkbook(content), 'xlsx')
  const decoded = decodeText(content)
  return decoded === undefined ? refused('not-a-table') : tableOf(readSeparated(decoded.text), decoded.encoding)
}

/** Reads a table that was pasted into a form: cells copied from a spreadsheet come with tabs. */
export function readPasted(text: string): TableReading {
  if (text.length > largestTable) return refused('too-big')
  return tableOf(readSeparated(text), 'utf-8')
}

export type BlocksReading = { readonly kind: 'blocks'; readonly blocks: readonly Block[] } | RefusedTable
/** Plain text is for the reader to cut: `readTextBlocks` cuts it at separators. */
export type FileReading = BlocksReading | { readonly kind: 'text'; readonly text: string }

/**
 * Reads whatever people keep a programme in as lines and tables: the first sheet of an XLSX workbook is one table, its
 * header the first row; a document of Word or LibreOffice (DOCX, ODT) or HTML gives all its tables and the lines between
 * them; text is given as it is, decoded. Cells are clean and may have several lines; limits as in `readTable`.
 */
export async function readBlocks({ content }: { name: string; content: Buffer }): Promise<FileReading> {
  if (content.length > largestTable) return refused('too-big')
  if (content.length === 0) return refused('empty')
  if (isOle(content)) return refused(isEncryptedOle(content) ? 'encrypted' : 'not-a-table')
  if (isZip(content)) {
    const document = await readDocument(content)
    return document === undefined ? blocksOf(await readWorkbook(content)) : cleanBlocks(document)
  }
  if (holdsMarkup(content.subarray(0, 1_000_000).toString('latin1'))) return readMarkupBlocks(textIn(content))
  const decoded = decodeText(content)
  return decoded === undefined ? refused('not-a-table') : { kind: 'text', text: decoded.text }
}

/** Word and pages on the web save UTF-8 or Windows-1250, and say so. */
function textIn(content: Buffer): string {
  const isCzech = /charset=["']?windows-1250/i.test(content.subarray(0, 2_000).toString('latin1'))
  return new TextDecoder(isCzech ? 'windows-1250' : 'utf-8').decode(content)
}

/** Comma-, semicolon- or tab-separated text as one table. */
export function readTextBlocks(text: string): BlocksReading {
  return text.length > largestTable ? refused('too-big') : blocksOf(readSeparated(text))
}

/** As `readBlocks`, of what the clipboard holds as HTML. */
export function readMarkupBlocks(html: string): BlocksReading {
  return html.length > largestTable ? refused('too-big') : cleanBlocks(readMarkup(html))
}

function blocksOf(raw: string[][] | RefusedTable): BlocksReading {
  return Array.isArray(raw) ? cleanBlocks([{ kind: 'table', rows: raw }]) : raw
}

function cleanBlocks(blocks: readonly Block[] | RefusedTable): BlocksReading {
  if ('reason' in blocks) return blocks
  const clean = blocks.map((block): Block => {
    if (block.kind === 'line') return { kind: 'line', text: block.text.split('\t').map(cleanCell).join('\t') }
    return { kind: 'table', rows: block.rows.map(row => row.slice(0, mostColumns).map(cleanCell)) }
  })
  const rows = clean.flatMap(block => (block.kind === 'table' ? block.rows : [[block.text]]))
  if (rows.length > mostLines || rows.filter(row => row.some(cell => cell !== '')).length > mostRows) {
    return refused('too-many-rows')
  }
  if (lettersIn(rows) > mostText) return refused('too-big')
  return { kind: 'blocks', blocks: clean }
}

/** The rows as a table: clean cells, nothing empty at the bottom or at the right, every row as long as the header. */
function tableOf(raw: string[][] | RefusedTable, encoding: TableEncoding): TableReading {
  if (!Array.isArray(raw)) return raw
  if (raw.length > mostLines) return refused('too-many-rows')
  if (raw.some(row => row.length > mostColumns * 10)) return refused('too-many-columns')
  const numbered = raw.map((row, index) => ({ cells: row.map(cleanCell), line: index + 1 }))
  const [first, ...rest] = numbered.filter(({ cells }) => cells.some(cell => cell !== ''))
  if (first === undefined || rest.length === 0) return refused('empty')
  if (rest.length > mostRows) return refused('too-many-rows')
  const width = [first, ...rest].reduce((widest, { cells }) => Math.max(widest, lastFilled(cells) + 1), 0)
  if (width > mostColumns) return refused('too-many-columns')
  if (lettersIn(rest.map(({ cells }) => cells)) > mostText) return refused('too-big')
  const even = (cells: readonly string[]) => Array.from({ length: width }, (_, column) => cells[column] ?? '')
  return {
    kind: 'table',
    header: even(first.cells).map(cell => cell.replace(/\s+/g, ' ')),
    rows: rest.map(({ cells }) => even(cells)),
    lines: rest.map(({ line }) => line),
    encoding,
  }
}

const lastFilled = (cells: readonly string[]) => cells.findLastIndex(cell => cell !== '')

function lettersIn(rows: readonly (readonly string[])[]): number {
  return rows.reduce((sum, row) => sum + row.reduce((length, cell) => length + cell.length, 0), 0)
}

/** Cut first: cleaning ten million characters that nobody will keep would only take time. */
function cleanCell(cell: string): string {
  return normaliseInput(cell.slice(0, longestCell + 1_000)).slice(0, longestCell + 1)
}
