import { type FormRow, readRows, rowValues } from '../../../core/http/form-rows.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type LocalisedText, locales, rawText, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { decidingValues, possibleConditions } from '../../questions/rules/conditions.ts'
import { asksSomething, dateOfDays, hasOptions, limitOf, sensitiveAnswersAreKept } from '../../questions/rules/kinds.ts'
import type { Question, QuestionKind } from '../../questions/types.ts'
import type { CategoryRow } from '../../registration/types/places.ts'
import { conditionField, type FormSurroundings, optionRows } from '../forms.ts'
import { formHref, labelOf } from './list.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

export interface QuestionFormModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  readonly kind: QuestionKind
  readonly kindName: string
  readonly kindHint: string
  readonly asks: boolean
  readonly limits: 'characters' | 'number' | 'days' | 'choices' | undefined
  readonly usualDays: number
  /** How many rows of options are drawn; 0: the kind has none. */
  readonly optionCount: number
  readonly categories: readonly Choice[]
  readonly conditions: readonly Choice[]
  readonly conditionValues: readonly {
    readonly name: string
    readonly on: string
    readonly legend: string
    readonly options: readonly Choice[]
    readonly isShown: boolean
  }[]
  /** People who answered already; 0 for a new question. */
  readonly answers: number
  readonly backHref: string
  readonly removeHref: string | undefined
}

export const questionFormPage = page<QuestionFormModel>('builder/organiser/question')

/** What the page of a question needs besides what stands in its form. */
export function questionFormModel(
  context: FrameContext,
  event: EventRow,
  { kind, questions, question, categories }: FormSurroundings,
  form: FormModel,
): Omit<QuestionFormModel, 'head' | 'answers'> {
  const { t, locale } = context
  const parents = possibleConditions(questions, question)
  return {
    title: question ? labelOf(context, question) : t('builder.question.new', { kind: t(`builder.kinds.${kind}.name`) }),
    form,
    labels: labelsOf(context, form, parents),
    kind,
    kindName: t(`builder.kinds.${kind}.name`),
    kindHint: t(`builder.kinds.${kind}.hint`),
    asks: asksSomething({ kind }),
    limits: limitOf(kind),
    usualDays: sensitiveAnswersAreKept,
    optionCount: hasOptions(kind) ? Math.max(2, readRows(form.values, optionRows).length) : 0,
    categories:
      categories.length < 2 ? [] : categories.map(c => ({ value: c.reference, label: readText(c.name, locale) })),
    conditions: parents.map(parent => ({ value: parent.reference, label: labelOf(context, parent) })),
    conditionValues: parents.map(parent => ({
      name: conditionField(parent),
      on: parent.reference,
      legend: t('builder.question.conditionAnswers', { question: labelOf(context, parent) }),
      options: answersOf(context, parent),
      isShown: form.values['shownIf'] === parent.reference,
    })),
    backHref: formHref(context, event),
    removeHref: question && formHref(context, event, `${question.reference}/remove`),
  }
}

function answersOf({ t, locale }: FrameContext, parent: Question): Choice[] {
  return decidingValues(parent).map(value => {
    const option = parent.options.find(({ reference }) => reference === value)
    if (option !== undefined) return { value, label: readText(option.label, locale) }
    if (parent.kind === 'consent') return { value, label: t('builder.condition.agreed') }
    return { value, label: t(value === 'yes' ? 'core.yes' : 'core.no') }
  })
}

function labelsOf({ t }: FrameContext, form: FormModel, parents: readonly Question[]): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const field of ['label', 'help', 'purpose'] as const) {
    for (const locale of locales) labels[`${field}.${locale}`] = t(`builder.fields.${field}`)
  }
  for (const field of ['least', 'most', 'keepDays', 'shownIf', 'isSensitive'] as const) {
    labels[field] = t(`builder.fields.${field}`)
  }
  for (const number of readRows(form.values, optionRows).keys())
    for (const field of optionRows.fields) {
      labels[`${optionRows.name}.${number}.${field}`] = t('builder.question.option', { number: number + 1 })
    }
  for (const parent of parents) labels[conditionField(parent)] = t('builder.fields.shownIfValues')
  return labels
}

/** What stands in the form of a question before anybody types. */
export function questionValues(
  question: Question,
  categories: readonly CategoryRow[],
  capacities: ReadonlyMap<number, number | null>,
): { values: Record<string, string>; lists: Record<string, readonly string[]> } {
  const { kind, keepDays, shownIf, shownIfValues } = question
  const limit = (value: number | null) => {
    if (value === null) return ''
    return limitOf(kind) === 'days' ? dateOfDays(value) : String(value)
  }
  const values = {
    ...textValues('label', question.label),
    ...textValues('help', question.help),
    ...textValues('purpose', question.purpose),
    isRequired: question.isRequired ? 'yes' : '',
    isSensitive: question.isSensitive ? 'yes' : '',
    keepDays: keepDays === null ? '' : String(keepDays),
    least: limit(question.least),
    most: limit(question.most),
    shownIf: shownIf ?? '',
    ...rowValues(optionRows, optionValues(question, capacities)),
  }
  const chosen = categories.filter(({ id }) => question.categoryIds.includes(id)).map(({ reference }) => reference)
  const condition = shownIf === undefined ? {} : { [conditionField({ reference: shownIf })]: shownIfValues }
  return { values, lists: { categories: chosen, ...condition } }
}

function optionValues({ options }: Question, capacities: ReadonlyMap<number, number | null>): FormRow[] {
  return options
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, reference, label, hasWaitingList }) => ({
      reference,
      cs: rawText(label, 'cs'),
      en: rawText(label, 'en'),
      capacity: String(capacities.get(id) ?? ''),
      waits: hasWaitingList ? 'yes' : '',
    }))
}

function textValues(name: string, text: LocalisedText): Record<string, string> {
  return Object.fromEntries(locales.map(locale => [`${name}.${locale}`, rawText(text, locale)]))
}

/** The page on which the kind of a new question is chosen. */
export interface KindChoiceModel {
  readonly head: Head
  readonly groups: readonly {
    readonly name: string
    readonly kinds: readonly { readonly name: string; readonly hint: string; readonly href: string }[]
  }[]
  readonly backHref: string
}

export const kindChoicePage = page<KindChoiceModel>('builder/organiser/kinds')

const kindGroups = {
  choices: ['yes_no', 'one_choice', 'several_choices'],
  texts: ['short_text', 'long_text', 'number', 'date', 'file'],
  contacts: ['organisation', 'company_number', 'country', 'email', 'phone'],
  consents: ['consent'],
  words: ['heading', 'note'],
} as const

/** The kinds of questions, in groups. */
export function kindGroupsOf(context: FrameContext, event: EventRow): KindChoiceModel['groups'] {
  const { t } = context
  return (Object.keys(kindGroups) as (keyof typeof kindGroups)[]).map(group => ({
    name: t(`builder.groups.${group}`),
    kinds: kindGroups[group].map(kind => ({
      name: t(`builder.kinds.${kind}.name`),
      hint: t(`builder.kinds.${kind}.hint`),
      href: `${formHref(context, event, 'new')}?kind=${kind}`,
    })),
  }))
}
