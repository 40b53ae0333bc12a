import { z } from 'zod'
import {
  checkbox,
  type FieldProblem,
  localisedFields,
  optionalLine,
  optionalWholeNumber,
} from '../../../core/http/forms.ts'
import { isEmptyText } from '../../../core/localised-text.ts'
import type { Instant, TimeZone } from '../../../core/time.ts'
import { localisedOf, momentFields, readMoment } from './moments.ts'

/** More places than any hall has. */
export const mostPlaces = 100_000

/** A category, as organisers edit it; the times are read in the zone of the event by `readWindow`. */
export const categoryForm = z.object({
  ...localisedFields('name', () => optionalLine(80)),
  ...localisedFields('description', () => optionalLine(300)),
  capacity: optionalWholeNumber(0, mostPlaces),
  ...momentFields('opens'),
  ...momentFields('closes'),
  needsApproval: checkbox(),
  approvalHoldsPlace: checkbox(),
  hasWaitingList: checkbox(),
  isHidden: checkbox(),
  mostPerOrganisation: optionalWholeNumber(1, 1_000),
})
export type CategoryFormValue = z.output<typeof categoryForm>

/** What is wrong with a category beyond its single fields, and its times as instants. */
export function readWindow(
  value: CategoryFormValue,
  zone: TimeZone,
): { opensAt: Instant | null; closesAt: Instant | null; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  if (isEmptyText(localisedOf(value, 'name'))) problems.push({ field: 'name.cs', message: 'errors.oneLanguage' })
  const opens = readMoment(value, 'opens', zone, 'opens')
  const closes = readMoment(value, 'closes', zone, 'closes')
  problems.push(...opens.problems, ...closes.problems)
  if (opens.at && closes.at && closes.at <= opens.at)
    problems.push({ field: 'closesDate', message: 'errors.endBeforeStart' })
  return { opensAt: opens.at, closesAt: closes.at, problems }
}
