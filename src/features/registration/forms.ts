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
import {
  type Instant,
  localDateTime,
  parseLocalDate,
  parseLocalTime,
  type TimeZone,
  toInstant,
} from '../../core/time.ts'
import { dietaryChoices, longest, type Refusal } from './types.ts'

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

/** Why the chosen category takes nobody, as the message at its field. */
export const refusalMessages: Readonly<Record<Refusal['kind'], string>> = {
  full: 'errors.categoryFull',
  closed: 'errors.categoryClosed',
  'not-yet': 'errors.categoryNotYet',
  cancelled: 'errors.eventCancelled',
}

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
  const opens = readMoment(value, 'opens', zone)
  const closes = readMoment(value, 'closes', zone)
  problems.push(...opens.problems, ...closes.problems)
  if (opens.at && closes.at && closes.at <= opens.at)
    problems.push({ field: 'closesDate', message: 'errors.endBeforeStart' })
  return { opensAt: opens.at, closesAt: closes.at, problems }
}

/** A date without a time means its first or its last minute; where a time comes twice, the generous one is taken. */
const readings = {
  opens: { time: '0:00', occurrence: 'earlier' },
  closes: { time: '23:59', occurrence: 'later' },
} as const

function readMoment(
  value: CategoryFormValue,
  which: 'opens' | 'closes',
  zone: TimeZone,
): { at: Instant | null; problems: FieldProblem[] } {
  const [typedDate, typedTime] = [value[`${which}Date`].trim(), value[`${which}Time`].trim()]
  if (typedDate === '' && typedTime === '') return { at: null, problems: [] }
  const usual = readings[which]
  const date = parseLocalDate(typedDate)
  const time = parseLocalTime(typedTime || usual.time)
  if (date === undefined || time === undefined) {
    const wrongDate = { field: `${which}Date`, message: typedDate === '' ? 'errors.required' : 'errors.date' }
    return { at: null, problems: [date === undefined ? wrongDate : { field: `${which}Time`, message: 'errors.time' }] }
  }
  const meaning = toInstant(localDateTime(date, time), zone, usual.occurrence)
  if (meaning.kind === 'instant') return { at: meaning.instant, problems: [] }
  return { at: null, problems: [{ field: `${which}Time`, message: 'errors.gap' }] }
}
