import { addDays, daysBetween, type LocalDate } from '../../../core/time.ts'
import type { Question, QuestionKind } from '../types.ts'

/** The hidden list field that says which questions were on the page. */
export const askedField = 'asked'
/** What `askedField` always holds, so that a page without questions differs from a form that knows none. */
export const nothingAsked = '-'

/** The name of a question's field in a form; a list of several_choices. */
export function fieldName(question: Pick<Question, 'reference'>): string {
  return `q.${question.reference}`
}

/** The hidden field with the reference of a file that was uploaded before. */
export function keptFieldName(question: Pick<Question, 'reference'>): string {
  return `${fieldName(question)}.kept`
}

/** The fields of a form that are lists: pass them to `readForm`. */
export function listFieldsOf(questions: readonly Question[]): string[] {
  return [askedField, ...questions.filter(({ kind }) => kind === 'several_choices').map(fieldName)]
}

/** A heading and a note ask nothing. */
export function asksSomething(question: Pick<Question, 'kind'>): boolean {
  return question.kind !== 'heading' && question.kind !== 'note'
}

export function hasOptions(kind: QuestionKind): boolean {
  return kind === 'one_choice' || kind === 'several_choices'
}

/** Only what has a few known answers may decide what is asked next. */
export function mayDecide(kind: QuestionKind): boolean {
  return hasOptions(kind) || kind === 'yes_no' || kind === 'consent'
}

/** What `least` and `most` count in a kind; undefined: it has no limits. */
export function limitOf(kind: QuestionKind): 'characters' | 'number' | 'days' | 'choices' | undefined {
  switch (kind) {
    case 'short_text':
    case 'long_text':
      return 'characters'
    case 'number':
      return 'number'
    case 'date':
      return 'days'
    case 'several_choices':
      return 'choices'
    default:
      return undefined
  }
}

/** Characters that an answer holds at most, whatever the organiser allows. */
export const longestAnswer = { short_text: 300, long_text: 5_000, organisation: 200 } as const
/** Bytes of an uploaded file at most. */
export const largestFile = 10 * 1_024 * 1_024

/** A calendar date as days since 1970-01-01, as limits are stored. */
export function daysOfDate(date: LocalDate): number {
  return daysBetween('1970-01-01', date)
}

/** The calendar date that many days after 1970-01-01. */
export function dateOfDays(days: number): LocalDate {
  return addDays('1970-01-01', days)
}

/** Days after the end of the event for which a sensitive answer is kept unless the organiser says less or more. */
export const sensitiveAnswersAreKept = 30

/** Days after the end of the event for which answers are kept; undefined: as long as the registration. */
export function daysKept({ isSensitive, keepDays }: Pick<Question, 'isSensitive' | 'keepDays'>): number | undefined {
  return keepDays ?? (isSensitive ? sensitiveAnswersAreKept : undefined)
}
