import { z } from 'zod'
import {
  checkbox,
  line,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
} from '../../core/http/forms.ts'
import { countryCodes } from '../../core/countries.ts'
import type { RoomInput, VenueInput } from './types.ts'

/** A coordinate as people paste it: 50.66 or 50,66; empty is none. */
function coordinate(limit: number, message: string) {
  return optionalLine(30).transform((text, context) => {
    if (text === '') return null
    const value = Number(text.replace(',', '.'))
    if (Number.isFinite(value) && Math.abs(value) <= limit) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** The venue form. */
export const venueForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    street: optionalLine(200),
    city: line(100),
    postalCode: optionalLine(20),
    country: oneOf(countryCodes, 'errors.country'),
    latitude: coordinate(90, 'errors.latitude'),
    longitude: coordinate(180, 'errors.longitude'),
    ...localisedFields('accessibility', () => optionalText(2_000)),
  })
  .superRefine((form, context) => {
    if (form['name.cs'] === '' && form['name.en'] === '') {
      context.addIssue({ code: 'custom', path: ['name.cs'], message: 'errors.oneLanguage' })
    }
    if ((form.latitude === null) !== (form.longitude === null)) {
      const missing = form.latitude === null ? 'latitude' : 'longitude'
      context.addIssue({ code: 'custom', path: [missing], message: `errors.${missing}` })
    }
  })
  .transform(
    (form): VenueInput => ({
      name: { cs: form['name.cs'], en: form['name.en'] },
      street: form.street || null,
      city: form.city,
      postalCode: form.postalCode || null,
      country: form.country,
      latitude: form.latitude,
      longitude: form.longitude,
      accessibility: { cs: form['accessibility.cs'], en: form['accessibility.en'] },
    }),
  )

/** The room form. */
export const roomForm = z
  .object({
    ...localisedFields('roomName', () => optionalLine(100)),
    ...localisedFields('note', () => optionalLine(100)),
    capacity: optionalWholeNumber(1, 100_000),
    holdsSeveral: checkbox(),
  })
  .superRefine((form, context) => {
    if (form['roomName.cs'] !== '' || form['roomName.en'] !== '') return
    context.addIssue({ code: 'custom', path: ['roomName.cs'], message: 'errors.oneLanguage' })
  })
  .transform(
    (form): RoomInput => ({
      name: { cs: form['roomName.cs'], en: form['roomName.en'] },
      note: { cs: form['note.cs'], en: form['note.en'] },
      capacity: form.capacity ?? null,
      isExclusive: !form.holdsSeveral,
    }),
  )

/** Which of my organisations the new venue belongs to: the slug, checked against what I may organise. */
export const organisationChoice = z.object({ organisation: line(100) })
