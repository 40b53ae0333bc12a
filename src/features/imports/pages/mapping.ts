import { countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { columnField, possibleTargets } from '../rules/headings.ts'
import {
  type FixedTarget,
  fixedTargets,
  type ImportMapping,
  type ImportRunRow,
  type ImportSetup,
  type Target,
} from '../types.ts'
import { importsHref } from './runs.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** One column of the table, with a few of its values. */
export interface ColumnField {
  readonly name: string
  readonly label: string
  readonly samples: string
}

export interface ImportMappingModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly title: string
  readonly about: string
  /** The same table was imported before. */
  readonly earlier: { readonly text: string; readonly href: string } | undefined
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly columns: readonly ColumnField[]
  readonly targets: readonly Option[]
  readonly categories: readonly Option[]
  readonly countries: readonly Option[]
  readonly attendances: readonly Option[]
  /** Names of required questions that no column answers yet. */
  readonly preview: { readonly header: readonly string[]; readonly rows: readonly Preview[] }
  readonly removeHref: string
  readonly startHref: string
}

interface Preview {
  readonly line: number
  readonly cells: readonly string[]
}

export const importMappingPage = page<ImportMappingModel>('imports/mapping')

const previewed = 5
const samplesShown = 3

/** What stands in the form of the mapping. */
export function mappingValues({ columns, ...usual }: ImportMapping): Record<string, string> {
  return { ...usual, ...Object.fromEntries(columns.map((target, column) => [columnField(column), target])) }
}

/** What the page of the mapping says besides its form. */
export function importMapping(
  context: FrameContext,
  event: EventRow,
  { run, setup, earlier }: { run: ImportRunRow; setup: ImportSetup; earlier: ImportRunRow | undefined },
): Omit<ImportMappingModel, 'head' | 'flash' | 'form'> {
  const { t, locale } = context
  const columns = run.header.map((_, column) => columnOf(context, run, column))
  const labels = Object.fromEntries(columns.map(({ name, label }) => [name, label]))
  const name = run.fileName === '' ? t('imports.pastedName') : run.fileName
  const categories = setup.categories.map(one => ({ value: one.reference, label: readText(one.name, locale) }))
  return {
    title: t('imports.mapping.title'),
    about: t('imports.mapping.about', { name, n: run.lines.length }),
    earlier: earlier?.finishedAt
      ? {
          text: t('imports.mapping.earlier', { when: formatShortDateTime(earlier.finishedAt, event.timeZone, locale) }),
          href: importsHref(context, event, earlier.reference),
        }
      : undefined,
    labels: { ...labels, columns: t('imports.mapping.columns'), category: t('imports.targets.category') },
    columns,
    targets: targetOptions(context, setup),
    categories,
    countries: countryOptions(locale),
    attendances:
      setup.event.mode === 'hybrid'
        ? (['on_site', 'online'] as const).map(value => ({ value, label: t(`imports.attendance.${value}`) }))
        : [],
    preview: previewOf(context, run),
    removeHref: importsHref(context, event, `${run.reference}/remove`),
    startHref: importsHref(context, event),
  }
}

function columnOf(context: FrameContext, run: ImportRunRow, column: number): ColumnField {
  const filled = run.lines.map(({ cells }) => cells[column] ?? '').filter(cell => cell !== '')
  const samples = [...new Set(filled.slice(0, 200))].slice(0, samplesShown).map(cell => shortened(cell, 40))
  const { t } = context
  return {
    name: columnField(column),
    label: columnName(context, run.header, column),
    samples: samples.length === 0 ? t('imports.mapping.noSamples') : samples.join(' · '),
  }
}

/** A column as people call it: its heading, or its letter in a spreadsheet. */
export function columnName({ t }: FrameContext, header: readonly string[], column: number): string {
  const heading = header[column] ?? ''
  return heading === '' ? t('imports.column', { letter: letterOf(column) }) : shortened(heading, 80)
}

function letterOf(column: number): string {
  const letter = (index: number) => String.fromCharCode(65 + index)
  return column < 26 ? letter(column) : `${letter(Math.floor(column / 26) - 1)}${letter(column % 26)}`
}

export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

function previewOf(context: FrameContext, run: ImportRunRow): ImportMappingModel['preview'] {
  return {
    header: run.header.map((_, column) => columnName(context, run.header, column)),
    rows: run.lines.slice(0, previewed).map(({ line, cells }) => ({
      line,
      cells: run.header.map((_, column) => shortened(cells[column] ?? '', 60)),
    })),
  }
}

/** All that a column may be, in words. */
function targetOptions(context: FrameContext, setup: ImportSetup): Option[] {
  return possibleTargets(setup).map(target => ({ value: target, label: targetName(context, setup, target) }))
}

/** What a column holds, in words. */
export function targetName({ t, locale }: FrameContext, setup: ImportSetup, target: Target): string {
  if (isFixed(target)) return t(`imports.targets.${target}`)
  const reference = target.slice(target.indexOf('.') + 1)
  const part = setup.parts.find(one => target.startsWith('part.') && one.reference === reference)
  if (part !== undefined) return t('imports.targets.onePart', { part: readText(part.title, locale) })
  const question = setup.questions.find(one => one.reference === reference)
  return t('imports.targets.question', { question: shortened(readText(question?.label, locale), 80) })
}

function isFixed(target: Target): target is FixedTarget {
  return fixedTargets.some(fixed => fixed === target)
}
