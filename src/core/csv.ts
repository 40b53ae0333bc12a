import { stringify } from 'csv-stringify/sync'

/** A cell that a spreadsheet would take for a formula, also in the full-width forms of an Asian keyboard. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** The text as a cell of a CSV file: what would run as a formula gets an apostrophe before it (OWASP, SEC-59). */
export function csvCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/**
 * A table as CSV for Czech Excel: UTF-8 with a byte order mark, semicolons, every cell quoted, CRLF (RFC 4180), and no
 * cell that would be calculated. A telephone number keeps its plus sign behind an apostrophe; in XLSX it stays whole.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${csvLines([header, ...rows])}`
}

/** Lines of such a file without its mark: for files that are written piece by piece. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  const cells = rows.map(row => row.map(csvCell))
  return stringify(cells, { delimiter: ';', quoted: true, quoted_empty: true, record_delimiter: 'windows' })
}

export const csvType = 'text/csv; charset=utf-8'
