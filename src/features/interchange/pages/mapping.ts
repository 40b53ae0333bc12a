import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { columnField } from '../rules/table-columns.ts'
import type { ScheduleImportRow } from '../tables.ts'
import { type StoredTable, type TableMapping, targets } from '../types/table.ts'
import { importHref, nameOf } from './runs.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** One column of the table, with a few of its values. */
interface ColumnField {
  readonly name: string
  readonly label: string
  readonly samples: string
}

export interface ImportMappingModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly about: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly columns: readonly ColumnField[]
  readonly targets: readonly Option[]
  readonly preview: {
    readonly header: readonly string[]
    readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  }
  readonly startHref: string
  readonly removeHref: string
}

/** What the columns of a table mean. */
export const importMappingPage = page<ImportMappingModel>('interchange/mapping')

const previewed = 6
const samplesShown = 3

/** What stands in the form of the mapping. */
export function mappingValues({ columns, locale, minutes }: TableMapping): Record<string, string> {
  const fields = Object.fromEntries(columns.map((target, column) => [columnField(column), target]))
  return { locale, minutes: String(minutes), ...fields }
}

/** What the page of the mapping says besides its form. */
export function importMapping(
  context: FrameContext,
  event: EventRow,
  { run, table }: { run: ScheduleImportRow; table: StoredTable },
): Omit<ImportMappingModel, 'head' | 'flash' | 'form'> {
  const { t } = context
  const columns = table.header.map((_, column) => columnOf(context, table, column))
  return {
    about: t('interchange.mapping.about', { name: nameOf(context, run), n: table.lines.length }),
    labels: {
      ...Object.fromEntries(columns.map(({ name, label }) => [name, label])),
      columns: t('interchange.mapping.columns'),
      locale: t('interchange.mapping.language'),
      minutes: t('interchange.mapping.minutes'),
    },
    columns,
    targets: targets.map(value => ({ value, label: t(`interchange.targets.${value}`) })),
    preview: {
      header: columns.map(({ label }) => label),
      rows: table.lines.slice(0, previewed).map(({ line, cells }) => ({
        line,
        cells: table.header.map((_, column) => shortened(cells[column] ?? '', 60)),
      })),
    },
    startHref: importHref(context, event),
    removeHref: importHref(context, event, `${run.reference}/remove`),
  }
}

function columnOf({ t }: FrameContext, { header, lines }: StoredTable, column: number): ColumnField {
  const heading = header[column] ?? ''
  const cells = lines.map(line => line.cells[column] ?? '').filter(cell => cell !== '')
  const samples = [...new Set(cells.slice(0, 200))].slice(0, samplesShown).map(cell => shortened(cell, 40))
  return {
    name: columnField(column),
    label: heading === '' ? t('interchange.mapping.column', { letter: letterOf(column) }) : shortened(heading, 80),
    samples: samples.length === 0 ? t('interchange.mapping.noSamples') : samples.join(' · '),
  }
}

function letterOf(column: number): string {
  const letter = (index: number) => String.fromCharCode(65 + index)
  return column < 26 ? letter(column) : `${letter(Math.floor(column / 26) - 1)}${letter(column % 26)}`
}

function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
