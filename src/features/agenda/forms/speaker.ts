import { z } from 'zod'
import {
  checkbox,
  type FormReading,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  readForm,
  wholeNumber,
} from '../../../core/http/forms.ts'
import { isEmailAddress, longestEmailAddress } from '../../../core/email-address.ts'
import { locales } from '../../../core/localised-text.ts'
import type { SpeakerInput } from '../types/changes.ts'
import { linkRows, needsOneLanguage, readLinks, withoutEmptyRows, written } from './fields.ts'

const optionalEmail = () =>
  optionalLine(longestEmailAddress).pipe(z.string().refine(text => text === '' || isEmailAddress(text), 'errors.email'))

/** A speaker as typed, and the version the form was opened for. */
export interface SpeakerReading {
  readonly input: SpeakerInput
  readonly lockVersion: number
}

const speakerForm = z
  .object({
    ...localisedFields('name', () => optionalLine(500)),
    titleBefore: optionalLine(60),
    titleAfter: optionalLine(60),
    sortName: optionalLine(200),
    ...localisedFields('affiliation', () => optionalLine(500)),
    ...localisedFields('biography', () => optionalText(30_000)),
    isCollective: checkbox(),
    email: optionalEmail(),
    locale: oneOf(locales).default('cs'),
    isConsented: checkbox(),
    lockVersion: wholeNumber(0, 999_999_999).default(0),
  })
  .superRefine((form, context) => needsOneLanguage('name', form, context))
  .transform(
    (form): SpeakerReading => ({
      lockVersion: form.lockVersion,
      input: {
        name: written(form['name.cs'], form['name.en']),
        titleBefore: form.titleBefore,
        // “, Ph.D.” as it is written behind a name; the comma is ours.
        titleAfter: form.titleAfter.replace(/^,\s*/, ''),
        sortName: form.sortName || undefined,
        affiliation: written(form['affiliation.cs'], form['affiliation.en']),
        biography: written(form['biography.cs'], form['biography.en']),
        isCollective: form.isCollective,
        email: form.email || null,
        locale: form.locale,
        isConsented: form.isConsented,
      },
    }),
  )

/** Reads the form of a speaker. */
export function readSpeakerForm(body: unknown): FormReading<SpeakerReading> {
  const reading = readForm(speakerForm, body)
  const typed = { ...reading.typed, values: withoutEmptyRows(reading.typed.values, [linkRows]) }
  const { links, problems } = readLinks(typed.values)
  if (!reading.ok) return { ok: false, problems: [...reading.problems, ...problems], typed }
  if (problems.length > 0) return { ok: false, problems, typed }
  return { ok: true, value: { ...reading.value, input: { ...reading.value.input, links } }, typed }
}
