import { z } from 'zod'
import { isEmailAddress, longestEmailAddress } from '../email-address.ts'
import { locales } from '../localised-text.ts'
import type { MessageValues, Translate } from '../messages.ts'
import { parseLocalDate, parseLocalTime } from '../time.ts'
import { normaliseInput } from '../typography.ts'

/** What somebody typed, kept as it came so that a refused form loses nothing. */
export interface Typed {
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** What is wrong with a field; the message is a locale key, translated when the form is drawn. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
  readonly values?: MessageValues | undefined
}

export type FormReading<Value> =
  | { readonly ok: true; readonly value: Value; readonly typed: Typed }
  | { readonly ok: false; readonly problems: readonly FieldProblem[]; readonly typed: Typed }

/**
 * Reads a posted form with a schema. Fields that are lists are named in `listFields`; a scalar sent twice, or
 * anything that is not a text, is refused by the schema (SEC-47). Names the schema does not know are ignored.
 */
export function readForm<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  listFields: readonly string[] = [],
): FormReading<z.output<Schema>> {
  const raw = asRecord(body)
  const input: Record<string, unknown> = { ...raw }
  for (const name of listFields) input[name] = asList(raw[name])
  const typed = typedOf(raw, listFields)
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, value: result.data, typed }
  return { ok: false, problems: result.error.issues.map(problemOf), typed }
}

function asRecord(body: unknown): Record<string, unknown> {
  return body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body } : {}
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function typedOf(raw: Record<string, unknown>, listFields: readonly string[]): Typed {
  const values: Record<string, string> = {}
  const lists: Record<string, readonly string[]> = {}
  for (const [name, value] of Object.entries(raw)) if (typeof value === 'string') values[name] = value
  for (const name of listFields) lists[name] = asList(raw[name]).filter(item => typeof item === 'string')
  return { values, lists }
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const values: Record<string, string | number> = {}
  if ('maximum' in issue && typeof issue.maximum === 'number') values['max'] = issue.maximum
  if ('minimum' in issue && typeof issue.minimum === 'number') values['min'] = issue.minimum
  const message = issue.message.startsWith('errors.') ? issue.message : 'errors.invalid'
  return { field: issue.path.join('.'), message, values }
}

/** One entry of the error summary, linked to its field. */
export interface FieldError {
  readonly field: string
  readonly message: string
  readonly href: string
}

/** A form as its view draws it: what stands in the fields, and what is wrong with them. */
export interface FormModel {
  readonly action: string
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly errors: Readonly<Record<string, string>>
  readonly summary: readonly FieldError[]
}

/** The form before anybody typed: `values` come from the row that is edited, or from defaults. */
export function freshForm(
  action: string,
  values: Record<string, string> = {},
  lists: FormModel['lists'] = {},
): FormModel {
  return { action, values, lists, errors: {}, summary: [] }
}

/** The form after a refusal: everything typed, and each problem at its field and in the summary. */
export function refusedForm(t: Translate, action: string, typed: Typed, problems: readonly FieldProblem[]): FormModel {
  const errors: Record<string, string> = {}
  for (const problem of problems) errors[problem.field] ??= t(problem.message, problem.values)
  const summary = Object.entries(errors).map(([field, message]) => ({ field, message, href: `#${field}` }))
  return { action, values: typed.values, lists: typed.lists, errors, summary }
}

const notAText = { error: 'errors.required' }

/** One line of text, cleaned (NFC, no control characters), required, at most `max` characters. */
export function line(max = 200): z.ZodType<string> {
  return z
    .string(notAText)
    .transform(text => normaliseInput(text).replace(/\s*\n\s*/g, ' '))
    .pipe(z.string().min(1, 'errors.required').max(max, 'errors.tooLong'))
}

/** One line that may be left empty; the result is then ''. */
export function optionalLine(max = 200): z.ZodType<string> {
  return z
    .string(notAText)
    .default('')
    .transform(text => normaliseInput(text).replace(/\s*\n\s*/g, ' '))
    .pipe(z.string().max(max, 'errors.tooLong'))
}

/** Text of several lines that may be left empty. */
export function optionalText(max = 5_000): z.ZodType<string> {
  return z.string(notAText).default('').transform(normaliseInput).pipe(z.string().max(max, 'errors.tooLong'))
}

