import { csvLines } from '../../../core/csv.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import type { Log } from '../../../core/log.ts'
import { translator } from '../../../core/messages.ts'
import { streamXlsx } from '../../../core/sheet-stream.ts'
import { now } from '../../../core/time.ts'
import { findEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { listQuestions } from '../../questions/queries.ts'
import { completeLines, findFacts } from '../queries/facts.ts'
import { findMatching, listRoster } from '../queries/list.ts'
import { exportHeader, exportRow, knownColumns, questionsForColumns } from '../rules/cells.ts'
import { cursorAt, readCursor } from '../rules/cursor.ts'
import { parseSelection, type Selection } from '../rules/selection.ts'
import type { Words } from '../rules/words.ts'
import type { ExportFormat, ExportRunRow, RosterLine } from '../types.ts'
import '../tables.ts'

/** Rows read and written at a time. */
const rowsAtOnce = 1_000

/** What turns rows into the bytes of a file, piece by piece. */
interface FileWriter {
  rows(rows: readonly (readonly string[])[]): Promise<Buffer>
  end(): Promise<Buffer>
}

/**
 * Writes the file of an export into the database, piece by piece. What was written by a try that died is thrown away.
 * All of it is read in one snapshot: what changes meanwhile is in none of the rows.
 * @param from where the rows are read: the database, or a server that follows it and has everything
 */
export async function writeExport(db: Database, runId: number, from: Database = db): Promise<void> {
  const run = await db('exportRuns').where({ id: runId }).whereNull('finishedAt').whereNull('failedAt').first()
  const event = run && (await findEvent(db, run.eventId))
  if (run === undefined || event === undefined) return
  await inTransaction(db, async trx => {
    await trx('exportChunks').where({ runId }).delete()
    await trx('exportRuns').where({ id: runId }).update({ done: 0 })
  })
  await from.transaction(snapshot => writeRows(db, snapshot, run, event), {
    isolationLevel: 'repeatable read',
    readOnly: true,
  })
}

/** Writes down that an export will not come. */
export async function giveUpExport(db: Database, log: Log, runId: number, error: unknown): Promise<void> {
  log.error({ err: error, runId }, 'an export was given up')
  await db('exportRuns').where({ id: runId }).whereNull('finishedAt').update({ failedAt: now() })
}

async function writeRows(db: Database, snapshot: Transaction, run: ExportRunRow, event: EventRow): Promise<void> {
  const words = { t: translator(run.locale), locale: run.locale }
  const selection = parseSelection(run.query.address)
  const questions = questionsForColumns(await listQuestions(snapshot, event.id, { archived: true }))
  const { parts } = await findFacts(snapshot, event.id)
  const columns = knownColumns(words, selection.columns, { questions, parts })
  const context = { questions, parts, timeZone: event.timeZone }
  const writer = writerFor(run.format, words, exportHeader(words, columns))
  let position = 0
  let done = 0
  for await (const lines of pagesOf(snapshot, event, selection)) {
    const wholes = await completeLines(snapshot, lines, columns)
    const bytes = await writer.rows(wholes.map(whole => exportRow(words, columns, whole, context)))
    done += lines.length
    position = await keep(db, run.id, { position, done, bytes })
  }
  await keep(db, run.id, { position, done, bytes: await writer.end() })
  await db('exportRuns').where({ id: run.id }).update({ finishedAt: now(), total: done })
}

async function* pagesOf(snapshot: Transaction, event: EventRow, selection: Selection): AsyncGenerator<RosterLine[]> {
  const matching = await findMatching(snapshot, event, selection, 'everything')
  const options = { scope: 'everything', matching, size: rowsAtOnce } as const
  let page = await listRoster(snapshot, event, selection, options)
  for (;;) {
    yield page.lines
    const last = page.lines.at(-1)
    if (last === undefined || !page.hasNext) return
    page = await listRoster(snapshot, event, selection, { ...options, cursor: readCursor(cursorAt(last), '') })
  }
}

interface Piece {
  readonly position: number
  readonly done: number
  readonly bytes: Buffer
}

/** Keeps a piece of the file and how far it is; gives the place of the next one. */
async function keep(db: Database, runId: number, { position, done, bytes }: Piece): Promise<number> {
  await inTransaction(db, async trx => {
    if (bytes.length > 0) await trx('exportChunks').insert({ runId, position, content: bytes })
    await trx('exportRuns').where({ id: runId }).update({ done })
  })
  return bytes.length > 0 ? position + 1 : position
}

function writerFor(format: ExportFormat, { t }: Words, header: readonly string[]): FileWriter {
  if (format === 'xlsx') return streamXlsx(t('roster.list.title'), header)
  let isFirst = true
  return {
    async rows(rows) {
      const lines = csvLines(isFirst ? [header, ...rows] : rows)
      const text = isFirst ? `\ufeff${lines}` : lines
      isFirst = false
      return Buffer.from(text)
    },
    end: async () => Buffer.alloc(0),
  }
}
