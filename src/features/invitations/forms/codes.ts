import { z } from 'zod'
import {
  checkbox,
  type FieldProblem,
  optionalLine,
  optionalWholeNumber,
  wholeNumber,
} from '../../../core/http/forms.ts'
import {
  type Instant,
  localDateTime,
  now,
  parseLocalDate,
  parseLocalTime,
  type TimeZone,
  toInstant,
} from '../../../core/time.ts'
import { isCodeShape, longestCode, mostCodesAtOnce, normaliseCode } from '../../registration/rules/codes.ts'

const moment = () => z.string().max(40, 'errors.tooLong').default('')

/** What both forms say of codes, besides their letters. */
const terms = {
  category: optionalLine(16),
  mostUses: optionalWholeNumber(1, 100_000),
  reserves: checkbox(),
  expiresDate: moment(),
  expiresTime: moment(),
  note: optionalLine(200),
}

/** One code with letters of the organiser's choice. */
export const codeForm = z.object({
  code: optionalLine(80).transform(normaliseCode).pipe(z.string().refine(isCodeShape, 'errors.accessCode')),
  ...terms,
})

/** Many random codes. */
export const codesForm = z.object({
  count: wholeNumber(1, mostCodesAtOnce),
  // Eight random symbols follow, and the whole has to stay a code.
  prefix: optionalLine(80).transform(normaliseCode).pipe(z.string().refine(isPrefix, 'errors.accessCodePrefix')),
  ...terms,
})

function isPrefix(prefix: string): boolean {
  return prefix.length <= longestCode - 8 && (prefix === '' || isCodeShape(`${prefix}ABCD`))
}

export type TermsValue = Pick<z.output<typeof codeForm>, keyof typeof terms>

/** A category that codes may open. */
export interface CodeCategory {
  readonly id: number
  readonly reference: string
}

/** The terms with the category and the moment they name, and what does not fit together. */
export function readTerms(
  value: TermsValue,
  categories: readonly CodeCategory[],
  zone: TimeZone,
): { categoryId: number | null; expiresAt: Instant | null; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const category = categories.find(({ reference }) => reference === value.category)
  if (value.category !== '' && category === undefined) problems.push({ field: 'category', message: 'errors.choose' })
  if (value.reserves && value.category === '')
    problems.push({ field: 'category', message: 'errors.accessCodeReservesWhere' })
  if (value.reserves && value.mostUses === undefined)
    problems.push({ field: 'mostUses', message: 'errors.accessCodeReservesHowMany' })
  const expiry = readExpiry(value, zone)
  return { categoryId: category?.id ?? null, expiresAt: expiry.at, problems: [...problems, ...expiry.problems] }
}

/** Until when a code opens, in the time of the event; a date alone means its last minute, like every closing. */
function readExpiry(
  { expiresDate, expiresTime }: TermsValue,
  zone: TimeZone,
): { at: Instant | null; problems: readonly FieldProblem[] } {
  const [typedDate, typedTime] = [expiresDate.trim(), expiresTime.trim()]
  if (typedDate === '' && typedTime === '') return { at: null, problems: [] }
  const wrong = (field: string, message: string) => ({ at: null, problems: [{ field, message }] })
  const date = parseLocalDate(typedDate)
  if (date === undefined) return wrong('expiresDate', typedDate === '' ? 'errors.required' : 'errors.date')
  const time = parseLocalTime(typedTime || '23:59')
  if (time === undefined) return wrong('expiresTime', 'errors.time')
  const meaning = toInstant(localDateTime(date, time), zone, 'later')
  if (meaning.kind !== 'instant') return wrong('expiresTime', 'errors.gap')
  return meaning.instant <= now() ? wrong('expiresDate', 'errors.inPast') : { at: meaning.instant, problems: [] }
}
