import { z } from 'zod'
import { countryCodes } from '../../core/countries.ts'
import { checkbox, oneOf, optionalLine } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { attendances } from '../registration/types/places.ts'
import { columnField, possibleTargets } from './rules/headings.ts'
import type { ImportMapping, ImportSetup, Target } from './types.ts'

/** The form that says what the columns of a table mean: one field a column, and what holds where they say nothing. */
export function mappingForm(columns: number, setup: ImportSetup): z.ZodType<ImportMapping> {
  const targets: readonly (Target | '')[] = ['', ...possibleTargets(setup)]
  const names = Array.from({ length: columns }, (_, column) => columnField(column))
  const column = () => oneOf<Target | ''>(targets, 'errors.unknownChoice')
  const references = setup.categories.map(({ reference }) => reference)
  const columnFields = Object.fromEntries(names.map(name => [name, column()]))
  return z
    .object({
      category: oneOf(['', ...references], 'errors.choose').default(''),
      locale: oneOf(locales),
      country: oneOf(countryCodes, 'errors.country'),
      attendance: oneOf(attendances).default('on_site'),
    })
    .and(z.object(columnFields))
    .transform(({ category, locale, country, attendance, ...form }) => {
      const chosen: Readonly<Record<string, Target | ''>> = form
      return { columns: names.map(name => chosen[name] ?? ''), category, locale, country, attendance }
    })
}

/** What is pasted instead of a file; the table itself is read by `core/tables`. */
export const pastedForm = z.object({ pasted: z.string({ error: 'errors.invalid' }).default('') })

/** What was shown to whoever confirms, and whether those who are new are written to. */
export const confirmForm = z.object({ seen: optionalLine(200), mails: checkbox() })
