import type { FieldProblem } from '../../../core/http/forms.ts'
import { parseLocalDate } from '../../../core/time.ts'
import { daysOfDate, limitOf, longestAnswer } from '../../questions/rules/kinds.ts'
import { mostOptions } from '../../questions/rules/order.ts'
import type { QuestionKind } from '../../questions/types.ts'

interface Limits {
  readonly least: number | null
  readonly most: number | null
  readonly problems: readonly FieldProblem[]
}

/** The limits of an answer as they were typed: characters, choices, a number, or dates. */
export function readLimits(kind: QuestionKind, typed: { readonly least: string; readonly most: string }): Limits {
  const [least, most] = [readLimit(kind, typed.least), readLimit(kind, typed.most)]
  const problems: FieldProblem[] = []
  const message = limitOf(kind) === 'days' ? 'errors.date' : 'errors.number'
  if (least === undefined) problems.push({ field: 'least', message })
  if (most === undefined) problems.push({ field: 'most', message })
  if (typeof least === 'number' && typeof most === 'number' && least > most) {
    problems.push({ field: 'most', message: 'errors.limitsCrossed' })
  }
  return { least: least ?? null, most: most ?? null, problems }
}

/** null: no limit; undefined: what was typed is none. */
function readLimit(kind: QuestionKind, typed: string): number | null | undefined {
  const text = typed.replace(/\s/g, '').replace('−', '-')
  const unit = limitOf(kind)
  if (text === '' || unit === undefined) return null
  if (unit === 'days') {
    const date = parseLocalDate(typed.trim())
    return date === undefined ? undefined : daysOfDate(date)
  }
  if (!/^-?\d{1,9}$/.test(text)) return undefined
  const number = Number(text)
  return isPossible(kind, number) ? number : undefined
}

function isPossible(kind: QuestionKind, number: number): boolean {
  if (kind === 'number') return true
  if (kind === 'several_choices') return number >= 1 && number <= mostOptions
  return number >= 1 && number <= longestAnswer[kind === 'long_text' ? 'long_text' : 'short_text']
}
