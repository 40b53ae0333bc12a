import type {
  Answers,
  AnswersReading,
  AnswerProblem,
  AnswerValue,
  Question,
  ReadingContext,
  TypedAnswers,
} from '../types.ts'
import { askedField, asksSomething, fieldName, hasOptions } from './kinds.ts'
import { readChoices, readTypedValue, type ValueReading } from './values.ts'
import { isAskedIn, isConditionMet } from './visibility.ts'

/**
 * Reads the answers of a posted form, question by question in order, because an answer decides whether the later ones
 * are asked. What is not asked is not read, whatever was sent. A form without `askedField` was drawn by somebody who
 * shows everything (the organiser's, an import): all of it counts as asked.
 */
export function readAnswers(
  questions: readonly Question[],
  typed: TypedAnswers,
  context: ReadingContext,
): AnswersReading {
  const answers = new Map<number, AnswerValue>()
  const problems: AnswerProblem[] = []
  const newlyAsked: Question[] = []
  const visible = new Map<number, Question>()
  const asked = typed.lists[askedField] ?? []
  for (const question of questions) {
    if (question.archivedAt !== null || !isAskedIn(question, context.categoryId)) continue
    if (!isConditionMet(question, visible, answers)) continue
    visible.set(question.id, question)
    if (!asksSomething(question)) continue
    if (asked.length > 0 && !asked.includes(question.reference)) {
      newlyAsked.push(question)
      continue
    }
    const reading = readValue(question, typed, context)
    if (reading.kind === 'answer') answers.set(question.id, reading.value)
    else problems.push(...problemsOf(question, reading))
  }
  return { answers, problems, newlyAsked }
}

function readValue(question: Question, typed: TypedAnswers, context: ReadingContext): ValueReading {
  const name = fieldName(question)
  if (question.kind === 'file') {
    const file = context.files?.get(question.reference)
    return file === undefined ? { kind: 'nothing' } : { kind: 'answer', value: file }
  }
  const single = typed.values[name] ?? ''
  if (hasOptions(question.kind)) {
    return readChoices(question, typed.lists[name] ?? [single], openOptions(question, context.former))
  }
  return readTypedValue(question, single, context.country ?? typed.values['country'] ?? 'CZ')
}

/** The options that may be chosen: those that are offered, and those that were chosen before. */
function openOptions(question: Question, former: Answers | undefined): ReadonlySet<string> {
  const before = former?.get(question.id)
  const kept = Array.isArray(before) ? before : []
  const open = question.options.filter(({ archivedAt, reference }) => archivedAt === null || kept.includes(reference))
  return new Set(open.map(({ reference }) => reference))
}

function problemsOf(question: Question, reading: Exclude<ValueReading, { kind: 'answer' }>): AnswerProblem[] {
  const field = fieldName(question)
  if (reading.kind === 'wrong') return [{ field, message: reading.message, values: reading.values }]
  return question.isRequired ? [{ field, message: missing(question) }] : []
}

function missing({ kind }: Question): string {
  if (kind === 'consent') return 'errors.consent'
  if (kind === 'file') return 'errors.fileMissing'
  return hasOptions(kind) || kind === 'yes_no' ? 'errors.choose' : 'errors.required'
}
