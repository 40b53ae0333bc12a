import { isLocale, type Locale } from '../../../core/localised-text.ts'
import { isLocalDate, type LocalDate } from '../../../core/time.ts'
import { type Attendance, attendances, type SignUpStatus, signUpStatuses } from '../../registration/types/places.ts'
import { type RegistrationStatus, registrationStatuses } from '../../registration/types.ts'
import { type Column, columnsAtTheDoor, isColumn, usualColumns } from './columns.ts'

/** The columns a table of registrations can be sorted by. */
export const sortColumns = ['name', 'organisation', 'country', 'category', 'status', 'changed', 'created'] as const
export type SortColumn = (typeof sortColumns)[number]

export type Direction = 'ascending' | 'descending'

/** The answer to a choice or a yes/no question: references of the question and the option, or `yes` and `no`. */
export interface AnswerWanted {
  readonly question: string
  readonly value: string
}

/** What the table shows: filters (all of them hold; of several values of one, any), order and columns. */
export interface Selection {
  /** Words that must all occur in name, organisation, address or code, in any case, without diacritics. */
  readonly search: string
  readonly statuses: readonly RegistrationStatus[]
  /** References. */
  readonly categories: readonly string[]
  readonly part: string | undefined
  readonly partState: SignUpStatus | undefined
  /** Reference of an option with counted places. */
  readonly option: string | undefined
  readonly optionState: SignUpStatus | undefined
  readonly attendance: Attendance | undefined
  readonly tags: readonly string[]
  readonly answers: readonly AnswerWanted[]
  /** A reference, or whether at all. */
  readonly delegation: 'any' | 'none' | (string & {}) | undefined
  readonly countries: readonly string[]
  /** As it was given out, or `*` for any. */
  readonly code: string | undefined
  readonly hasNote: boolean
  readonly language: Locale | undefined
  /** Changed on this day at the event, or later. */
  readonly since: LocalDate | undefined
  /** Whether somebody was checked in. */
  readonly arrived: 'yes' | 'no' | undefined
  readonly sort: SortColumn
  readonly direction: Direction
  readonly columns: readonly Column[]
}

/** The values of each parameter of an address, in order. */
export type Parameters = Readonly<Record<string, readonly string[]>>

const reference = /^[0-9A-Za-z]{2,32}$/
/** More than anybody ticks, and few enough for one statement. */
const mostValues = 60

/** Reads the query of an address; what it does not know is ignored. */
export function readSelection(parameters: Parameters): Selection {
  const all = (name: string) => (parameters[name] ?? []).map(clean).filter(value => value !== '')
  const one = (name: string) => all(name)[0]
  const several = <Value extends string>(name: string, known: readonly Value[]) =>
    known.filter(value => all(name).includes(value))
  const single = <Value extends string>(name: string, known: readonly Value[]) =>
    known.find(value => value === one(name))
  const references = (name: string) => distinct(all(name).filter(value => reference.test(value)))
  const sort = single('sort', sortColumns) ?? 'changed'
  const language = one('language')
  const since = one('since')
  return {
    search: (one('q') ?? '').slice(0, 200),
    statuses: several('status', registrationStatuses),
    categories: references('category'),
    part: references('part')[0],
    partState: single('partState', signUpStatuses),
    option: references('option')[0],
    optionState: single('optionState', signUpStatuses),
    attendance: single('attendance', attendances),
    tags: distinct(all('tag')),
    answers: distinct(all('answer')).flatMap(answerOf),
    delegation: references('delegation')[0],
    countries: distinct(all('country').filter(code => /^[A-Z]{2}$/.test(code))),
    code: one('code')?.slice(0, 60),
    hasNote: one('note') === 'yes',
    language: language !== undefined && isLocale(language) ? language : undefined,
    since: since !== undefined && isLocalDate(since) ? since : undefined,
    arrived: single('arrived', ['yes', 'no']),
    sort,
    direction: single('direction', ['ascending', 'descending']) ?? defaultDirection(sort),
    columns: columnsOf(all('columns')),
  }
}

