import { z } from 'zod'
import { countryCodes } from '../../../core/countries.ts'
import { compactRows, type FormRow, type RowGroup, readRows } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormReading, localDate, optionalLine, readForm } from '../../../core/http/forms.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { reservedSlugs, slugShape } from '../../../core/slugs.ts'
import { type LocalDate, parseTimeZone, type TimeZone } from '../../../core/time.ts'

/** The places of the same event: repeated rows. */
export const placeRows: RowGroup = {
  name: 'place',
  fields: ['cityCs', 'cityEn', 'country', 'startsOn', 'timeZone', 'venue', 'titleCs', 'titleEn', 'slug'],
  max: 30,
}

/** One place as it was typed; texts may be empty. */
export interface TypedPlace {
  readonly city: LocalisedText
  readonly country: string | null
  readonly startsOn: LocalDate
  readonly timeZone: TimeZone
  /** Reference of a venue, or ''. */
  readonly venue: string
  readonly title: LocalisedText
  readonly slug: string
}

const placeForm = z
  .object({
    cityCs: optionalLine(100),
    cityEn: optionalLine(100),
    country: z.string().refine(code => code === '' || countryCodes.includes(code), 'errors.country'),
    startsOn: localDate(),
    timeZone: z.string().transform((text, context) => {
      const zone = parseTimeZone(text)
      if (zone !== undefined) return zone
      context.addIssue({ code: 'custom', message: 'errors.timeZone' })
      return z.NEVER
    }),
    venue: optionalLine(40),
    titleCs: optionalLine(200),
    titleEn: optionalLine(200),
    slug: optionalLine(80).pipe(
      z
        .string()
        .refine(text => text === '' || slugShape.test(text), 'errors.slug')
        .refine(text => !reservedSlugs.includes(text), 'errors.taken'),
    ),
  })
  .refine(form => form.cityCs !== '' || form.cityEn !== '' || form.venue !== '', {
    path: ['cityCs'],
    error: 'errors.placeNeeded',
    when: () => true,
  })
  .transform(
    (form): TypedPlace => ({
      city: text(form.cityCs, form.cityEn),
      country: form.country || null,
      startsOn: form.startsOn,
      timeZone: form.timeZone,
      venue: form.venue,
      title: text(form.titleCs, form.titleEn),
      slug: form.slug,
    }),
  )

function text(cs: string, en: string): LocalisedText {
  return { ...(cs && { cs }), ...(en && { en }) }
}

/** Whether somebody began a row; the country and the zone stand there from the beginning. */
export function isBegunRow(row: FormRow): boolean {
  return Object.entries(row).some(([field, value]) => !['country', 'timeZone'].includes(field) && value.trim() !== '')
}

/** Reads the places; rows nobody began are left out, and everything wrong is told at once. */
export function readPlaces(body: unknown): FormReading<readonly TypedPlace[]> {
  const { typed: posted } = readForm(z.object({}), body)
  const typed = { ...posted, values: compactRows(posted.values, placeRows, isBegunRow) }
  const rows = readRows(typed.values, placeRows)
  const places: TypedPlace[] = []
  const problems: FieldProblem[] = []
  for (const [number, row] of rows.entries()) {
    const reading = readForm(placeForm, row)
    if (reading.ok) places.push(reading.value)
    else problems.push(...reading.problems.map(one => ({ ...one, field: `place.${number}.${one.field}` })))
  }
  if (rows.length === 0) problems.push({ field: 'place.0.cityCs', message: 'errors.onePlace' })
  return problems.length > 0 ? { ok: false, problems, typed } : { ok: true, value: places, typed }
}
