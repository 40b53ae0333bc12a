import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { asksSomething } from '../../questions/rules/kinds.ts'
import { mailsOf, summaryOf } from '../rules/reports.ts'
import type { ImportReport, ImportRunRow, ImportSetup, LineReport } from '../types.ts'
import { columnName, shortened } from './mapping.ts'
import { type CountWord, countWords, importsHref } from './runs.ts'

/** Something wrong, where, and in what words. */
interface ProblemLine {
  readonly line: number
  readonly name: string
  readonly column: string
  readonly cell: string
  readonly message: string
}

interface OutcomeLine {
  readonly line: number
  readonly name: string
  readonly email: string
  readonly state: { readonly kind: 'good' | 'warn' | 'bad' | 'off'; readonly label: string }
  /** Answers that would not be kept. */
  readonly note: string
}

/** The last step, where there is something to confirm. */
interface ConfirmPart {
  readonly form: FormModel
  readonly seen: string
  readonly submit: string
  /** How many would be written to; 0: nobody is new. */
  readonly mails: number
}

export interface ImportCheckModel {
  readonly head: Head
  readonly title: string
  /** The outcome is not the one that was confirmed. */
  readonly hasChanged: boolean
  readonly counts: readonly CountWord[]
  readonly problems: readonly ProblemLine[]
  /** How many more there are than are listed. */
  readonly moreProblems: number
  /** Names of required questions that no column answers. */
  readonly unanswered: string
  /** undefined: something is wrong, nothing can be confirmed. */
  readonly confirm: ConfirmPart | undefined
  readonly lines: readonly OutcomeLine[]
  readonly moreLines: number
  readonly mappingHref: string
  readonly removeHref: string
}

export const importCheckPage = page<ImportCheckModel>('imports/check')

const problemsShown = 200
const linesShown = 500

/** What the page of the check says. */
export function importCheck(
  context: FrameContext,
  event: EventRow,
  { run, setup, report, writes }: { run: ImportRunRow; setup: ImportSetup; report: ImportReport; writes: boolean },
): Omit<ImportCheckModel, 'head' | 'hasChanged'> {
  const { t } = context
  const { counts } = report
  const problems = report.lines.flatMap(line => problemLines(context, run, line))
  const fresh = counts.place + counts.waiting
  const isClear = counts.wrong === 0
  return {
    title: t('imports.check.title'),
    counts: countWords(context, counts, false),
    problems: problems.slice(0, problemsShown),
    moreProblems: Math.max(0, problems.length - problemsShown),
    unanswered: unanswered(context, run, setup),
    confirm: isClear
      ? {
          form: freshForm(importsHref(context, event, `${run.reference}/confirm`), { mails: writes ? 'yes' : '' }),
          mails: mailsOf(counts),
          seen: summaryOf(counts),
          submit: t('imports.check.confirm', { n: fresh }),
        }
      : undefined,
    lines: report.lines.slice(0, linesShown).map(line => outcomeLine(context, run, line)),
    moreLines: Math.max(0, report.lines.length - linesShown),
    mappingHref: importsHref(context, event, run.reference),
    removeHref: importsHref(context, event, `${run.reference}/remove`),
  }
}

function problemLines(context: FrameContext, run: ImportRunRow, { line, name, problems }: LineReport): ProblemLine[] {
  const { t } = context
  const cells = run.lines.find(one => one.line === line)?.cells ?? []
  return problems.map(({ column, message, values }) => ({
    line,
    name,
    column: column === undefined || column < 0 ? '' : columnName(context, run.header, column),
    cell: column === undefined || column < 0 ? '' : shortened(cells[column] ?? '', 60),
    message: t(message, values),
  }))
}

/** Nobody is made to answer by an import, but whoever imports should know. */
function unanswered({ locale }: FrameContext, { mapping }: ImportRunRow, { questions }: ImportSetup): string {
  return questions
    .filter(one => one.isRequired && asksSomething(one) && !mapping.columns.includes(`q.${one.reference}`))
    .map(({ label }) => readText(label, locale))
    .join(' · ')
}

function outcomeLine(context: FrameContext, run: ImportRunRow, report: LineReport): OutcomeLine {
  const { t } = context
  const ignored = report.ignored.map(column => columnName(context, run.header, column)).join(', ')
  return {
    line: report.line,
    name: report.name,
    email: report.email,
    state: stateOf(context, report),
    note: ignored === '' ? '' : t('imports.check.ignored', { columns: ignored }),
  }
}

function stateOf({ t }: FrameContext, { outcome, position, sameAs }: LineReport): OutcomeLine['state'] {
  switch (outcome) {
    case 'place':
      return { kind: 'good', label: t('imports.outcomes.place') }
    case 'waiting':
      return { kind: 'warn', label: t('imports.outcomes.waiting', { position: position ?? 0 }) }
    case 'registered':
      return { kind: 'off', label: t('imports.outcomes.registered') }
    case 'repeated':
      return { kind: 'off', label: t('imports.outcomes.repeated', { line: sameAs ?? 0 }) }
    case 'wrong':
      return { kind: 'bad', label: t('imports.outcomes.wrong') }
  }
}
