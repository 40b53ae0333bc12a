import { countryOptions } from '../../core/countries.ts'
import type { FormModel } from '../../core/http/forms.ts'
import { urls } from '../../core/http/urls.ts'
import { readText, textWithLanguage, type Locale } from '../../core/localised-text.ts'
import type { Translate } from '../../core/messages.ts'
import { formatDate } from '../../core/time.ts'
import { type Control, controlOf, type KeptFile, type OptionPlaces, shownOnForm } from './rules/drawing.ts'
import { dateOfDays, daysKept, fieldName, hasOptions, largestFile, limitOf } from './rules/kinds.ts'
import type { Question, QuestionOptionRow } from './types.ts'

export type { KeptFile, OptionPlaces } from './rules/drawing.ts'

interface Context {
  readonly t: Translate
  readonly locale: Locale
}

/** One option, as `partials/form/options` draws it. */
export interface QuestionChoice {
  readonly value: string
  readonly label: string
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly places: { readonly kind: 'good' | 'warn' | 'bad' | 'off'; readonly label: string } | undefined
  readonly disabled: boolean
}

/** One question as `views/questions/fields` draws it. */
export interface QuestionField {
  readonly reference: string
  readonly name: string
  readonly control: Control
  readonly label: string
  /** Of the texts of the question when they are not in the language of the page. */
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly required: boolean
  readonly optional: boolean
  readonly type: 'text' | 'email' | 'tel' | 'date'
  readonly inputmode: 'email' | 'tel' | 'decimal' | 'numeric' | undefined
  readonly autocomplete: string | undefined
  readonly width: 's' | 'm' | undefined
  readonly choices: readonly QuestionChoice[]
  /** Where suggestions for the typed text come from. */
  readonly suggest: string | undefined
  readonly kept: KeptFile | undefined
  /** false: drawn as a template that the client script shows when it is to be asked. */
  readonly isShown: boolean
  /** Field and values that make it asked, and references of the categories it is asked in; for the client script. */
  readonly shownIf: string | undefined
  readonly shownIfValues: string
  readonly categories: string | undefined
}

/** What the questions of a form are drawn with. */
export interface QuestionFieldOptions {
  readonly form: FormModel
  readonly categoryId: number | undefined
  /** Of options with counted places, by the id of the option. */
  readonly places?: ReadonlyMap<number, OptionPlaces> | undefined
  /** Where the category is chosen in the same form: id → reference, so that its questions appear at once. */
  readonly categories?: ReadonlyMap<number, string> | undefined
  /** Files uploaded before, by the reference of the question. */
  readonly files?: ReadonlyMap<string, KeptFile> | undefined
}

/**
 * The questions of a form, ready to draw, in order. Those that are not asked (yet) come along for the client script;
 * without it the server asks them when the answers call for it.
 */
export function questionFields(
  context: Context,
  questions: readonly Question[],
  options: QuestionFieldOptions,
): QuestionField[] {
  const active = questions.filter(({ archivedAt }) => archivedAt === null)
  const shown = shownOnForm(active, options.form, options)
  return active.flatMap(question => {
    const isShown = shown.has(question.id)
    const isPossible = options.categories !== undefined || isAskable(question, options.categoryId)
    return isShown || isPossible ? [fieldOf(context, question, isShown, options)] : []
  })
}

function isAskable({ categoryIds }: Question, categoryId: number | undefined): boolean {
  return categoryIds.length === 0 || (categoryId !== undefined && categoryIds.includes(categoryId))
}

/** The labels of the questions by field, for the error summary; what is wrong follows after a colon. */
export function questionLabels(locale: Locale, questions: readonly Question[]): Record<string, string> {
  const labelOf = (question: Question) => readText(question.label, locale).replace(/[\s?:.…]+$/, '')
  return Object.fromEntries(questions.map(question => [fieldName(question), labelOf(question)]))
}

/** What is asked additionally, as `views/questions/newly-asked` draws it above a form that came back. */
export interface NewlyAsked {
  readonly questions: readonly { readonly href: string; readonly label: string }[]
}

/** Links to the questions that became visible with the answers; undefined when there is none. */
export function newlyAskedLinks(locale: Locale, questions: readonly Question[]): NewlyAsked | undefined {
  if (questions.length === 0) return undefined
  return {
    questions: questions.map(question => ({
      href: `#${fieldName(question)}`,
      label: readText(question.label, locale),
    })),
  }
}

