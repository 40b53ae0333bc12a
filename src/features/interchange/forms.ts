import { z } from 'zod'
import { oneOf, optionalLine, wholeNumber } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { columnField } from './rules/table-columns.ts'
import { type TableMapping, type Target, targets } from './types/table.ts'

const text = () => z.string({ error: 'errors.invalid' }).default('')

/** What is pasted instead of a file; `markup` is what the clipboard held besides the plain text. */
export const pastedForm = z.object({ pasted: text(), markup: text() })

/** The form that says what the columns of a programme mean: one field a column, and what holds for all of it. */
export function mappingForm(columns: number): z.ZodType<TableMapping> {
  const names = Array.from({ length: columns }, (_, column) => columnField(column))
  const column = () => oneOf<Target | ''>(['', ...targets], 'errors.unknownChoice').default('')
  return z
    .object({ locale: oneOf(locales), minutes: wholeNumber(1, 1440) })
    .and(z.object(Object.fromEntries(names.map(name => [name, column()]))))
    .transform(({ locale, minutes, ...form }) => {
      const chosen: Readonly<Record<string, Target | ''>> = form
      return { columns: names.map(name => chosen[name] ?? ''), locale, minutes }
    })
}

const references = () =>
  z.array(z.string({ error: 'errors.invalid' }).max(100, 'errors.invalid')).max(5_000, 'errors.invalid')

/** What was shown to whoever confirms; the references of disputed sessions and of missing ones that are to stay. */
export const confirmForm = z.object({ seen: optionalLine(200), keep: references(), stay: references() })
export const confirmLists = ['keep', 'stay'] as const
