import { type Locale, readText } from '../../../core/localised-text.ts'
import type { PartProblem } from '../../registration/rules/form-parts.ts'
import type { PartOffer } from '../../registration/types/offers.ts'

const messages: Readonly<Record<PartProblem['kind'], string>> = {
  unknown: 'errors.partUnknown',
  closed: 'errors.partClosed',
  category: 'errors.partNotForCategory',
  attendance: 'errors.partNotForAttendance',
  clash: 'errors.partsClash',
}

/** What is wrong with the parts that were ticked, at their field; fits the `FieldProblem` of `core/http/forms`. */
export function partProblem(
  problem: PartProblem,
  locale: Locale,
): { readonly field: string; readonly message: string; readonly values: Readonly<Record<string, string>> } {
  const title = ({ part }: PartOffer) => readText(part.title, locale)
  const part = problem.kind === 'unknown' ? '' : title(problem.part)
  const other = problem.kind === 'clash' ? title(problem.other) : ''
  return { field: 'parts', message: messages[problem.kind], values: { part, other } }
}
