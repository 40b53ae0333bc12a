import { z } from 'zod'
import { readRows, type RowGroup } from '../../core/http/form-rows.ts'
import {
  checkbox,
  type FieldProblem,
  localisedFields,
  localTime,
  oneOf,
  optionalLine,
  optionalText,
  optionalUrl,
  readForm,
  type Typed,
  wholeNumber,
} from '../../core/http/forms.ts'
import { type LocalisedText, locales } from '../../core/localised-text.ts'
import type { LocalDate } from '../../core/time.ts'
import type { NamedLink } from '../agenda/types.ts'
import { availabilityOf, type DayAvailability, dayChoices } from './rules/availability.ts'

/** The links of a speaker in the form. */
export const linkRows: RowGroup = { name: 'link', fields: ['url', 'title'], max: 20 }

const link = z.object({ url: optionalUrl(), title: optionalLine(100) })

/** The links in the rows of a form, and what is wrong with them; a row without an address is no link. */
function readLinks(values: Typed['values']): { links: NamedLink[]; problems: FieldProblem[] } {
  const readings = readRows(values, linkRows).map((row, number) => ({ number, reading: readForm(link, row) }))
  return {
    links: readings.flatMap(({ reading }) => (reading.ok && reading.value.url !== '' ? [reading.value] : [])),
    problems: readings.flatMap(({ number, reading }) =>
      reading.ok ? [] : reading.problems.map(problem => ({ ...problem, field: `link.${number}.${problem.field}` })),
    ),
  }
}

const entryForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    ...localisedFields('affiliation', () => optionalLine(300)),
    ...localisedFields('biography', () => optionalText(5_000)),
    titleBefore: optionalLine(60),
    titleAfter: optionalLine(60),
    locale: oneOf(locales),
    lockVersion: wholeNumber(0, 999_999_999),
  })
  .superRefine((form, context) => {
    if (form['name.cs'] + form['name.en'] === '')
      context.addIssue({ code: 'custom', path: ['name.cs'], message: 'errors.oneLanguage' })
  })
  .transform(form => ({
    lockVersion: form.lockVersion,
    entry: {
      name: written(form['name.cs'], form['name.en']),
      titleBefore: form.titleBefore,
      titleAfter: form.titleAfter,
      affiliation: written(form['affiliation.cs'], form['affiliation.en']),
      biography: written(form['biography.cs'], form['biography.en']),
      locale: form.locale,
    },
  }))

/** Reads how a speaker wants to be introduced. */
export function readEntry(body: unknown) {
  const reading = readForm(entryForm, body)
  const { typed } = reading
  const { links, problems } = readLinks(typed.values)
  if (!reading.ok) return { ok: false, problems: [...reading.problems, ...problems], typed } as const
  if (problems.length > 0) return { ok: false, problems, typed } as const
  const { entry, lockVersion } = reading.value
  return { ok: true, typed, value: { lockVersion, entry: { ...entry, links } } } as const
}

/** Empty languages are left out, so that what is stored is what somebody wrote. */
function written(cs: string, en: string): LocalisedText {
  return { ...(cs === '' ? {} : { cs }), ...(en === '' ? {} : { en }) }
}

const needsForm = z.object({ technicalNeeds: optionalText(2_000) })
const choiceOfDay = oneOf(dayChoices)
const timeOfDay = localTime()

/** Reads when somebody can come, day by day, and what they need. Nobody can be asked to come on no day at all. */
export function readNeeds(body: unknown, days: readonly LocalDate[]) {
  const reading = readForm(needsForm, body)
  const { values } = reading.typed
  const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
  const said = days.flatMap(day => dayOf(day, values, problems))
  if (said.length > 0 && said.length === days.length && said.every(({ choice }) => choice === 'none'))
    problems.push({ field: `day.${days[0] ?? ''}`, message: 'errors.noDay' })
  if (!reading.ok || problems.length > 0) return { ok: false, problems, typed: reading.typed } as const
  const { technicalNeeds } = reading.value
  return { ok: true, value: { availability: availabilityOf(said), technicalNeeds } } as const
}

function dayOf(day: LocalDate, values: Readonly<Record<string, string>>, problems: FieldProblem[]): DayAvailability[] {
  const chosen = choiceOfDay.safeParse(values[`day.${day}`]).data
  if (chosen === undefined) problems.push({ field: `day.${day}`, message: 'errors.choose' })
  if (chosen !== 'part') return chosen === undefined ? [] : [{ day, choice: chosen }]
  const [from, to] = (['from', 'to'] as const).map(edge => {
    const time = timeOfDay.safeParse(values[`${edge}.${day}`] ?? '')
    if (!time.success)
      problems.push({ field: `${edge}.${day}`, message: time.error.issues[0]?.message ?? 'errors.time' })
    return time.success ? time.data : undefined
  })
  if (from === undefined || to === undefined) return []
  if (to <= from) problems.push({ field: `to.${day}`, message: 'errors.endBeforeStart' })
  return [{ day, choice: 'part', from, to }]
}

/** Yes, with the consent that may come along, or the answer taken back. A no has a form of its own. */
export const answerForm = z.object({ answer: oneOf(['confirm', 'undo']), consent: checkbox() })

/** A no, with a reason if there is one to give. */
export const declineForm = z.object({ reason: optionalText(500) })

/** Consent to be named publicly, given or taken back. */
export const consentForm = z.object({ consent: oneOf(['give', 'withdraw']) })

/** A file beside a session. */
export const materialForm = z.object({ title: optionalLine(150) })

/** What an organiser does with one file beside a session, or with all of them. */
export const materialDeedForm = z.object({
  deed: oneOf(['publish', 'hide', 'up', 'down', 'rename']),
  title: optionalLine(150),
})

/** Whom a photograph form is for: to set one, or to remove the one there is. */
export const photographForm = z.object({ deed: oneOf(['set', 'remove']).default('set') })

/** The number of people an organiser was shown; −1, which nothing equals, when none came along. */
export function expectedCount(body: unknown): number {
  const typed: unknown = body !== null && typeof body === 'object' && 'expected' in body ? body.expected : undefined
  return typeof typed === 'string' && /^\d{1,6}$/.test(typed) ? Number(typed) : -1
}
