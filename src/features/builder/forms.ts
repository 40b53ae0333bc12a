import { z } from 'zod'
import { compactRows, type FormRow, type RowGroup, readRows } from '../../core/http/form-rows.ts'
import {
  checkbox,
  type FieldProblem,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
  readForm,
  type Typed,
} from '../../core/http/forms.ts'
import { type LocalisedText, locales } from '../../core/localised-text.ts'
import { normaliseLine } from '../../core/typography.ts'
import { possibleConditions } from '../questions/rules/conditions.ts'
import { hasOptions } from '../questions/rules/kinds.ts'
import { mostOptions } from '../questions/rules/order.ts'
import type { OptionInput, Question, QuestionKind } from '../questions/types.ts'
import type { CategoryRow } from '../registration/types/places.ts'
import { readLimits } from './forms/limits.ts'
import type { QuestionDraft } from './types.ts'

/** The options of a choice: rows `option.0.cs`… */
export const optionRows: RowGroup = {
  name: 'option',
  fields: ['reference', 'cs', 'en', 'capacity', 'waits'],
  max: mostOptions,
}

/** A row that says something; one with a reference is an option that exists. */
export function isOptionRow(row: FormRow): boolean {
  return ['reference', 'cs', 'en'].some(field => (row[field] ?? '').trim() !== '')
}

/** The list field with the answers of one possible condition. */
export function conditionField(parent: Pick<Question, 'reference'>): string {
  return `values.${parent.reference}`
}

const longestLabel = 500
const longestNote = 2_000

const questionForm = z.object({
  ...localisedFields('label', () => optionalText(longestNote)),
  ...localisedFields('help', () => optionalText(1_000)),
  ...localisedFields('purpose', () => optionalText(longestNote)),
  isRequired: checkbox(),
  isSensitive: checkbox(),
  keepDays: optionalWholeNumber(0, 3_650),
  least: optionalLine(20),
  most: optionalLine(20),
  shownIf: optionalLine(16),
})
type QuestionFormValue = z.output<typeof questionForm>

/** What the form of a question is read with. */
export interface FormSurroundings {
  readonly kind: QuestionKind
  /** All questions of the event, and the one that is edited. */
  readonly questions: readonly Question[]
  readonly question: Question | undefined
  readonly categories: readonly CategoryRow[]
}

export type DraftReading =
  | { readonly ok: true; readonly draft: QuestionDraft; readonly typed: Typed }
  | { readonly ok: false; readonly problems: readonly FieldProblem[]; readonly typed: Typed }

/** Reads the posted form of a question. */
export function readQuestionForm(body: unknown, surroundings: FormSurroundings): DraftReading {
  const { kind, questions, question, categories } = surroundings
  const lists = ['categories', ...possibleConditions(questions, question).map(conditionField)]
  const reading = readForm(questionForm, body, lists)
  const typed = { ...reading.typed, values: compactRows(reading.typed.values, optionRows, isOptionRow) }
  if (!reading.ok) return { ok: false, problems: reading.problems, typed }
  const limits = readLimits(kind, reading.value)
  const options = readOptions(kind, typed.values)
  const condition = readConditionFields(reading.value.shownIf, typed)
  const problems = [
    ...labelProblems(kind, reading.value),
    ...limits.problems,
    ...options.problems,
    ...condition.problems,
  ]
  if (problems.length > 0) return { ok: false, problems, typed }
  const chosen = typed.lists['categories'] ?? []
  const input = {
    ...textsOf(reading.value),
    isRequired: reading.value.isRequired,
    isSensitive: reading.value.isSensitive,
    keepDays: reading.value.keepDays ?? null,
    least: limits.least,
    most: limits.most,
    shownIf: condition.shownIf,
    shownIfValues: condition.values,
    options: options.options,
    categoryIds: categories.filter(({ reference }) => chosen.includes(reference)).map(({ id }) => id),
  }
  return { ok: true, draft: { input, capacities: options.capacities }, typed }
}

function textsOf(value: QuestionFormValue) {
  const text = (name: 'label' | 'help' | 'purpose'): LocalisedText =>
    Object.fromEntries(locales.flatMap(l => (value[`${name}.${l}`] ? [[l, value[`${name}.${l}`]]] : [])))
  return { label: text('label'), help: text('help'), purpose: text('purpose') }
}

function labelProblems(kind: QuestionKind, value: QuestionFormValue): FieldProblem[] {
  if (locales.every(locale => value[`label.${locale}`] === '')) {
    return [{ field: 'label.cs', message: 'errors.oneLanguage' }]
  }
  if (kind === 'note') return []
  const long = locales.filter(locale => (value[`label.${locale}`] ?? '').length > longestLabel)
  return long.map(locale => ({ field: `label.${locale}`, message: 'errors.tooLong', values: { max: longestLabel } }))
}

/** Which answers count is asked once the question is chosen; the page without scripts asks it then. */
function readConditionFields(shownIf: string, { lists }: Typed) {
  if (shownIf === '') return { shownIf: undefined, values: [], problems: [] }
  const field = conditionField({ reference: shownIf })
  const values = lists[field] ?? []
  const problems = values.length === 0 ? [{ field, message: 'errors.choose' }] : []
  return { shownIf, values, problems }
}

const optionLabel = optionalLine(200)
const optionCapacity = optionalWholeNumber(0, 100_000)

function readOptions(kind: QuestionKind, values: Typed['values']) {
  const options: OptionInput[] = []
  const capacities: (number | null)[] = []
  const problems: FieldProblem[] = []
  if (!hasOptions(kind)) return { options, capacities, problems }
  for (const [number, row] of readRows(values, optionRows).entries()) {
    const field = (name: string) => `${optionRows.name}.${number}.${name}`
    const label = Object.fromEntries(
      locales.map(l => [l, normaliseLine(row[l] ?? '')] as const).filter(([, text]) => text),
    )
    if (Object.keys(label).length === 0) problems.push({ field: field('cs'), message: 'errors.oneLanguage' })
    const long = locales.find(locale => !optionLabel.safeParse(row[locale]).success)
    if (long) problems.push({ field: field(long), message: 'errors.tooLong', values: { max: 200 } })
    const capacity = optionCapacity.safeParse(row['capacity'])
    if (!capacity.success) problems.push({ field: field('capacity'), message: 'errors.number' })
    capacities.push(capacity.data ?? null)
    options.push({ reference: row['reference'] || undefined, label, hasWaitingList: row['waits'] === 'yes' })
  }
  if (options.length < 2) problems.push({ field: 'option.0.cs', message: 'errors.twoOptions' })
  return { options, capacities, problems }
}

/** Where a question is to go: a position from 1, or one step. */
export const moveForm = z.object({
  position: optionalWholeNumber(1, 999),
  direction: oneOf(['', 'up', 'down']).default(''),
})

/** Which event the form is copied from. */
export const copyFormForm = z.object({ event: optionalLine(100) })
