import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { compactRows, readRows, type RowGroup } from '../../core/http/form-rows.ts'
import {
  email,
  type FieldProblem,
  line,
  oneOf,
  optionalLine,
  readForm,
  requiredCheckbox,
  type Typed,
} from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { attendances } from '../registration/types/places.ts'
import { longest } from '../registration/types.ts'

/** The people of a delegation: repeated rows of the form, as many as the event takes. */
export function personRows(max: number): RowGroup {
  return { name: 'person', fields: ['titleBefore', 'givenName', 'familyName', 'email'], max }
}

/** One person, as the contact writes them down. */
const person = {
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  email: email(),
}
const personForm = z.object(person)
export type PersonFields = z.output<typeof personForm>

const delegationForm = z.object({
  contactName: line(longest.name * 2),
  contactEmail: email(),
  organisation: line(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
  category: optionalLine(16),
  attendance: oneOf(['', ...attendances]).default(''),
  waits: oneOf(['each', 'together']),
  participation: requiredCheckbox('errors.consent'),
})

/** What the contact sent, checked. */
export type DelegationFields = Omit<z.output<typeof delegationForm>, 'participation'> & {
  readonly people: readonly PersonFields[]
}

export type DelegationReading =
  | { readonly ok: true; readonly value: DelegationFields; readonly typed: Typed }
  | { readonly ok: false; readonly problems: readonly FieldProblem[]; readonly typed: Typed }

/** Reads the form of a delegation; empty rows are nobody, and what was typed comes back without them. */
export function readDelegationForm(body: unknown, largest: number): DelegationReading {
  const group = personRows(largest)
  const reading = readForm(delegationForm, body)
  const filled = compactRows(reading.typed.values, group)
  const typed = { ...reading.typed, values: filled }
  const people = readPeople(filled, group)
  const problems = [...(reading.ok ? [] : reading.problems), ...people.problems]
  if (!reading.ok || problems.length > 0) return { ok: false, problems, typed }
  const { participation: _given, ...fields } = reading.value
  return { ok: true, value: { ...fields, people: people.value }, typed }
}

function readPeople(
  values: Readonly<Record<string, string>>,
  group: RowGroup,
): { value: PersonFields[]; problems: FieldProblem[] } {
  const readings = readRows(values, group).map(row => readForm(personForm, row))
  const problems = readings.flatMap((reading, number) =>
    reading.ok
      ? []
      : reading.problems.map(problem => ({ ...problem, field: `${group.name}.${number}.${problem.field}` })),
  )
  if (readings.length === 0)
    problems.push({ field: `${group.name}.0.givenName`, message: 'delegations.problem.nobody' })
  const value = readings.flatMap(reading => (reading.ok ? [reading.value] : []))
  if (problems.length > 0) return { value, problems }
  return { value, problems: repeatedAddresses(value, group) }
}

/** One address is one person: the second row with it is wrong. */
function repeatedAddresses(people: readonly PersonFields[], { name }: RowGroup): FieldProblem[] {
  const addresses = people.map(one => one.email.toLowerCase())
  return addresses.flatMap((address, number) =>
    addresses.indexOf(address) < number
      ? [{ field: `${name}.${number}.email`, message: 'delegations.problem.sameAddress' }]
      : [],
  )
}

const inOrder = ['contactName', 'contactEmail', 'organisation', 'country', 'locale', 'category', 'attendance', 'person']

/** Problems in the order in which the fields stand on the page. */
export function inPageOrder(problems: readonly FieldProblem[]): FieldProblem[] {
  const placeOf = ({ field }: FieldProblem) => {
    const place = inOrder.indexOf(field.split('.')[0] ?? '')
    return place === -1 ? inOrder.length : place
  }
  return problems.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** The field that people do not see and programs fill in. */
export function isCaught(body: unknown): boolean {
  return body !== null && typeof body === 'object' && 'website' in body && Boolean(body.website)
}

/** Somebody the contact adds later. */
export const addPersonForm = z.object({
  ...person,
  category: optionalLine(16),
  participation: requiredCheckbox('errors.consent'),
})

/** Who comes instead of somebody; `version` is what the page with the form was drawn from. */
const version = () =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)

/** Who comes instead, written by the contact; the organisation stays that of the delegation. */
export const contactReplaceForm = z.object({
  ...person,
  version: version(),
  participation: requiredCheckbox('errors.consent'),
})

/** Who comes instead, written by an organiser. */
export const organiserReplaceForm = z.object({
  ...person,
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
  version: version(),
})
