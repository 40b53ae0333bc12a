import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import {
  checkbox,
  email,
  type FieldProblem,
  line,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
  requiredCheckbox,
} from '../../core/http/forms.ts'
import { type LocalisedText, locales } from '../../core/localised-text.ts'
import { type Instant, parseLocalDateTime, type TimeZone, toInstant } from '../../core/time.ts'
import { dietaryChoices, longest } from './types.ts'

const country = () => oneOf(countryCodes, 'errors.country')

/** Who comes: the fields that registering, changing and adding by hand share. */
const personal = {
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  organisation: optionalLine(longest.organisation),
  country: country(),
  locale: oneOf(locales),
}

const needs = {
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
}

/** The public form. Which category may be chosen depends on the event and is checked by the route. */
export const registerForm = z.object({
  ...personal,
  ...needs,
  email: email(),
  category: optionalLine(16),
  participation: requiredCheckbox('errors.consent'),
  newsletter: checkbox(),
})

/** The field that people do not see and programs fill in. */
export const honeypot = 'website'

/** Whether a program filled in what nobody sees. */
export function isCaught(body: unknown): boolean {
  return (
    body !== null && typeof body === 'object' && Boolean(Object.entries(body).find(([k, v]) => k === honeypot && v))
  )
}

/** What an organiser changes: everything but diet and access, which are the person's own. */
export const organiserChangeForm = z.object({ ...personal, email: email() })

/** What an organiser fills in for somebody who wrote or rang. */
export const addForm = z.object({ ...personal, ...needs, email: email(), category: line(16) })

/** The address whose private link is asked for. */
export const linkForm = z.object({ email: email() })

const moment = () => z.string().default('')

/** A category, as organisers edit it; the times are read in the zone of the event by `readWindow`. */
export const categoryForm = z.object({
  ...localisedFields('name', () => optionalLine(80)),
  ...localisedFields('description', () => optionalLine(300)),
  capacity: optionalWholeNumber(0, 100_000),
  opensDate: moment(),
  opensTime: moment(),
  closesDate: moment(),
  closesTime: moment(),
  needsApproval: checkbox(),
  hasWaitingList: checkbox(),
})
export type CategoryFormValue = z.output<typeof categoryForm>

/** The two texts of a field in languages as one content; empty languages are left out. */
export function localisedOf(value: CategoryFormValue, name: 'name' | 'description'): LocalisedText {
  const texts = locales.flatMap(locale => (value[`${name}.${locale}`] ? [[locale, value[`${name}.${locale}`]]] : []))
  return Object.fromEntries(texts)
}

/** What is wrong with a category beyond its single fields, and its times as instants. */
export function readWindow(
  value: CategoryFormValue,
  zone: TimeZone,
): { opensAt: Instant | null; closesAt: Instant | null; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  if (Object.keys(localisedOf(value, 'name')).length === 0)
    problems.push({ field: 'name.cs', message: 'errors.oneLanguage' })
  const opens = readMoment(value.opensDate, value.opensTime || '0:00', zone)
  const closes = readMoment(value.closesDate, value.closesTime || '23:59', zone)
  if (opens.message) problems.push({ field: 'opensDate', message: opens.message })
  if (closes.message) problems.push({ field: 'closesDate', message: closes.message })
  if (opens.at && closes.at && closes.at <= opens.at)
    problems.push({ field: 'closesDate', message: 'errors.endBeforeStart' })
  return { opensAt: opens.at, closesAt: closes.at, problems }
}

function readMoment(date: string, time: string, zone: TimeZone): { at: Instant | null; message?: string } {
  if (date.trim() === '') return { at: null }
  const local = parseLocalDateTime(date, time)
  if (local === undefined) return { at: null, message: 'errors.date' }
  const meaning = toInstant(local, zone, 'earlier')
  if (meaning.kind === 'instant') return { at: meaning.instant }
  return meaning.kind === 'gap' ? { at: null, message: 'errors.gap' } : { at: meaning.earlier }
}
