import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, rehearse, type Transaction } from '../../../core/database.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { addNotes } from '../../registration/actions/notes.ts'
import { registerTogether } from '../../registration/actions/register.ts'
import { tagRegistrations } from '../../registration/actions/tags.ts'
import { lockLedger } from '../../registration/queries/ledger.ts'
import { findExisting } from '../../registration/queries/locks.ts'
import { findImportSetup, findRegistrationIds, lockImportRun } from '../queries.ts'
import { readLines } from '../rules/lines.ts'
import { decidedLine, mailsOf, reportOf, settledLine, summaryOf } from '../rules/reports.ts'
import type { ImportCounts, ImportReport, ImportRunRow, ImportSetup, LineReading, LineReport, Wish } from '../types.ts'
import '../tables.ts'

interface Undertaking {
  readonly event: EventRow
  readonly run: ImportRunRow
  /** Of the names in problems. */
  readonly locale: Locale
}

/**
 * What would become of every line if the table were imported now: the import itself, taken back.
 * @throws Busy when the lock on the places cannot be had in time
 */
export async function rehearseImport(db: Database, actor: Actor, undertaking: Undertaking): Promise<ImportReport> {
  return rehearse(db, trx => carryOut(trx, actor, undertaking, true))
}

export type ConfirmOutcome =
  | { readonly kind: 'done' }
  /** Something is wrong, or is not what was shown: nothing was done. */
  | { readonly kind: 'changed'; readonly report: ImportReport }
  /** Somebody threw the table away. */
  | { readonly kind: 'gone' }

/**
 * Registers everybody a table names, in its order, or nobody. Confirmed again, or twice at once, it happens once.
 * @param seen the summary of the report that was confirmed
 * @param writes whether those who are new get their mails; else nobody hears of it from us
 * @throws Busy when a lock cannot be had in time
 */
export async function confirmImport(
  db: Database,
  actor: Actor,
  { seen, writes, ...undertaking }: Undertaking & { readonly seen: string; readonly writes: boolean },
): Promise<ConfirmOutcome> {
  let changed: ImportReport | undefined
  try {
    return await inTransaction(db, async trx => {
      const run = await lockImportRun(trx, undertaking.run.id)
      if (run === undefined) return { kind: 'gone' }
      if (run.finishedAt !== null) return { kind: 'done' }
      const report = await carryOut(trx, actor, { ...undertaking, run }, !writes)
      if (report.counts.wrong > 0 || summaryOf(report.counts) !== seen) {
        changed = report
        throw new Error('taken back: not what was confirmed')
      }
      await finish(trx, actor, run, { ...report.counts, mails: writes ? mailsOf(report.counts) : 0 })
      return { kind: 'done' }
    })
  } catch (error) {
    if (changed !== undefined) return { kind: 'changed', report: changed }
    throw error
  }
}

async function finish(
  trx: Transaction,
  actor: Actor,
  run: ImportRunRow,
  { mails, ...counts }: ImportCounts & { readonly mails: number },
): Promise<void> {
  // What the file said is in the registrations now; here only the counts stay.
  await trx.raw(`update import_runs set header = '[]', lines = '[]', finished_at = ?, result = ?::jsonb where id = ?`, [
    now(),
    JSON.stringify({ counts }),
    run.id,
  ])
  await recordAudit(trx, actor, 'import.finished', {
    eventId: run.eventId,
    subject: { kind: 'import', id: run.id },
    details: { ...counts, mails },
  })
}

/** Reads the table and registers whom it names, as far as they can be. Tells what became of every line. */
async function carryOut(
  trx: Transaction,
  actor: Actor,
  { event, run, locale }: Undertaking,
  isSilent: boolean,
): Promise<ImportReport> {
  // Reading thousands of lines takes a while; nobody else has to wait for it.
  const setup = await findImportSetup(trx, event)
  const readings = readLines(run.lines, { mapping: run.mapping, setup, locale })
  // What is registered now stays so until we are done.
  await lockLedger(trx, event.id)
  const existing = await findExisting(
    trx,
    event.id,
    readings.flatMap(({ wish, email }) => (wish === undefined ? [] : [email])),
  )
  const registered = new Set(existing.keys())
  const reports = new Map<LineReading, LineReport>()
  const open: LineReading[] = []
  for (const reading of readings) {
    const settled = settledLine(reading, registered)
    if (settled === undefined) open.push(reading)
    else reports.set(reading, settled)
  }
  for (const [reading, report] of await registerAll(trx, actor, open, { run, setup, isSilent }))
    reports.set(reading, report)
  return reportOf(readings.flatMap(reading => reports.get(reading) ?? []))
}

async function registerAll(
  trx: Transaction,
  actor: Actor,
  readings: readonly LineReading[],
  { run, setup, isSilent }: { run: ImportRunRow; setup: ImportSetup; isSilent: boolean },
): Promise<Map<LineReading, LineReport>> {
  const wished = readings.flatMap(reading => (reading.wish === undefined ? [] : [{ reading, wish: reading.wish }]))
  const requests = wished.map(({ wish }) => wish.request)
  const answers = await registerTogether(trx, actor, { eventId: run.eventId, requests, rule: 'by-hand', isSilent })
  const reports = new Map<LineReading, LineReport>()
  const fresh: { reference: string; wish: Wish }[] = []
  for (const [index, { reading, wish }] of wished.entries()) {
    const answer = answers[index]
    if (answer === undefined) throw new Error('a claim had no answer')
    reports.set(reading, decidedLine(reading, answer, run.mapping, setup))
    if (!answer.existed && answer.reference !== undefined) fresh.push({ reference: answer.reference, wish })
  }
  await addRemarks(trx, actor, run.eventId, fresh)
  return reports
}

/** Notes and tags of those who are new. */
async function addRemarks(
  trx: Transaction,
  actor: Actor,
  eventId: number,
  fresh: readonly { readonly reference: string; readonly wish: Wish }[],
): Promise<void> {
  const remarked = fresh.filter(({ wish }) => wish.note !== '' || wish.tags.length > 0)
  if (remarked.length === 0) return
  const ids = await findRegistrationIds(
    trx,
    eventId,
    remarked.map(({ reference }) => reference),
  )
  const notes = remarked.flatMap(({ reference, wish }) => {
    const registrationId = ids.get(reference)
    return wish.note === '' || registrationId === undefined ? [] : [{ registrationId, body: wish.note }]
  })
  await addNotes(trx, actor, { eventId, notes })
  for (const tag of new Set(remarked.flatMap(({ wish }) => wish.tags))) {
    const tagged = remarked.filter(({ wish }) => wish.tags.includes(tag))
    const registrationIds = tagged.flatMap(({ reference }) => ids.get(reference) ?? [])
    await tagRegistrations(trx, actor, { eventId, registrationIds, tag })
  }
}
