import { z } from 'zod'
import { countryCodes } from '../../../core/countries.ts'
import { compactRows, type RowGroup, readRows } from '../../../core/http/form-rows.ts'
import {
  type FieldProblem,
  type FormReading,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
  readForm,
  wholeNumber,
} from '../../../core/http/forms.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { reservedSlugs, slugFrom, slugShape } from '../../../core/slugs.ts'
import { eventHues, eventModes, type EventInput, type HostRole, hostRoles } from '../types.ts'
import { registrationDates, registrationFields, timesOf, whenFields, whenProblems } from './when.ts'

/** The organisations beside an event: repeated rows of its settings. */
export const hostRows: RowGroup = { name: 'host', fields: ['organisation', 'role'], max: 30 }

const slug = () =>
  optionalLine(80).pipe(
    z
      .string()
      .refine(text => text === '' || slugShape.test(text), 'errors.slug')
      .refine(text => !reservedSlugs.includes(text), 'errors.taken'),
  )

/** What both the form of a new event and its settings ask. */
const basics = {
  ...localisedFields('title', () => optionalLine(200)),
  slug: slug(),
  ...whenFields,
  mode: oneOf(eventModes),
  venue: optionalLine(40),
  ...localisedFields('city', () => optionalLine(100)),
  country: z
    .string()
    .default('')
    .refine(code => code === '' || countryCodes.includes(code), 'errors.country'),
  parent: optionalLine(80),
}

const newEventForm = z.object({ ...basics, organisation: optionalLine(100) })

const settingsForm = z.object({
  ...basics,
  ...registrationFields,
  lockVersion: wholeNumber(0, 999_999_999),
  ...localisedFields('subtitle', () => optionalLine(300)),
  ...localisedFields('kindOfInvitation', () => optionalLine(120)),
  ...localisedFields('summary', () => optionalText(600)),
  ...localisedFields('description', () => optionalText(5_000)),
  ...localisedFields('venueNote', () => optionalText(1_000)),
  ...localisedFields('pressRelease', () => optionalText(8_000)),
  series: optionalLine(80),
  edition: optionalWholeNumber(1, 999),
  project: optionalLine(80),
  hue: oneOf(eventHues.map(String)),
})

/** A choice in a form is a slug or a reference until it is looked up among what the organiser may choose. */
export interface TypedChoices {
  readonly venue: string
  readonly parent: string
  readonly series: string
  readonly project: string
  readonly hosts: readonly { readonly organisation: string; readonly role: HostRole }[]
}

type Chosen = 'venueId' | 'parentEventId' | 'seriesId' | 'projectId'

/** The settings of an event as they were typed. */
export interface SettingsReading {
  readonly input: Omit<EventInput, Chosen>
  readonly choices: TypedChoices
  readonly lockVersion: number
}

/** A new event as it was typed. */
export interface NewEventReading {
  readonly input: Pick<EventInput, 'slug' | 'title' | 'mode' | 'city' | 'country' | keyof TimesPart>
  readonly choices: Pick<TypedChoices, 'venue' | 'parent'>
  readonly organisation: string
  /** The address was left to be made out of the title. */
  readonly isSlugDerived: boolean
}

type TimesPart = Pick<EventInput, 'timeZone' | 'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt' | 'hasTimes'>

/** Reads the form of a new event. */
export function readNewEventForm(body: unknown, locale: Locale): FormReading<NewEventReading> {
  const reading = readForm(newEventForm, body)
  if (!reading.ok) return { ...reading, problems: [...reading.problems, ...whenProblems(body, locale)] }
  const form = reading.value
  const times = timesOf(form, locale)
  const problems: FieldProblem[] = titleProblems(form)
  if (!times.ok) problems.push(...times.problems)
  if (!times.ok || problems.length > 0) return { ok: false, problems, typed: reading.typed }
  const title = { cs: form['title.cs'], en: form['title.en'] }
  const value: NewEventReading = {
    input: {
      title,
      slug: form.slug || slugFrom(title.cs || title.en) || 'event',
      ...placeOfForm(form),
      ...times.value,
    },
    choices: { venue: form.venue, parent: form.parent },
    organisation: form.organisation,
    isSlugDerived: form.slug === '',
  }
  return { ok: true, value, typed: reading.typed }
}

/** Reads the settings of an event; host rows without an organisation are left out. */
export function readSettingsForm(body: unknown, locale: Locale): FormReading<SettingsReading> {
  const reading = readForm(settingsForm, body)
  const values = compactRows(reading.typed.values, hostRows, row => row['organisation'] !== '')
  const typed = { ...reading.typed, values }
  if (!reading.ok) return { ok: false, problems: [...reading.problems, ...whenProblems(body, locale)], typed }
  const form = reading.value
  const times = timesOf(form, locale)
  const registration = registrationDates(form, form.timeZone, locale)
  const problems: FieldProblem[] = titleProblems(form)
  if (form.slug === '') problems.push({ field: 'slug', message: 'errors.required' })
  if (!times.ok) problems.push(...times.problems)
  if (!registration.ok) problems.push(...registration.problems)
  if (!times.ok || !registration.ok || problems.length > 0) return { ok: false, problems, typed }
  const input = { ...wordsOf(form), ...placeOfForm(form), ...times.value, ...registration.value }
  const { venue, parent, series, project } = form
  const choices = { venue, parent, series, project, hosts: hostsOf(values) }
  return { ok: true, value: { input, choices, lockVersion: form.lockVersion }, typed }
}

function titleProblems(form: { 'title.cs': string; 'title.en': string }): FieldProblem[] {
  return form['title.cs'] === '' && form['title.en'] === ''
    ? [{ field: 'title.cs', message: 'errors.oneLanguage' }]
    : []
}

type Basics = z.output<typeof newEventForm>

function placeOfForm(form: Pick<Basics, 'mode' | 'city.cs' | 'city.en' | 'country'>) {
  return { mode: form.mode, city: { cs: form['city.cs'], en: form['city.en'] }, country: form.country || null }
}

function wordsOf(form: z.output<typeof settingsForm>) {
  return {
    slug: form.slug,
    title: { cs: form['title.cs'], en: form['title.en'] },
    subtitle: { cs: form['subtitle.cs'], en: form['subtitle.en'] },
    kindOfInvitation: { cs: form['kindOfInvitation.cs'], en: form['kindOfInvitation.en'] },
    summary: { cs: form['summary.cs'], en: form['summary.en'] },
    description: { cs: form['description.cs'], en: form['description.en'] },
    venueNote: { cs: form['venueNote.cs'], en: form['venueNote.en'] },
    pressRelease: { cs: form['pressRelease.cs'], en: form['pressRelease.en'] },
    hue: Number(form.hue),
    edition: form.edition ?? null,
  }
}

/** The hosts in their order; an unknown role becomes a partner. */
function hostsOf(values: Readonly<Record<string, string>>): TypedChoices['hosts'] {
  return readRows(values, hostRows).map(row => ({
    organisation: row['organisation'] ?? '',
    role: hostRoles.find(role => role === row['role']) ?? 'partner',
  }))
}
