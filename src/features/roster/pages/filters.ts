import { countryName, countryOptions } from '../../../core/countries.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDate } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { OptionOfEvent } from '../queries/options.ts'
import type { Question } from '../../questions/types.ts'
import { attendances, signUpStatuses } from '../../registration/types/places.ts'
import { registrationStatuses } from '../../registration/types.ts'
import { filtersOf, type Selection } from '../rules/selection.ts'
import type { RosterFacts } from '../types.ts'
import { listHref } from './query.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly chosen: boolean
}

/** A filter of which one value is chosen. */
export interface SelectFilter {
  readonly name: string
  readonly id: string
  readonly label: string
  readonly choices: readonly Choice[]
}

/** A filter of which any number of values is chosen. */
export interface TickFilter {
  readonly name: string
  readonly legend: string
  readonly choices: readonly Choice[]
}

export interface FiltersModel {
  readonly ticks: readonly TickFilter[]
  readonly selects: readonly SelectFilter[]
  readonly code: string | undefined
  readonly since: string
  /** undefined: nobody wrote a note yet. */
  readonly note: boolean | undefined
  /** Filters that are set, besides the words searched for. */
  readonly count: number
}

/** One filter that is set, in words, with the address of the table without it. */
export interface Chip {
  readonly label: string
  readonly href: string
}

export interface FilterData {
  readonly event: EventRow
  readonly selection: Selection
  readonly facts: RosterFacts
  /** None of them sensitive. */
  readonly questions: readonly Question[]
  /** Those with counted places. */
  readonly options: readonly OptionOfEvent[]
}

/** What may be filtered by at this event; what it does not have is not offered. */
export function filtersModel(context: FrameContext, data: FilterData): FiltersModel {
  const { selection, facts } = data
  return {
    ticks: ticksOf(context, data).filter(({ choices }) => choices.length > 1 || choices.some(({ chosen }) => chosen)),
    selects: selectsOf(context, data),
    code: facts.hasCodes || selection.code ? (selection.code ?? '') : undefined,
    since: selection.since ?? '',
    note: facts.hasNotes || selection.hasNote ? selection.hasNote : undefined,
    count: filtersOf(selection).filter(({ name }) => name !== 'q').length,
  }
}

function ticksOf({ t, locale }: FrameContext, { selection, facts }: FilterData): TickFilter[] {
  const tick = (name: string, legend: string, values: readonly (readonly [string, string])[]): TickFilter => {
    const chosen = filtersOf(selection).flatMap(filter => (filter.name === name ? [filter.value] : []))
    return { name, legend, choices: values.map(([value, label]) => ({ value, label, chosen: chosen.includes(value) })) }
  }
  return [
    tick(
      'status',
      t('roster.columns.status'),
      registrationStatuses.map(status => [status, t(`roster.statuses.${status}`)]),
    ),
    tick(
      'category',
      t('roster.columns.category'),
      facts.categories.map(({ reference, name }) => [reference, readText(name, locale)]),
    ),
    tick(
      'tag',
      t('roster.columns.tags'),
      [...new Set([...facts.tags, ...selection.tags])].map(tag => [tag, tag]),
    ),
  ]
}

function selectsOf(context: FrameContext, data: FilterData): SelectFilter[] {
  const { t, locale } = context
  const { event, selection, facts, options } = data
  const select = (
    name: string,
    label: string,
    values: readonly (readonly [string, string])[],
    chosen: string | undefined,
  ): SelectFilter[] => {
    const choices = values.map(([value, words]) => ({ value, label: words, chosen: value === chosen }))
    return values.length === 0 ? [] : [{ name, id: `f-${name}`, label, choices }]
  }
  const states = signUpStatuses.map(status => [status, t(`roster.signUp.${status}`)] as const)
  const parts = facts.parts.map(({ reference, title }) => [reference, readText(title, locale)] as const)
  const counted = options.map(({ reference, label, question }) => {
    return [
      reference,
      t('roster.filters.optionOf', { option: readText(label, locale), question: readText(question, locale) }),
    ] as const
  })
  return [
    ...select('part', t('roster.filters.part'), parts, selection.part),
    ...select('partState', t('roster.filters.partState'), parts.length > 0 ? states : [], selection.partState),
    ...select('option', t('roster.filters.option'), counted, selection.option),
    ...select('optionState', t('roster.filters.optionState'), counted.length > 0 ? states : [], selection.optionState),
    ...answerSelects(context, data),
    ...select(
      'attendance',
      t('roster.columns.attendance'),
      event.mode === 'hybrid' ? attendances.map(value => [value, t(`roster.attendance.${value}`)]) : [],
      selection.attendance,
    ),
    ...select(
      'arrived',
      t('roster.columns.arrived'),
      (['yes', 'no'] as const).map(value => [value, t(`roster.filters.arrived.${value}`)]),
      selection.arrived,
    ),
    ...select('delegation', t('roster.columns.delegation'), delegations(context, data), selection.delegation),
    ...select(
      'country',
      t('roster.columns.country'),
      countryOptions(locale).map(({ value, label }) => [value, label]),
      selection.countries[0],
    ),
    ...select(
      'language',
      t('roster.columns.language'),
      (['cs', 'en'] as const).map(value => [value, t(`core.languageName.${value}`)]),
      selection.language,
    ),
  ]
}

