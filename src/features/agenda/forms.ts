import { z } from 'zod'
import { line, localisedFields, oneOf, optionalLine, wholeNumber } from '../../core/http/forms.ts'
import { needsOneLanguage, written } from './forms/fields.ts'
import type { TrackInput } from './types/changes.ts'

/** Which state of the session a confirmation speaks of. */
export const versionForm = z.object({ lockVersion: wholeNumber(0, 999_999_999) })

/** The form of a track. */
export const trackForm = z
  .object({ ...localisedFields('name', () => optionalLine(100)), colour: wholeNumber(1, 8) })
  .superRefine((form, context) => needsOneLanguage('name', form, context))
  .transform((form): TrackInput => ({ name: written(form['name.cs'], form['name.en']), colour: form.colour }))

/** One step up or down in the list of tracks. */
export const orderForm = z.object({ track: line(80), direction: oneOf(['up', 'down']) })
