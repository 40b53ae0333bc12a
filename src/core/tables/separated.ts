import { CsvError, parse } from 'csv-parse/sync'
import { mostColumns, mostLines, type RefusedTable, refused } from './types.ts'

const separators = [';', ',', '\t'] as const
type Separator = (typeof separators)[number]

/**
 * Reads comma-, semicolon- or tab-separated text (RFC 4180, and what Excel makes of it) into rows, empty ones too;
 * quoted cells may hold line ends. Rows are as long as they are in the file.
 */
export function readSeparated(text: string): string[][] | RefusedTable {
  const { separator, body } = separatorOf(text.replace(/\u001a+\s*$/, ''))
  // Cells by the million in one line would hold up everybody else while they are cut.
  if (countsByLine(body, separator).some(count => count > mostColumns * 10)) return refused('too-many-columns')
  try {
    return parse(body, {
      delimiter: separator,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      // More lines than may be, some of them empty: enough to know that there are too many.
      to: mostLines + 1,
    })
  } catch (error) {
    if (error instanceof CsvError || isCsvError(error)) return refused('not-a-table')
    throw error
  }
}

/** A quote that is never closed and the like. */
function isCsvError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')
}

/** Excel may say it in the first line (`sep=;`); else the one that cuts the first lines into most equal rows. */
function separatorOf(text: string): { readonly separator: Separator; readonly body: string } {
  const clean = text.replace(/^\ufeff/, '')
  const said = /^sep=([;,\t])\r?\n/i.exec(clean)
  const named = separators.find(separator => separator === said?.[1])
  if (said !== null && named !== undefined) return { separator: named, body: clean.slice(said[0].length) }
  const counts = separators.map(separator => ({ separator, score: scoreOf(countsByLine(clean, separator)) }))
  counts.sort((a, b) => b.score - a.score)
  return { separator: counts[0]?.score ? counts[0].separator : ';', body: clean }
}

/** How often a separator stands outside quotes, in each of the first lines. */
function countsByLine(text: string, separator: Separator): number[] {
  const counts: number[] = []
  let count = 0
  let isQuoted = false
  let isBlank = true
  for (const character of text.slice(0, 50_000)) {
    if (character === '"') isQuoted = !isQuoted
    else if (character === '\n' && !isQuoted) {
      if (!isBlank) counts.push(count)
      if (counts.length === 30) return counts
      count = 0
      isBlank = true
      continue
    } else if (character === separator && !isQuoted) count += 1
    if (character !== '\r') isBlank = false
  }
  if (!isBlank) counts.push(count)
  return counts
}

/** Zero when the header is not cut at all; lines cut like the header count more than many cuts. */
function scoreOf([header = 0, ...others]: readonly number[]): number {
  if (header === 0) return 0
  const alike = others.filter(count => count === header).length
  return header + (others.length === 0 ? 0 : (alike / others.length) * 100)
}