/** The direction in which a column is wanted first. */
export function defaultDirection(column: SortColumn): Direction {
  return column === 'changed' || column === 'created' ? 'descending' : 'ascending'
}

function clean(value: string): string {
  return value.replaceAll('\u0000', '').normalize('NFC').trim().slice(0, 200)
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].slice(0, mostValues)
}

function answerOf(value: string): AnswerWanted[] {
  const [question = '', wanted = '', ...more] = value.split('.')
  return more.length === 0 && reference.test(question) && reference.test(wanted) ? [{ question, value: wanted }] : []
}

/** A form sends one parameter a column, our links one for all. */
function columnsOf(values: readonly string[]): readonly Column[] {
  const columns = distinct(values.flatMap(value => value.split(','))).filter(isColumn)
  return columns.length === 0 ? usualColumns : columns
}

/** The query of the address that shows the same; nothing where it is the usual. */
export function selectionQuery(selection: Selection): URLSearchParams {
  const query = new URLSearchParams()
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') query.append(name, value)
  }
  for (const { name, value } of filtersOf(selection)) put(name, value)
  put('sort', selection.sort === 'changed' ? undefined : selection.sort)
  put('direction', selection.direction === defaultDirection(selection.sort) ? undefined : selection.direction)
  const columns = selection.columns.join(',')
  put('columns', columns === usualColumns.join(',') ? undefined : columns)
  return query
}

/** One value of one filter as its parameter. */
export interface FilterValue {
  readonly name: string
  readonly value: string
}

/** Every filter that is set, a value each: as parameters, and to say which they are and take one back. */
export function filtersOf(selection: Selection): FilterValue[] {
  const each = (name: string, values: readonly string[]) => values.map(value => ({ name, value }))
  const maybe = (name: string, value: string | undefined) => (value ? [{ name, value }] : [])
  return [
    ...maybe('q', selection.search),
    ...each('status', selection.statuses),
    ...each('category', selection.categories),
    ...maybe('part', selection.part),
    ...maybe('partState', selection.part && selection.partState),
    ...maybe('option', selection.option),
    ...maybe('optionState', selection.option && selection.optionState),
    ...maybe('attendance', selection.attendance),
    ...each('tag', selection.tags),
    ...each(
      'answer',
      selection.answers.map(({ question, value }) => `${question}.${value}`),
    ),
    ...maybe('delegation', selection.delegation),
    ...each('country', selection.countries),
    ...maybe('code', selection.code),
    ...maybe('note', selection.hasNote ? 'yes' : undefined),
    ...maybe('language', selection.language),
    ...maybe('since', selection.since),
    ...maybe('arrived', selection.arrived),
  ]
}

/** What the door may ask for: no filter or column that tells more than it shows (SEC-40). */
export function selectionAtTheDoor({ search, statuses, categories, arrived, sort, direction }: Selection): Selection {
  const isShown = sort === 'name' || sort === 'organisation' || sort === 'category' || sort === 'status'
  const { columns: _, ...nothing } = readSelection({})
  const order = isShown ? { sort, direction } : {}
  return { ...nothing, search, statuses, categories, arrived, ...order, columns: columnsAtTheDoor }
}

/** The parameters of an address or of a form; what is no text is left out. */
export function parametersOf(sent: Readonly<Record<string, unknown>>): Parameters {
  const parameters = new Map<string, string[]>()
  for (const [name, value] of Object.entries(sent)) {
    const values: unknown[] = Array.isArray(value) ? value : [value]
    parameters.set(
      name,
      values.filter(item => typeof item === 'string'),
    )
  }
  return Object.fromEntries(parameters)
}

/** The filters alone, as the query of an address: whom something is for, without order and columns. */
export function filterQuery(selection: Selection): string {
  const query = new URLSearchParams()
  for (const { name, value } of filtersOf(selection)) query.append(name, value)
  return query.toString()
}

/** Reads the query of an address as text: of a saved view, or of an export. */
export function parseSelection(query: string): Selection {
  // A map: a parameter may be called `constructor`.
  const parameters = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query)) parameters.set(name, [...(parameters.get(name) ?? []), value])
  return readSelection(Object.fromEntries(parameters))
}
