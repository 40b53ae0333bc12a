import { countryName } from '../../../core/countries.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import { type RegistrationFilter, type RegistrationLine, type SortColumn, sortColumns } from '../queries/list.ts'
import { printedName } from '../queries/names.ts'
import { registrationStatuses, type CategoryWithQuota, type RegistrationStatus } from '../types.ts'
import type { StateWord } from './public.ts'
import { categoryOptions, statusWord } from './words.ts'

interface Option {
  readonly value: string
  readonly label: string
}

export interface RegistrationTableLine {
  readonly name: string
  readonly href: string | undefined
  readonly organisation: string
  readonly country: string
  readonly countryName: string
  readonly category: string
  readonly state: StateWord
  readonly changed: string
  readonly datetime: string
}

export interface SortHeading {
  readonly label: string
  readonly href: string
  readonly sorted: 'ascending' | 'descending' | undefined
  readonly numeric: boolean
}

interface TableLink {
  readonly href: string
  readonly label: string
}

export interface RegistrationListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly action: string
  readonly search: string
  readonly status: string
  readonly category: string
  readonly statuses: readonly Option[]
  readonly categories: readonly Option[]
  readonly counts: string
  readonly headings: readonly SortHeading[]
  readonly lines: readonly RegistrationTableLine[]
  readonly pager: Pager
  /** At the door one sees who comes, and nothing to reach them by (SEC-40). */
  readonly isWhole: boolean
  /** Files of exactly the rows that are shown, on all pages. */
  readonly exports: { readonly title: string; readonly files: readonly TableLink[] } | undefined
  readonly links: readonly TableLink[]
  readonly addHref: string | undefined
  readonly clearHref: string | undefined
  /** Nobody has registered at all. */
  readonly isEmptyEvent: boolean
}

export const registrationListPage = page<RegistrationListModel>('registration/organiser/list')

/** What the address of the list says, besides the page. */
export interface ListQuery {
  readonly search: string
  readonly status: RegistrationStatus | undefined
  readonly category: CategoryWithQuota | undefined
  readonly sort: SortColumn
  readonly direction: RegistrationFilter['direction']
}

/** The address of the list, or of a file of it, that shows the same. */
export function listHref(
  { locale }: FrameContext,
  event: EventRow,
  query: ListQuery,
  { part = 'registrations', page: number }: { part?: string; page?: number } = {},
): string {
  return urls.organiserEventPart(locale, event.slug, part, {
    q: query.search,
    status: query.status,
    category: query.category?.reference,
    sort: query.sort === 'changed' ? undefined : query.sort,
    direction: query.direction === defaultDirection(query.sort) ? undefined : query.direction,
    page: number === 1 ? undefined : number,
  })
}

/** The direction in which a column is wanted first. */
export function defaultDirection(column: SortColumn): RegistrationFilter['direction'] {
  return column === 'changed' ? 'descending' : 'ascending'
}

interface ListData {
  readonly access: EventAccess
  readonly query: ListQuery
  readonly categories: readonly CategoryWithQuota[]
  readonly lines: readonly RegistrationLine[]
  readonly counts: Readonly<Record<RegistrationStatus, number>>
  readonly pager: Pager
}

/** The table without its head. */
export function registrationList(
  context: FrameContext,
  { access, query, categories, lines, counts, pager }: ListData,
): Omit<RegistrationListModel, 'head' | 'flash'> {
  const { t, locale } = context
  const { event, role } = access
  const isWhole = mayView(role)
  const isFiltered = query.search !== '' || query.status !== undefined || query.category !== undefined
  return {
    action: urls.organiserEventPart(locale, event.slug, 'registrations'),
    search: query.search,
    status: query.status ?? '',
    category: query.category?.reference ?? '',
    statuses: registrationStatuses.map(value => ({ value, label: t(`registration.list.statuses.${value}`) })),
    categories: categoryOptions(locale, categories),
    counts: t('registration.list.counts', counts),
    headings: headingsOf(context, event, query, isWhole),
    lines: lines.map(line => tableLine(context, event, line, isWhole)),
    pager,
    isWhole,
    exports: isWhole ? exportsOf(context, event, query, pager.total) : undefined,
    links: mayOrganise(role) ? linksOf(context, event) : [],
    addHref: mayOrganise(role) ? urls.organiserEventPart(locale, event.slug, 'registrations/new') : undefined,
    clearHref: isFiltered ? urls.organiserEventPart(locale, event.slug, 'registrations') : undefined,
    isEmptyEvent: pager.total === 0 && !isFiltered,
  }
}

const atTheDoor: readonly SortColumn[] = ['name', 'organisation', 'category', 'status']

function headingsOf(context: FrameContext, event: EventRow, query: ListQuery, isWhole: boolean): SortHeading[] {
  const columns = isWhole ? sortColumns : atTheDoor
  return columns.map(sort => {
    const isSorted = query.sort === sort
    const turned = query.direction === 'ascending' ? 'descending' : 'ascending'
    const direction = isSorted ? turned : defaultDirection(sort)
    return {
      label: context.t(`registration.list.columns.${sort}`),
      href: listHref(context, event, { ...query, sort, direction }),
      sorted: isSorted ? query.direction : undefined,
      numeric: sort === 'changed',
    }
  })
}

function tableLine(
  context: FrameContext,
  event: EventRow,
  line: RegistrationLine,
  isWhole: boolean,
): RegistrationTableLine {
  const { locale } = context
  return {
    name: printedName(line),
    href: isWhole ? urls.organiserEventPart(locale, event.slug, `registrations/${line.reference}`) : undefined,
    organisation: line.organisation,
    country: line.country,
    countryName: countryName(line.country, locale),
    category: readText(line.categoryName, locale),
    state: statusWord(context, line.status, line.position),
    changed: formatShortDateTime(line.changedAt, event.timeZone, locale),
    datetime: line.changedAt.toISOString(),
  }
}

function exportsOf(context: FrameContext, event: EventRow, query: ListQuery, rows: number) {
  const file = (kind: 'xlsx' | 'csv') => ({
    href: listHref(context, event, query, { part: `registrations.${kind}` }),
    label: context.t(`registration.list.${kind}`),
  })
  return { title: context.t('registration.list.export', { rows }), files: [file('xlsx'), file('csv')] }
}

function linksOf({ t, locale }: FrameContext, event: EventRow): TableLink[] {
  const part = (name: string) => urls.organiserEventPart(locale, event.slug, name)
  return [
    { href: part('categories'), label: t('registration.categories.title') },
    { href: part('registrations/needs'), label: t('registration.needs.title') },
  ]
}
