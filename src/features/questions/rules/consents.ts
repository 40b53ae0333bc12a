import { type LocalisedText, locales } from '../../../core/localised-text.ts'
import type { Question } from '../types.ts'

type Words = Pick<Question, 'label' | 'purpose'>

/** Whether what people agree to by a consent would say something else. */
export function isReworded(question: Words & Pick<Question, 'kind'>, changed: Words): boolean {
  if (question.kind !== 'consent') return false
  return !isSameText(question.label, changed.label) || !isSameText(question.purpose, changed.purpose)
}

function isSameText(one: LocalisedText, other: LocalisedText): boolean {
  return locales.every(locale => (one[locale] ?? '') === (other[locale] ?? ''))
}
