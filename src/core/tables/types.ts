/** Why a file is no table that can be read. */
export type TableRefusal = 'empty' | 'too-big' | 'not-a-table' | 'too-many-rows' | 'too-many-columns' | 'encrypted'

export type TableEncoding = 'utf-8' | 'windows-1250' | 'utf-16' | 'xlsx'

/**
 * A table somebody gave us. Every row has as many cells as the header; cells are clean texts without control
 * characters. A cell longer than `longestCell` was cut one character after it, so that whoever reads it can tell.
 */
export interface Table {
  readonly kind: 'table'
  readonly header: string[]
  readonly rows: string[][]
  /** Of each row, the number a spreadsheet shows beside it; the header is usually 1. */
  readonly lines: number[]
  readonly encoding: TableEncoding
}

export interface RefusedTable {
  readonly kind: 'refused'
  readonly reason: TableRefusal
}

export type TableReading = Table | RefusedTable

/** What a text from a word processor is made of, in its order: lines, and tables between them. */
export type Block =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }

/** The words for a refusal, in `errors.json`. */
export const tableErrors = {
  empty: 'errors.table.empty',
  'too-big': 'errors.table.tooBig',
  'not-a-table': 'errors.table.notATable',
  'too-many-rows': 'errors.table.tooManyRows',
  'too-many-columns': 'errors.table.tooManyColumns',
  encrypted: 'errors.table.encrypted',
} as const satisfies Record<TableRefusal, string>

/** Bytes of a file. */
export const largestTable = 10 * 1024 * 1024
export const mostRows = 5_000
/** Rows of the file, empty ones too. */
export const mostLines = mostRows * 4
export const mostColumns = 100
/** Characters of a cell. */
export const longestCell = 10_000
/** Characters of all cells together: a workbook can name one long text half a million times. */
export const mostText = 24_000_000

export const refused = (reason: TableRefusal): RefusedTable => ({ kind: 'refused', reason })
