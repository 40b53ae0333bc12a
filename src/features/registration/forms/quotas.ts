import { z } from 'zod'
import {
  type FieldProblem,
  localisedFields,
  optionalLine,
  optionalWholeNumber,
  wholeNumber,
} from '../../../core/http/forms.ts'
import { isEmptyText } from '../../../core/localised-text.ts'
import type { CountedThing } from '../queries/quotas.ts'
import { mostPlaces } from './categories.ts'
import { localisedOf } from './moments.ts'

/** Places that several things share; `members` are written by `memberName`. */
export const sharedQuotaForm = z.object({
  ...localisedFields('name', () => optionalLine(80)),
  capacity: wholeNumber(0, mostPlaces),
  members: z.array(z.string()),
})
export type SharedQuotaFormValue = z.output<typeof sharedQuotaForm>
export const sharedQuotaLists = ['members']

/** How a thing stands in the form: `part.7K2M9QXA`. */
export function memberName({ kind, reference }: Pick<CountedThing, 'kind' | 'reference'>): string {
  return `${kind}.${reference}`
}

/** The ticked things of the event, and what is wrong with them. */
export function readMembers(
  value: SharedQuotaFormValue,
  things: readonly CountedThing[],
): { members: CountedThing[]; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  if (isEmptyText(localisedOf(value, 'name'))) problems.push({ field: 'name.cs', message: 'errors.oneLanguage' })
  const members = things.filter(thing => value.members.includes(memberName(thing)))
  if (members.length < new Set(value.members).size) problems.push({ field: 'members', message: 'errors.unknownChoice' })
  else if (members.length === 0) problems.push({ field: 'members', message: 'errors.chooseSome' })
  return { members, problems }
}

/** How many may come at all, on site and online. */
export const wholePlacesForm = z.object({
  event: optionalWholeNumber(0, mostPlaces),
  on_site: optionalWholeNumber(0, mostPlaces),
  online: optionalWholeNumber(0, mostPlaces),
})