function delegations({ t }: FrameContext, { selection, facts }: FilterData): (readonly [string, string])[] {
  const { delegation } = selection
  const isOne = delegation !== undefined && delegation !== 'any' && delegation !== 'none'
  if (!facts.hasDelegations && delegation === undefined) return []
  const words = (['any', 'none'] as const).map(value => [value, t(`roster.filters.delegation.${value}`)] as const)
  return isOne ? [...words, [delegation, t('roster.filters.delegation.one', { reference: delegation })]] : words
}

function answerSelects(context: FrameContext, { selection, questions }: FilterData): SelectFilter[] {
  const { t, locale } = context
  return questions.flatMap(question => {
    const values = valuesOf(context, question)
    if (values.length === 0) return []
    const wanted = selection.answers.find(answer => answer.question === question.reference)?.value
    const choices = values.map(([value, label]) => ({
      value: `${question.reference}.${value}`,
      label,
      chosen: value === wanted,
    }))
    const label = readText(question.label, locale) || t('roster.filters.nameless')
    return [{ name: 'answer', id: `f-answer-${question.reference}`, label, choices }]
  })
}

function valuesOf({ t, locale }: FrameContext, { kind, options }: Question): (readonly [string, string])[] {
  if (kind === 'yes_no')
    return [
      ['yes', t('core.yes')],
      ['no', t('core.no')],
    ]
  if (kind !== 'one_choice' && kind !== 'several_choices') return []
  return options.map(({ reference, label }) => [reference, readText(label, locale)])
}

/** The filters that are set, each with a link that takes it back. */
export function chipsOf(context: FrameContext, data: FilterData): Chip[] {
  const { event, selection } = data
  return filtersOf(selection).map(({ name, value }) => ({
    label: chipLabel(context, data, name, value),
    href: listHref(context, event, without(selection, name, value)),
  }))
}

function chipLabel(context: FrameContext, data: FilterData, name: string, value: string): string {
  const { t, locale } = context
  const said = (what: string, is: string) => t('roster.filters.chip', { what, is })
  if (name === 'q') return t('roster.filters.search', { words: value })
  if (name === 'note') return t('roster.filters.note')
  if (name === 'since') return t('roster.filters.since', { date: formatDate(value, locale) })
  if (name === 'country') return said(t('roster.columns.country'), countryName(value, locale))
  if (name === 'code') return said(t('roster.columns.code'), value === '*' ? t('core.all') : value)
  const model = filtersModel(context, data)
  const fields = [...model.ticks.map(({ legend, ...tick }) => ({ ...tick, label: legend })), ...model.selects]
  const field = fields.find(known => known.name === name && known.choices.some(choice => choice.value === value))
  const choice = field?.choices.find(known => known.value === value)
  return field && choice ? said(field.label, choice.label) : value
}

/** The selection without one value of one filter. */
function without(selection: Selection, name: string, value: string): Selection {
  const minus = <Value extends string>(values: readonly Value[]) => values.filter(other => other !== value)
  switch (name) {
    case 'q':
      return { ...selection, search: '' }
    case 'status':
      return { ...selection, statuses: minus(selection.statuses) }
    case 'category':
      return { ...selection, categories: minus(selection.categories) }
    case 'tag':
      return { ...selection, tags: minus(selection.tags) }
    case 'country':
      return { ...selection, countries: minus(selection.countries) }
    case 'answer':
      return { ...selection, answers: selection.answers.filter(a => `${a.question}.${a.value}` !== value) }
    case 'part':
      return { ...selection, part: undefined, partState: undefined }
    case 'option':
      return { ...selection, option: undefined, optionState: undefined }
    case 'note':
      return { ...selection, hasNote: false }
    default:
      return { ...selection, [name]: undefined }
  }
}
