import type { OptionInput, Question, QuestionInput } from '../types.ts'
import { hasOptions, mayDecide } from './kinds.ts'

export type Condition =
  | { readonly kind: 'none' }
  | { readonly kind: 'condition'; readonly parent: Question; readonly values: readonly string[] }
  /** No such question, one that comes later, or one whose answers cannot be named. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'without-values' }

/** The values a condition on this question may name: its options, or `yes` and `no`. */
export function decidingValues({ kind, options }: Pick<Question, 'kind' | 'options'>): string[] {
  if (kind === 'yes_no') return ['yes', 'no']
  // Who does not agree says nothing.
  if (kind === 'consent') return ['yes']
  return hasOptions(kind) ? options.filter(({ archivedAt }) => archivedAt === null).map(o => o.reference) : []
}

/** The questions a condition of `question` may look at: active, deciding and earlier; of a new question all such. */
export function possibleConditions(questions: readonly Question[], question?: Pick<Question, 'id'>): Question[] {
  const active = questions.filter(({ archivedAt }) => archivedAt === null)
  const place = active.findIndex(({ id }) => id === question?.id)
  return (place < 0 ? active : active.slice(0, place)).filter(({ kind }) => mayDecide(kind))
}

/** Reads the condition somebody asks for. */
export function readCondition(
  questions: readonly Question[],
  { shownIf, shownIfValues }: Pick<QuestionInput, 'shownIf' | 'shownIfValues'>,
  question?: Pick<Question, 'id'>,
): Condition {
  if (shownIf === undefined) return { kind: 'none' }
  const parent = possibleConditions(questions, question).find(({ reference }) => reference === shownIf)
  if (parent === undefined) return { kind: 'unknown' }
  const known = decidingValues(parent)
  const values = known.filter(value => shownIfValues.includes(value))
  return values.length === 0 ? { kind: 'without-values' } : { kind: 'condition', parent, values }
}

/** An option that would go although another question is asked only because of it. */
export function neededOption(
  questions: readonly Question[],
  question: Question,
  options: readonly OptionInput[],
): { option: Question['options'][number]; dependent: Question } | undefined {
  const kept = new Set(options.map(({ reference }) => reference))
  for (const option of question.options) {
    if (option.archivedAt !== null || kept.has(option.reference)) continue
    const dependent = questions.find(
      other =>
        other.archivedAt === null &&
        other.shownIfQuestionId === question.id &&
        other.shownIfValues.includes(option.reference),
    )
    if (dependent !== undefined) return { option, dependent }
  }
  return undefined
}