/** An e-mail address, at most 254 octets (RFC 5321), cleaned of spaces around it. */
export function email(): z.ZodType<string> {
  return z
    .string(notAText)
    .transform(text => normaliseInput(text))
    .pipe(
      z
        .string()
        .min(1, 'errors.required')
        .max(longestEmailAddress, 'errors.tooLong')
        .refine(isEmailAddress, 'errors.email'),
    )
}

/** One of the offered values. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
  message = 'errors.choose',
): z.ZodType<Value> {
  return z.enum(values as readonly [Value, ...Value[]], { error: message })
}

/** A checkbox: sent when ticked, absent when not. */
export function checkbox(): z.ZodType<boolean> {
  return z
    .string(notAText)
    .optional()
    .transform(value => value !== undefined && value !== '')
}

/** A checkbox that must be ticked. */
export function requiredCheckbox(message: string): z.ZodType<true> {
  return z
    .unknown()
    .refine(value => typeof value === 'string' && value !== '', message)
    .transform((): true => true)
}

/** A day as people write it: 13.9.2026, 13. 9. 2026 or 2026-09-13. */
export function localDate(): z.ZodType<string> {
  return z.string(notAText).transform((text, context) => {
    const clean = normaliseInput(text)
    const date = parseLocalDate(clean)
    if (date !== undefined) return date
    context.addIssue({ code: 'custom', message: clean === '' ? 'errors.required' : 'errors.date' })
    return z.NEVER
  })
}

/** A time of day as people write it: 9, 9.00, 9:00. */
export function localTime(): z.ZodType<string> {
  return z.string(notAText).transform((text, context) => {
    const clean = normaliseInput(text)
    const time = parseLocalTime(clean)
    if (time !== undefined) return time
    context.addIssue({ code: 'custom', message: clean === '' ? 'errors.required' : 'errors.time' })
    return z.NEVER
  })
}

/** As `localDate`, or nothing. */
export function optionalLocalDate(): z.ZodType<string | undefined> {
  return optionalLine(30).transform((text, context) => {
    const date = parseLocalDate(text)
    if (text !== '' && date === undefined) context.addIssue({ code: 'custom', message: 'errors.date' })
    return date
  })
}

/** As `localTime`, or nothing. */
export function optionalLocalTime(): z.ZodType<string | undefined> {
  return optionalLine(20).transform((text, context) => {
    const time = parseLocalTime(text)
    if (text !== '' && time === undefined) context.addIssue({ code: 'custom', message: 'errors.time' })
    return time
  })
}

/** A whole number in a range; empty gives undefined when `optional`. */
export function wholeNumber(min: number, max: number): z.ZodType<number> {
  return z.string(notAText).transform((text, context) => {
    const clean = normaliseInput(text)
    if (/^\d{1,9}$/.test(clean) && Number(clean) >= min && Number(clean) <= max) return Number(clean)
    context.addIssue({ code: 'custom', message: clean === '' ? 'errors.required' : 'errors.number' })
    return z.NEVER
  })
}

/** As `wholeNumber`, or nothing. */
export function optionalWholeNumber(min: number, max: number): z.ZodType<number | undefined> {
  return z
    .string(notAText)
    .default('')
    .transform((text, context) => {
      const clean = normaliseInput(text)
      if (clean === '') return undefined
      if (/^\d{1,9}$/.test(clean) && Number(clean) >= min && Number(clean) <= max) return Number(clean)
      context.addIssue({ code: 'custom', message: 'errors.number' })
      return z.NEVER
    })
}

/** A web address (http or https), or ''. */
export function optionalUrl(): z.ZodType<string> {
  return optionalLine(500).pipe(z.string().refine(text => text === '' || isWebAddress(text), 'errors.url'))
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol) && text.includes('.')
  } catch {
    return false
  }
}

/** A name in both languages: fields `<name>.cs` and `<name>.en`; spread into a `z.object`. */
export function localisedFields<Name extends string>(
  name: Name,
  field: () => z.ZodType<string>,
): { [Key in `${Name}.cs` | `${Name}.en`]: z.ZodType<string> } {
  const entries = locales.map(locale => [`${name}.${locale}`, field()])
  return Object.fromEntries(entries) as { [Key in `${Name}.cs` | `${Name}.en`]: z.ZodType<string> }
}
