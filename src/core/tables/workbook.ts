import { mostColumns, mostLines, mostRows, type RefusedTable, refused } from './types.ts'
import { unzip, zipStored } from './zip.ts'

/** XLSX is a ZIP archive. */
export function isZip(content: Buffer): boolean {
  return content.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))
}

/** Old Office files, and new ones under a password, are OLE containers (MS-CFB, MS-OFFCRYPTO). */
export function isOle(content: Buffer): boolean {
  return content.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
}

/** Whether an OLE container holds an encrypted workbook; else it is the old XLS. */
export function isEncryptedOle(content: Buffer): boolean {
  return content.includes(Buffer.from('EncryptedPackage', 'utf16le')) || content.length < 1_024
}

/**
 * The first sheet of a workbook as texts: dates as ISO 8601, numbers as they are, formulas as the value that was saved
 * with them. The archive is unpacked here, within limits, and handed on unpacked: the reader of sheets itself would
 * believe whatever an archive claims.
 */
export async function readWorkbook(content: Buffer): Promise<string[][] | RefusedTable> {
  const unzipped = await unzip(
    content,
    name =>
      /^xl\/.*\.xml(?:\.rels)?$/.test(name) &&
      !/\/(?:media|theme|drawings|charts|printerSettings|externalLinks|pivot\w*)\//.test(name),
  )
  if (unzipped.kind === 'broken') return refused('not-a-table')
  if (unzipped.kind !== 'files') return refused(unzipped.kind)
  if (!unzipped.files.has('xl/workbook.xml')) return refused('not-a-table')
  const files = new Map<string, Buffer>()
  for (const [name, file] of unzipped.files) {
    const text = withoutEmptyCells(file.toString('utf8'))
    const problem = judgeAddresses(text)
    if (problem !== undefined) return problem
    files.set(name, Buffer.from(text, 'utf8'))
  }
  return readFirstSheet(zipStored(files))
}

async function readFirstSheet(archive: Buffer): Promise<string[][] | RefusedTable> {
  const { readSheet } = await import('read-excel-file/node')
  let rows: readonly (readonly unknown[])[]
  try {
    rows = await readSheet(archive, { parseNumber: text => text })
  } catch {
    // Whatever a damaged or strange workbook makes the reader throw, it is not a table to us.
    return refused('not-a-table')
  }
  return rows.map(row => row.map(cellText))
}

/** Cells and rows that only carry a format; Excel may save thousands of them beyond the data. */
function withoutEmptyCells(xml: string): string {
  if (!xml.includes('sheetData')) return xml
  return xml
    .replace(/<(?:\w+:)?c(?=[\s/])[^<>]*\/>/g, '')
    .replace(/<(?:\w+:)?row(?=[\s/])[^<>]*\/>/g, '')
    .replace(/<((?:\w+:)?row)(?:\s[^<>]*)?>\s*<\/\1>/g, '')
}

/**
 * The reader fills the gaps before a cell that says it stands at XFD1048576, or in row 1e9: every address is looked at
 * before it runs, wherever in the file it may stand.
 */
function judgeAddresses(xml: string): RefusedTable | undefined {
  let cells = 0
  for (const [, , value = ''] of xml.matchAll(/(?<![\w:.-])r\s*=\s*(["'])([^"']*)\1/g)) {
    const address = /^([A-Z]{0,3})(\d{1,7})$/.exec(value)
    if (address === null) return refused('not-a-table')
    const [, letters = '', row] = address
    if (Number(row) > mostLines) return refused('too-many-rows')
    if (columnNumber(letters) > mostColumns) return refused('too-many-columns')
    cells += 1
  }
  return cells > (mostRows + 2) * (mostColumns + 1) ? refused('too-big') : undefined
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}

/** `2027-09-13`, or `2027-09-13 09:00` when there is a time: sheets know no time zone. */
function cellText(value: unknown): string {
  if (value instanceof Date) return dateText(value)
  if (typeof value === 'string') return numberText(value)
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : ''
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const iso = value.toISOString()
  return iso.slice(11, 16) === '00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
}

/** A long number is stored as 4.2047565711E11; people wrote 420475657111. */
function numberText(text: string): string {
  return /^-?\d(?:\.\d+)?E[+-]?\d{1,2}$/.test(text) ? String(Number(text)) : text
}