function fieldOf(
  context: Context,
  question: Question,
  isShown: boolean,
  { form, places, categories, files }: QuestionFieldOptions,
): QuestionField {
  const { text, lang } = textWithLanguage(question.label, context.locale)
  const control = controlOf(question)
  const isAnswered = control !== 'heading' && control !== 'note'
  const only = question.categoryIds.flatMap(id => categories?.get(id) ?? [])
  return {
    reference: question.reference,
    name: fieldName(question),
    control,
    label: text,
    lang,
    hint: hintOf(context, question) || undefined,
    required: question.isRequired,
    optional: isAnswered && !question.isRequired,
    ...inputOf(question),
    choices: choicesOf(context, question, form, places),
    suggest: question.kind === 'organisation' ? urls.organisationsJson(context.locale) : undefined,
    kept: files?.get(question.reference),
    isShown,
    shownIf: question.shownIf === undefined ? undefined : fieldName({ reference: question.shownIf }),
    shownIfValues: question.shownIfValues.join(' '),
    categories: categories && question.categoryIds.length > 0 ? only.join(' ') : undefined,
  }
}

function inputOf({ kind }: Question): Pick<QuestionField, 'type' | 'inputmode' | 'autocomplete' | 'width'> {
  const plain = { type: 'text', inputmode: undefined, autocomplete: undefined, width: undefined } as const
  switch (kind) {
    case 'email':
      return { ...plain, type: 'email', inputmode: 'email' }
    case 'phone':
      return { ...plain, type: 'tel', inputmode: 'tel', autocomplete: 'tel', width: 'm' }
    case 'number':
      return { ...plain, inputmode: 'decimal', width: 's' }
    case 'date':
      return { ...plain, type: 'date', width: 's' }
    case 'company_number':
      return { ...plain, inputmode: 'numeric', width: 's' }
    case 'country':
      return { ...plain, width: 'm' }
    default:
      return plain
  }
}

/** What helps to answer: the organiser's words, the purpose of a consent, limits, and what becomes of the answer. */
function hintOf(context: Context, question: Question): string {
  const { t, locale } = context
  const parts = [readText(question.purpose, locale), readText(question.help, locale), limitHint(context, question)]
  if (question.kind === 'phone') parts.push(t('questions.hints.phone'))
  if (question.kind === 'company_number') parts.push(t('questions.hints.companyNumber'))
  if (question.kind === 'file') parts.push(t('questions.hints.file', { size: largestFile / 1_024 / 1_024 }))
  const days = daysKept(question)
  if (question.isSensitive) parts.push(t('questions.hints.sensitive', { days: days ?? 0 }))
  else if (days !== undefined) parts.push(t('questions.hints.kept', { days }))
  return sentences(parts)
}

/** One after another; what stands before another ends with a full stop. */
function sentences(parts: readonly string[]): string {
  const said = parts.filter(part => part !== '')
  return said.map((part, at) => (at < said.length - 1 && !/[.?!…]$/.test(part) ? `${part}.` : part)).join(' ')
}

function limitHint({ t, locale }: Context, question: Question): string {
  const unit = limitOf(question.kind)
  const { least, most } = question
  if (unit === undefined || (least === null && most === null)) return ''
  if (unit !== 'days') {
    const extent = least === null ? 'most' : most === null ? 'least' : 'between'
    return t(`questions.limits.${unit}.${extent}`, { least: least ?? 0, most: most ?? 0 })
  }
  const day = (days: number | null) => (days === null ? '' : formatDate(dateOfDays(days), locale))
  const extent = least === null ? 'most' : most === null ? 'least' : 'between'
  return t(`questions.limits.days.${extent}`, { least: day(least), most: day(most) })
}

function choicesOf(
  context: Context,
  question: Question,
  form: FormModel,
  places: QuestionFieldOptions['places'],
): QuestionChoice[] {
  const { t, locale } = context
  const plain = { lang: undefined, hint: undefined, places: undefined, disabled: false }
  if (question.kind === 'country') return countryOptions(locale).map(option => ({ ...plain, ...option }))
  if (question.kind === 'yes_no') {
    return (['yes', 'no'] as const).map(value => ({ ...plain, value, label: t(`core.${value}`) }))
  }
  if (!hasOptions(question.kind)) return []
  const name = fieldName(question)
  const chosen = [form.values[name] ?? '', ...(form.lists[name] ?? [])]
  return question.options
    .filter(({ archivedAt, reference }) => archivedAt === null || chosen.includes(reference))
    .map(option => choiceOf(context, option, chosen.includes(option.reference), places?.get(option.id)))
}

function choiceOf(
  { t, locale }: Context,
  option: QuestionOptionRow,
  isChosen: boolean,
  places: OptionPlaces | undefined,
): QuestionChoice {
  const { text, lang } = textWithLanguage(option.label, locale)
  const words = { value: option.reference, label: text, lang, hint: undefined }
  if (places === undefined) return { ...words, places: undefined, disabled: false }
  const { admission, left } = places
  const isShut = admission === 'full' || admission === 'closed'
  if (admission === 'place') {
    if (left === undefined) return { ...words, places: undefined, disabled: false }
    const kind = left <= 3 ? 'warn' : 'good'
    return { ...words, places: { kind, label: t('core.places.left', { count: left }) }, disabled: false }
  }
  const kind = admission === 'closed' ? 'off' : 'bad'
  return { ...words, places: { kind, label: t(`questions.places.${admission}`) }, disabled: isShut && !isChosen }
}
