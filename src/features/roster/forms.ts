import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { email, line, oneOf, optionalLine, optionalText, wholeNumber } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { normaliseInput } from '../../core/typography.ts'
import { attendances } from '../registration/types/places.ts'
import { dietaryChoices, longest } from '../registration/types.ts'
import { readTag } from './rules/tags.ts'
import { bulkDeeds, exportFormats } from './types.ts'

/** Who comes. */
const personal = {
  titleBefore: optionalLine(longest.title),
  givenName: line(longest.name),
  familyName: line(longest.name),
  titleAfter: optionalLine(longest.title),
  email: email(),
  organisation: optionalLine(longest.organisation),
  country: oneOf(countryCodes, 'errors.country'),
  locale: oneOf(locales),
}

/** What an organiser changes: everything but diet and access, which are the person's own. */
export const changeForm = z.object(personal)

/** What an organiser fills in for somebody who wrote or rang; an event that is not hybrid does not ask how they come. */
export const addForm = z.object({
  ...personal,
  dietary: oneOf(['', ...dietaryChoices]).default(''),
  access: optionalText(longest.access),
  category: line(16),
  attendance: oneOf(attendances).optional(),
})

/** Characters of a note, a reason and a message at most. */
export const longestText = { note: 4_000, reason: 500, subject: 150, message: 5_000 } as const

/** Several lines that must not be empty. */
function text(max: number): z.ZodType<string> {
  return z
    .string({ error: 'errors.required' })
    .transform(normaliseInput)
    .pipe(z.string().min(1, 'errors.required').max(max, 'errors.tooLong'))
}

export const noteForm = z.object({ note: text(longestText.note) })

const tag = () =>
  z.string({ error: 'errors.required' }).transform((typed, context) => {
    const read = readTag(typed)
    if (read !== undefined) return read
    context.addIssue({ code: 'custom', message: 'errors.tag' })
    return z.NEVER
  })

export const tagForm = z.object({ tag: tag() })

/** A decision that may be explained. */
export const declineForm = z.object({ reason: optionalText(longestText.reason) })

/** A decision against the order that everybody relies on must be explained. */
export const reasonForm = z.object({ reason: text(longestText.reason) })

export const moveForm = z.object({ reason: text(longestText.reason), position: wholeNumber(1, 1_000_000) })

export const categoryForm = z.object({ category: line(16) })

export const attendanceForm = z.object({ attendance: oneOf(attendances) })

export const viewForm = z.object({ name: line(60), query: z.string().max(4_000).default('') })

export const renameForm = z.object({ name: line(60) })

export const exportForm = z.object({ query: z.string().max(4_000).default(''), format: oneOf(exportFormats) })

/** What every agreed deed says; whom it is about is read by `chosenOf`. */
const agreed = {
  expected: wholeNumber(0, 10_000_000),
  run: z.string().regex(/^[2-9A-Z]{10}$/, 'errors.invalid'),
}

/** The forms of the deeds done to many, by deed. */
export const bulkForms = {
  approve: z.object(agreed),
  decline: z.object({ ...agreed, reason: optionalText(longestText.reason) }),
  cancel: z.object(agreed),
  mail: z.object({ ...agreed, subject: line(longestText.subject), text: text(longestText.message) }),
  tag: z.object({ ...agreed, tag: tag() }),
  untag: z.object({ ...agreed, tag: tag() }),
} as const

/** Which deed, before anything else is read. */
export const deedForm = z.object({ deed: oneOf(bulkDeeds) })

/** Which parts were ticked is a list, read apart. */
export const partsForm = z.object({})
