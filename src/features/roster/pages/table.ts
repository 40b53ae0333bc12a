import { countryName } from '../../../core/countries.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess } from '../../events/types.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { RosterPage } from '../queries/list.ts'
import type { StatusCounts } from '../queries/tallies.ts'
import { type ColumnFacts, cellText, type KnownColumn, type WholeLine } from '../rules/cells.ts'
import { defaultDirection, type Selection, type SortColumn, selectionQuery, sortColumns } from '../rules/selection.ts'
import { type StateWord, statusWord } from '../rules/words.ts'
import { bulkDeeds } from '../types.ts'
import type { FilterData } from './filters.ts'
import { listHref, partHref } from './query.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** A cell of the table. `label` stands before it where the table becomes a list. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly className: string; readonly label: string }
  | { readonly kind: 'state'; readonly state: StateWord }
  | { readonly kind: 'country'; readonly text: string; readonly name: string }
  | { readonly kind: 'time'; readonly text: string; readonly datetime: string }

export interface RosterTableLine {
  readonly reference: string
  readonly name: string
  readonly href: string | undefined
  readonly cells: readonly Cell[]
}

export interface RosterHeading {
  readonly label: string
  /** undefined: the table is not sorted by this column. */
  readonly href: string | undefined
  readonly sorted: 'ascending' | 'descending' | undefined
  readonly numeric: boolean
}

/** What can be done to the rows that are ticked, or to all that match. */
export interface BulkBar {
  readonly action: string
  readonly query: string
  /** The words for all that match, with their number. */
  readonly all: string
  readonly deeds: readonly Option[]
}

export interface RosterTableModel {
  readonly headings: readonly RosterHeading[]
  readonly lines: readonly RosterTableLine[]
  readonly bulk: BulkBar | undefined
}

/** What the table is drawn from. */
export interface ListData extends FilterData, ColumnFacts {
  readonly access: EventAccess
  readonly page: RosterPage
  readonly lines: readonly WholeLine[]
  readonly columns: readonly KnownColumn[]
  /** Of the whole event, and of what is shown; `isMore`: there are more than `found`. */
  readonly counts: {
    readonly all: StatusCounts
    readonly total: number
    readonly found: number
    readonly isMore: boolean
  }
  readonly hasDuplicates: boolean
}

/** The lines with their cells, the headings that sort them, and what may be done to many of them. */
export function tableOf(context: FrameContext, data: ListData, isWhole: boolean): RosterTableModel {
  const { access, lines } = data
  return {
    headings: headingsOf(context, data),
    lines: lines.map(whole => tableLine(context, data, whole, isWhole)),
    bulk: mayOrganise(access.role) && lines.length > 0 ? bulkBar(context, data) : undefined,
  }
}

function bulkBar({ t, locale }: FrameContext, { event, selection, counts }: ListData): BulkBar {
  return {
    action: partHref(locale, event, '/bulk'),
    query: selectionQuery(selection).toString(),
    all: t(`roster.bulk.${counts.isMore ? 'allMore' : 'all'}`, { n: counts.found }),
    deeds: bulkDeeds.map(value => ({ value, label: t(`roster.bulk.deeds.${value}`) })),
  }
}

function headingsOf(context: FrameContext, { event, selection, columns }: ListData): RosterHeading[] {
  const heading = (name: string, label: string): RosterHeading => {
    const sort = sortColumns.find(column => column === name)
    const isSorted = selection.sort === name
    return {
      label,
      href: sort && listHref(context, event, turned(selection, sort)),
      sorted: isSorted ? selection.direction : undefined,
      numeric: name === 'changed' || name === 'created',
    }
  }
  return [
    heading('name', context.t('roster.columns.name')),
    ...columns.map(({ column, label }) => heading(column, label)),
  ]
}

/** Sorted by a column; the other way round when it is already. */
function turned(selection: Selection, sort: SortColumn): Selection {
  const other = selection.direction === 'ascending' ? 'descending' : 'ascending'
  return { ...selection, sort, direction: selection.sort === sort ? other : defaultDirection(sort) }
}

function tableLine(context: FrameContext, data: ListData, whole: WholeLine, isWhole: boolean): RosterTableLine {
  const { line } = whole
  return {
    reference: line.reference,
    name: printedName(line),
    href: isWhole ? partHref(context.locale, data.event, `/${line.reference}`) : undefined,
    cells: data.columns.map(known => cellOf(context, data, known, whole)),
  }
}

function cellOf(context: FrameContext, data: ListData, known: KnownColumn, whole: WholeLine): Cell {
  const { line } = whole
  const { column, label } = known
  const { timeZone } = data.event
  if (column === 'status') return { kind: 'state', state: statusWord(context, line.status, line.position) }
  if (column === 'country')
    return { kind: 'country', text: line.country, name: countryName(line.country, context.locale) }
  if (column === 'changed' || column === 'created') {
    const at = column === 'changed' ? line.changedAt : line.createdAt
    return { kind: 'time', text: formatShortDateTime(at, timeZone, context.locale), datetime: at.toISOString() }
  }
  const text = cellText(context, known, whole, { parts: data.parts, questions: data.questions, timeZone })
  return { kind: 'text', text, className: classOf(column), label }
}

function classOf(column: string): string {
  if (column === 'organisation') return 'org-name'
  return column === 'category' ? 'last' : 'more-cell'
}
