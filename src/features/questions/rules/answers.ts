import { countryName } from '../../../core/countries.ts'
import { type Locale, listNames, readText } from '../../../core/localised-text.ts'
import { formatPhone } from '../../../core/phone.ts'
import { formatDate, isLocalDate } from '../../../core/time.ts'
import type { Answers, AnswerValue, Question, TypedAnswers } from '../types.ts'
import { fieldName, hasOptions, keptFieldName } from './kinds.ts'
import { valuesOf } from './visibility.ts'

type Translate = (key: string) => string

/** An answer as people read it, in a language; of a file its reference, since its name stands with the file. */
export function answerText(question: Question, value: AnswerValue | undefined, locale: Locale, t: Translate): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return t(value ? 'core.yes' : 'core.no')
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value)
  if (hasOptions(question.kind)) return listNames(optionLabels(question, valuesOf(value), locale), locale)
  const text = valuesOf(value).join(', ')
  if (question.kind === 'country') return countryName(text, locale)
  if (question.kind === 'phone') return formatPhone(text)
  return question.kind === 'date' && isLocalDate(text) ? formatDate(text, locale) : text
}

function optionLabels(question: Question, references: readonly string[], locale: Locale): string[] {
  const chosen = question.options.filter(({ reference }) => references.includes(reference))
  return chosen.map(({ label }) => readText(label, locale))
}

/** The answers as values of a form, to draw it again filled in. */
export function answersToValues(questions: readonly Question[], answers: Answers): TypedAnswers {
  const values: Record<string, string> = {}
  const lists: Record<string, readonly string[]> = {}
  for (const question of questions) {
    const value = answers.get(question.id)
    if (value === undefined) continue
    const name = fieldName(question)
    if (question.kind === 'several_choices') lists[name] = valuesOf(value)
    else if (question.kind === 'file') values[keptFieldName(question)] = String(value)
    else values[name] = valueForField(question, value)
  }
  return { values, lists }
}

function valueForField(question: Question, value: AnswerValue): string {
  const [first = ''] = valuesOf(value)
  if (question.kind === 'consent') return first === 'yes' ? 'yes' : ''
  return question.kind === 'phone' ? formatPhone(first) : first
}

/** Valid answers as the engine of registrations takes them; sensitive ones are kept apart there. */
export function givenAnswers(
  questions: readonly Question[],
  answers: Answers,
): { questionId: number; value: AnswerValue; isSensitive: boolean }[] {
  return questions.flatMap(({ id, isSensitive }) => {
    const value = answers.get(id)
    return value === undefined ? [] : [{ questionId: id, value, isSensitive }]
  })
}

/** The ids of all chosen options. Those among them whose places are counted become sign-ups. */
export function chosenOptionIds(questions: readonly Question[], answers: Answers): number[] {
  return questions.flatMap(question => {
    if (!hasOptions(question.kind)) return []
    const chosen = valuesOf(answers.get(question.id))
    return question.options.filter(({ reference }) => chosen.includes(reference)).map(({ id }) => id)
  })
}

/** The very words of a consent, as they are shown and kept with it. */
export function consentWords(question: Pick<Question, 'label' | 'purpose'>, locale: Locale): string {
  const [label, purpose] = [readText(question.label, locale), readText(question.purpose, locale)]
  return purpose === '' ? label : `${label} ${purpose}`
}

/** The consents somebody gave by their answers, with the words they saw. */
export function givenConsents(
  questions: readonly Question[],
  answers: Answers,
  locale: Locale,
): { purpose: 'question'; textShown: string; locale: Locale; questionId: number; textVersion: number }[] {
  return questions
    .filter(({ id, kind }) => kind === 'consent' && answers.get(id) === true)
    .map(question => ({
      purpose: 'question',
      textShown: consentWords(question, locale),
      locale,
      questionId: question.id,
      textVersion: question.textVersion,
    }))
}
