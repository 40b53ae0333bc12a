import { type Head, page } from '../../../core/http/pages.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { StateWord } from '../rules/words.ts'
import type { ExportRunRow } from '../types.ts'
import { partHref } from './query.ts'
import type { Notice } from './notice.ts'

/** A file: how far it is, and where it is. */
export interface ExportLine {
  readonly title: string
  readonly state: StateWord
  readonly started: string
  readonly who: string | undefined
  readonly expires: string
  readonly total: number
  readonly done: number
  readonly progress: string
  readonly isRunning: boolean
  /** undefined: it is not finished, or never will be. */
  readonly href: string | undefined
  readonly pageHref: string
}

export interface ExportModel {
  readonly head: Head
  readonly line: ExportLine
  readonly tableHref: string
  readonly exportsHref: string
}

export const exportPage = page<ExportModel>('roster/export')

export interface ExportsModel {
  readonly head: Head
  readonly notice: Notice | undefined
  readonly lines: readonly ExportLine[]
  readonly tableHref: string
}

export const exportsPage = page<ExportsModel>('roster/exports')

/** A file as its page and the list show it. */
export function exportLine(
  context: FrameContext,
  event: EventRow,
  run: ExportRunRow & { readonly userName?: string | null },
): ExportLine {
  const { t, locale } = context
  const path = partHref(locale, event, `/exports/${run.reference}`)
  const at = (moment: Date) => formatShortDateTime(moment, event.timeZone, locale)
  return {
    title: t('roster.exports.file', { format: t(`roster.exports.formats.${run.format}`), rows: run.total }),
    state: stateOf(context, run),
    started: at(run.createdAt),
    who: run.userName ?? undefined,
    expires: t('roster.exports.expires', { when: at(run.expiresAt) }),
    total: run.total,
    done: run.done,
    progress: t('roster.bulk.progress', { done: run.done, total: run.total }),
    isRunning: run.finishedAt === null && run.failedAt === null,
    href: run.finishedAt === null ? undefined : `${path}/file`,
    pageHref: path,
  }
}

function stateOf({ t }: FrameContext, { finishedAt, failedAt }: ExportRunRow): StateWord {
  if (failedAt !== null) return { kind: 'bad', label: t('roster.exports.failed') }
  if (finishedAt !== null) return { kind: 'good', label: t('roster.exports.ready') }
  return { kind: 'warn', label: t('roster.exports.running') }
}

/** The page of one file, without its head. */
export function exportModel(context: FrameContext, event: EventRow, run: ExportRunRow): Omit<ExportModel, 'head'> {
  const { locale } = context
  const { address } = run.query
  const table = partHref(locale, event, '')
  return {
    line: exportLine(context, event, run),
    tableHref: address === '' ? table : `${table}?${address}`,
    exportsHref: partHref(locale, event, '/exports'),
  }
}
