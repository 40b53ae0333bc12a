import type { Locale } from '../../../core/localised-text.ts'
import {
  type Block,
  type FileReading,
  holdsMarkup,
  readBlocks,
  readMarkupBlocks,
  readTextBlocks,
  type TableRefusal,
} from '../../../core/tables.ts'
import { mostLines, refused } from '../../../core/tables/types.ts'
import { readSchedule } from './read.ts'
import { sniff } from './recognise.ts'
import type { ScheduleDocument } from '../types.ts'
import type { ScheduleRefusal } from '../types/refusals.ts'
import type { StoredTable } from '../types/table.ts'
import { guessMapping } from '../rules/table-columns.ts'
import type { EventDays } from '../rules/table-days.ts'
import { documentOf } from '../rules/table-document.ts'
import { isProgrammeText, textBlocks } from '../rules/table-lines.ts'
import { findProgramme } from '../rules/table-sheet.ts'

/** What an organiser gave: a file, or what was pasted (as text, and as HTML when the clipboard had it). */
export interface Given {
  readonly file?: { readonly name: string; readonly content: Buffer } | undefined
  readonly pasted: string
  readonly markup: string
}

export type GivenReading =
  | { readonly kind: 'read'; readonly document: ScheduleDocument; readonly table?: StoredTable | undefined }
  | { readonly kind: 'refused'; readonly refusal: ScheduleRefusal }
  | { readonly kind: 'no-table'; readonly reason: TableRefusal }
  /** It was read, and there is nothing like a programme in it. */
  | { readonly kind: 'no-programme' }
  | { readonly kind: 'nothing' }

interface Setting {
  readonly days: EventDays
  /** Of texts, where their language cannot be told. */
  readonly locale: Locale
}

/** Files whose tables we read. */
const withTables = ['xlsx', 'docx', 'odf', 'csv', 'text', 'html', 'zip']
const sniffed = 64 * 1024

/**
 * Reads whatever was given, by what it is and not by what it is called: frab XML and c3voc JSON as they are, everything
 * else people keep programmes in as a table. A file wins over what was pasted.
 */
export async function readGiven({ file, pasted, markup }: Given, setting: Setting): Promise<GivenReading> {
  if (file !== undefined) return readFile(file, setting)
  if (pasted.trim() === '' && !holdsMarkup(markup)) return { kind: 'nothing' }
  const isSchedule = ['xml', 'json'].includes(sniff(Buffer.from(pasted.slice(0, 1_000))))
  if (isSchedule && !holdsMarkup(pasted)) return readDocument(Buffer.from(pasted))
  if (holdsMarkup(markup)) {
    const reading = tableReading(readMarkupBlocks(markup), '', setting)
    if (reading.kind === 'read') return reading
  }
  return tableReading({ kind: 'text', text: pasted }, '', setting)
}

async function readFile(file: { name: string; content: Buffer }, setting: Setting): Promise<GivenReading> {
  const kind = sniff(file.content.subarray(0, sniffed))
  if (!withTables.includes(kind)) return readDocument(file.content)
  const reading = tableReading(await readBlocks(file), file.name, setting)
  // An archive or a page without a table is better called by its name.
  const isOther = (kind === 'zip' || kind === 'html') && reading.kind !== 'read'
  return isOther ? readDocument(file.content) : reading
}

async function readDocument(content: Buffer): Promise<GivenReading> {
  return readSchedule(content)
}

function tableReading(given: FileReading, title: string, setting: Setting): GivenReading {
  const reading = given.kind === 'text' ? textReading(given.text) : given
  if (reading.kind === 'refused') return { kind: 'no-table', reason: reading.reason }
  const table = findProgramme(reading.blocks, setting.days)
  if (table === undefined) return { kind: 'no-programme' }
  const stored = { ...table, ...guessMapping(table, setting.days, setting.locale) }
  const document = documentOf(table, stored, { days: setting.days, title })
  return document.sessions.length === 0 ? { kind: 'no-programme' } : { kind: 'read', document, table: stored }
}

function textReading(text: string): Exclude<FileReading, { kind: 'text' }> {
  if (!isProgrammeText(text)) return readTextBlocks(text)
  const blocks = textBlocks(text) satisfies Block[]
  return blocks.length > mostLines ? refused('too-many-rows') : { kind: 'blocks', blocks }
}
