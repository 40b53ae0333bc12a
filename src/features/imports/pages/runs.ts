import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ImportCounts, ImportRunRow, ImportRunSummary } from '../types.ts'

/** Where the pages of imports are; a run's own below its reference. */
export function importsHref({ locale }: FrameContext, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'imports' : `imports/${part}`)
}

/** One table of an event, as the list shows it. */
export interface RunLine {
  readonly name: string
  readonly href: string
  readonly who: string
  readonly when: string
  readonly datetime: string
  readonly state: { readonly kind: 'good' | 'warn'; readonly label: string }
  readonly lines: string
}

export interface ImportStartModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly backHref: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly templates: readonly { readonly href: string; readonly label: string }[]
  /** A table that waits to be finished; until then no other can be given. */
  readonly unfinished: (RunLine & { readonly removeHref: string }) | undefined
  readonly runs: readonly RunLine[]
}

export const importStartPage = page<ImportStartModel>('imports/start')

/** What the first page says besides its form. */
export function importStart(
  context: FrameContext,
  event: EventRow,
  runs: readonly ImportRunSummary[],
): Omit<ImportStartModel, 'head' | 'flash' | 'form'> {
  const { t } = context
  const open = runs.find(({ finishedAt }) => finishedAt === null)
  const removeHref = importsHref(context, event, `${open?.reference ?? ''}/remove`)
  return {
    backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
    labels: { file: t('imports.start.file'), pasted: t('imports.start.pasted') },
    templates: (['xlsx', 'csv'] as const).map(ending => ({
      href: importsHref(context, event, `template.${ending}`),
      label: t(`imports.start.template.${ending}`),
    })),
    unfinished: open && { ...runLine(context, event, open), removeHref },
    runs: runs.filter(({ finishedAt }) => finishedAt !== null).map(run => runLine(context, event, run)),
  }
}

function runLine(context: FrameContext, event: EventRow, run: ImportRunSummary): RunLine {
  const { t, locale } = context
  const at = run.finishedAt ?? run.createdAt
  const lines = run.result === null ? run.lineCount : total(run.result.counts)
  return {
    name: run.fileName === '' ? t('imports.pastedName') : run.fileName,
    href: importsHref(context, event, run.reference),
    who: run.userName,
    when: formatShortDateTime(at, event.timeZone, locale),
    datetime: at.toISOString(),
    state:
      run.finishedAt === null
        ? { kind: 'warn', label: t('imports.start.unfinished') }
        : { kind: 'good', label: t('imports.start.finished') },
    lines: t('imports.lines', { n: lines }),
  }
}

/** How many lines a report counted. */
export function total(counts: ImportCounts): number {
  return counts.place + counts.waiting + counts.registered + counts.repeated + counts.wrong
}

/** One number of a report with its words. */
export interface CountWord {
  readonly label: string
  readonly count: number
}

/** The numbers of a report that are not nothing. */
export function countWords({ t }: FrameContext, counts: ImportCounts, isDone: boolean): CountWord[] {
  const outcomes = ['place', 'waiting', 'registered', 'repeated', 'wrong'] as const
  return outcomes
    .filter(outcome => counts[outcome] > 0 || (outcome === 'place' && counts.wrong === 0))
    .map(outcome => ({ label: t(`imports.counts.${isDone ? 'done' : 'planned'}.${outcome}`), count: counts[outcome] }))
}

export interface ImportResultModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly title: string
  readonly about: string
  readonly counts: readonly CountWord[]
  readonly listHref: string
  readonly againHref: string
}

/** The question before an unfinished table is thrown away. */
export const importRemovePage = page<ConfirmModel>('imports/remove')

export const importResultPage = page<ImportResultModel>('imports/result')

/** What a finished run tells. */
export function importResult(
  context: FrameContext,
  event: EventRow,
  run: ImportRunRow,
): Omit<ImportResultModel, 'head' | 'flash'> {
  const { t, locale } = context
  const name = run.fileName === '' ? t('imports.pastedName') : run.fileName
  const when = formatShortDateTime(run.finishedAt ?? run.createdAt, event.timeZone, locale)
  return {
    title: t('imports.result.title'),
    about: t('imports.result.about', { name, when }),
    counts: run.result === null ? [] : countWords(context, run.result.counts, true),
    listHref: urls.organiserEventPart(locale, event.slug, 'registrations'),
    againHref: importsHref(context, event),
  }
}
