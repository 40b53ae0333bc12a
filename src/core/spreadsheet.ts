/**
 * A table as an Excel workbook with one sheet. Every cell is a string and stays one: no formula, no date guessed, and
 * `+420 475 657 111` comes back as it was (SEC-59).
 */
export async function toXlsx(
  sheet: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Buffer> {
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const cell = (value: string) => ({ value: printable(value), type: String })
  const bold = header.map(value => ({ ...cell(value), fontWeight: 'bold' as const }))
  const columns = header.map((title, index) => ({ width: widthOf(title, rows, index) }))
  const data = [bold, ...rows.map(row => row.map(cell))]
  return writeXlsxFile(data, { sheet: sheetName(sheet), columns, stickyRowsCount: 1 }).toBuffer()
}

/** XML 1.0 has no place for most control characters, not even escaped. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}

/** Excel allows 31 characters, and none of `\ / ? * [ ] :`. */
export function sheetName(name: string): string {
  const clean = name.replace(/[\\/?*[\]:]/g, ' ').trim()
  return clean.slice(0, 31) || 'List'
}

/** In characters; wide enough for most of what stands in the column. */
function widthOf(title: string, rows: readonly (readonly string[])[], index: number): number {
  const lengths = rows.slice(0, 200).map(row => row[index]?.length ?? 0)
  return Math.min(60, Math.max(10, title.length + 2, ...lengths))
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
