import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { defaultDirection, filterQuery, type Selection, selectionQuery } from '../rules/selection.ts'
import type { ExportFormat } from '../types.ts'
import { type ColumnGroup, columnGroups } from './columns.ts'
import { type Chip, chipsOf, type FiltersModel, filtersModel } from './filters.ts'
import type { Notice } from './notice.ts'
import { listHref, partHref } from './query.ts'
import { type ListData, type RosterTableModel, tableOf } from './table.ts'

interface ExportLinks {
  readonly action: string
  readonly href: string
  readonly query: string
  readonly label: string
  readonly formats: readonly { readonly format: ExportFormat; readonly name: string; readonly label: string }[]
}

interface TableLink {
  readonly href: string
  readonly label: string
}

export interface RosterListModel extends RosterTableModel {
  readonly head: Head
  readonly notice: Notice | undefined
  readonly action: string
  readonly search: string
  readonly counts: string
  /** How many there are, in words. */
  readonly found: string
  readonly filters: FiltersModel | undefined
  readonly columns: readonly ColumnGroup[]
  /** What the form keeps besides: the order. */
  readonly kept: readonly { readonly name: string; readonly value: string }[]
  readonly chips: readonly Chip[]
  readonly views: ViewBar | undefined
  readonly previous: string | undefined
  readonly next: string | undefined
  /** At the door one sees who comes, and nothing to reach them by (SEC-40). */
  readonly isWhole: boolean
  /** Files of exactly the rows that are shown, on all pages. */
  readonly exports: ExportLinks | undefined
  readonly links: readonly TableLink[]
  readonly addHref: string | undefined
  readonly clearHref: string | undefined
  /** Nobody has registered at all. */
  readonly isEmptyEvent: boolean
}

/** The saved views as links, and what the form that saves one needs. */
export interface ViewBar {
  readonly links: readonly (TableLink & { readonly current: boolean })[]
  readonly save: { readonly action: string; readonly query: string } | undefined
  readonly manageHref: string | undefined
}

export const rosterListPage = page<RosterListModel>('roster/list')

/** The table without its head. */
export function rosterList(context: FrameContext, data: ListData): Omit<RosterListModel, 'head' | 'notice'> {
  const { t, locale } = context
  const { access, selection, counts } = data
  const { event, role } = access
  const isWhole = mayView(role)
  const query = selectionQuery(selection).toString()
  const chips = isWhole ? chipsOf(context, data) : []
  const isFiltered = chips.length > 0 || selection.search !== '' || selection.statuses.length > 0
  return {
    action: partHref(locale, event, ''),
    search: selection.search,
    counts: t('roster.list.counts', counts.all),
    found: t(`roster.list.${counts.isMore ? 'foundMore' : 'found'}`, { n: counts.found }),
    filters: isWhole ? filtersModel(context, data) : undefined,
    columns: isWhole ? columnGroups(context, selection, data) : [],
    kept: keptFields(selection),
    chips,
    views: isWhole ? viewBar(context, data, query) : undefined,
    ...tableOf(context, data, isWhole),
    ...turns(context, data),
    isWhole,
    exports: isWhole && data.lines.length > 0 ? exportLinks(context, data, query) : undefined,
    links: mayOrganise(role) ? linksOf(context, data) : [],
    addHref: mayOrganise(role) ? partHref(locale, event, '/new') : undefined,
    clearHref: isFiltered ? partHref(locale, event, '') : undefined,
    isEmptyEvent: counts.total === 0,
  }
}

function exportLinks({ t, locale }: FrameContext, { event, counts }: ListData, query: string): ExportLinks {
  const address = partHref(locale, event, '/exports')
  const more = counts.isMore ? 'More' : ''
  const rows = counts.found
  return {
    action: address,
    href: address,
    query,
    label: t(`roster.list.export${more}`, { rows }),
    formats: (['xlsx', 'csv'] as const).map(format => {
      const name = t(`roster.exports.formats.${format}`)
      return { format, name, label: t(`roster.list.exportAs${more}`, { rows, format: name }) }
    }),
  }
}

function keptFields({ sort, direction }: Selection): { name: string; value: string }[] {
  const isUsual = sort === 'changed' && direction === defaultDirection(sort)
  return isUsual
    ? []
    : [
        { name: 'sort', value: sort },
        { name: 'direction', value: direction },
      ]
}

function viewBar(context: FrameContext, { access, facts, selection }: ListData, query: string): ViewBar {
  const { event, role } = access
  const { locale } = context
  const isPlain = query === ''
  const all = { href: partHref(locale, event, ''), label: context.t('roster.views.all'), current: isPlain }
  const saved = facts.views.map(view => ({
    href: `${partHref(locale, event, '')}?${view.query}`,
    label: view.name,
    current: view.query === query,
  }))
  const isSaved = saved.some(({ current }) => current)
  const canSave = mayOrganise(role) && !isPlain && !isSaved
  return {
    links: saved.length === 0 && !canSave ? [] : [all, ...saved],
    save: canSave
      ? { action: partHref(locale, event, '/views'), query: selectionQuery(selection).toString() }
      : undefined,
    manageHref: mayOrganise(role) && saved.length > 0 ? partHref(locale, event, '/views') : undefined,
  }
}

function turns(context: FrameContext, { event, selection, page: { lines, hasPrevious, hasNext } }: ListData) {
  const [first, last] = [lines[0], lines.at(-1)]
  return {
    previous: hasPrevious && first ? listHref(context, event, selection, { side: 'before', line: first }) : undefined,
    next: hasNext && last ? listHref(context, event, selection, { side: 'after', line: last }) : undefined,
  }
}

/** A message to all that the table shows. */
function writeHref(locale: FrameContext['locale'], event: EventRow, selection: Selection): string {
  const query = filterQuery(selection)
  const path = urls.organiserEventPart(locale, event.slug, 'announcements/new')
  return query === '' ? path : `${path}?${query}`
}

function linksOf({ t, locale }: FrameContext, { event, facts, hasDuplicates, selection }: ListData): TableLink[] {
  const below = (part: string, label: string) => ({ href: partHref(locale, event, part), label })
  const beside = (part: string, label: string) => ({ href: urls.organiserEventPart(locale, event.slug, part), label })
  return [
    ...(hasDuplicates ? [below('/duplicates', t('roster.list.duplicates'))] : []),
    ...(facts.hasDelegations ? [beside('delegations', t('roster.list.delegations'))] : []),
    { href: writeHref(locale, event, selection), label: t('roster.list.write') },
    below('/needs', t('roster.needs.title')),
    beside('imports', t('roster.list.import')),
    beside('categories', t('roster.list.setup')),
  ]
}
