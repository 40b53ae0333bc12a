import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ScheduleImportSummary } from '../queries/runs.ts'
import type { ScheduleImportResult, ScheduleImportRow } from '../tables.ts'
import type { ScheduleSource } from '../types.ts'

/** Where the pages of imports are; those of one below its reference. */
export function importHref({ locale }: Pick<FrameContext, 'locale'>, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'agenda/import' : `agenda/import/${part}`)
}

/** Where the programme itself is edited. */
export function agendaHref({ locale }: Pick<FrameContext, 'locale'>, event: Pick<EventRow, 'slug'>): string {
  return urls.organiserEventPart(locale, event.slug, 'agenda')
}

/** A document somebody gave, as the list shows it. */
export interface GivenLine {
  readonly name: string
  readonly href: string
  readonly what: string
  readonly who: string
  readonly when: string
  readonly datetime: string
  readonly state: { readonly kind: 'good' | 'warn'; readonly label: string }
}

export interface ImportStartModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly agendaHref: string
  /** What can be read, in words. */
  readonly kinds: readonly { readonly name: string; readonly text: string }[]
  readonly runs: readonly GivenLine[]
}

/** Giving a programme, and those given before. */
export const importStartPage = page<ImportStartModel>('interchange/start')

/** What the first page says besides its form. */
export function importStart(
  context: FrameContext,
  event: EventRow,
  runs: readonly ScheduleImportSummary[],
): Omit<ImportStartModel, 'head' | 'flash' | 'form'> {
  const { t } = context
  return {
    labels: { file: t('interchange.start.file'), pasted: t('interchange.start.pasted') },
    agendaHref: agendaHref(context, event),
    kinds: (['table', 'document', 'schedule'] as const).map(kind => ({
      name: t(`interchange.start.kind.${kind}.name`),
      text: t(`interchange.start.kind.${kind}.text`),
    })),
    runs: runs.map(run => givenLine(context, event, run)),
  }
}

function givenLine(context: FrameContext, event: EventRow, run: ScheduleImportSummary): GivenLine {
  const { t, locale } = context
  const at = run.confirmedAt ?? run.createdAt
  const sessions = t('interchange.sessions', { n: run.sessionCount })
  return {
    name: nameOf(context, run),
    href: importHref(context, event, run.reference),
    what: `${sourceName(context, run.source)} · ${sessions}`,
    who: run.userName ?? t('interchange.start.somebody'),
    when: formatShortDateTime(at, event.timeZone, locale),
    datetime: at.toISOString(),
    state:
      run.confirmedAt === null
        ? { kind: 'warn', label: t('interchange.start.unfinished') }
        : { kind: 'good', label: t('interchange.start.finished') },
  }
}

/** What a document is called: its file, or that it was pasted. */
export function nameOf({ t }: Pick<FrameContext, 't'>, { fileName }: Pick<ScheduleImportRow, 'fileName'>): string {
  return fileName === '' ? t('interchange.pastedName') : fileName
}

/** What a document was read from. */
export function sourceName({ t }: Pick<FrameContext, 't'>, source: ScheduleSource): string {
  return t(`interchange.source.${source}`)
}

/** The question before a document is thrown away. */
export const importRemovePage = page<ConfirmModel>('interchange/remove')

/** A number with its words. */
export interface CountWord {
  readonly label: string
  readonly count: number
}

export interface ImportResultModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly about: string
  readonly counts: readonly CountWord[]
  readonly agendaHref: string
  readonly againHref: string
}

/** What an import that was carried out did. */
export const importResultPage = page<ImportResultModel>('interchange/result')

/** The model of the result but for its head. */
export function importResult(
  context: FrameContext,
  event: EventRow,
  run: ScheduleImportRow,
): Omit<ImportResultModel, 'head' | 'flash'> {
  const { t, locale } = context
  const when = formatShortDateTime(run.confirmedAt ?? run.createdAt, event.timeZone, locale)
  return {
    about: t('interchange.result.about', { name: nameOf(context, run), when }),
    counts: run.result === null ? [] : resultWords(context, run.result),
    agendaHref: agendaHref(context, event),
    againHref: importHref(context, event),
  }
}

function resultWords({ t }: FrameContext, result: ScheduleImportResult): CountWord[] {
  const { added, changed, removed, roomsAdded, tracksAdded, peopleAdded } = result
  const numbers = { added, changed, removed, same: result.counts.same, roomsAdded, tracksAdded, peopleAdded }
  const keys = ['added', 'changed', 'removed', 'same', 'roomsAdded', 'tracksAdded', 'peopleAdded'] as const
  return keys
    .filter(key => numbers[key] > 0 || key === 'added')
    .map(key => ({ label: t(`interchange.done.${key}`, { n: numbers[key] }), count: numbers[key] }))
}
