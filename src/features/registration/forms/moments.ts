import { z } from 'zod'
import type { FieldProblem } from '../../../core/http/forms.ts'
import { type LocalisedText, locales } from '../../../core/localised-text.ts'
import {
  type Instant,
  type LocalDateTime,
  localDateTime,
  parseLocalDate,
  parseLocalTime,
  type TimeZone,
  toInstant,
} from '../../../core/time.ts'

/** A day or a time of day as it was typed; `readMoment` reads both together. */
export const moment = () => z.string().max(40, 'errors.tooLong').default('')

/** The two fields of a moment: `<name>Date` and `<name>Time`; spread into a `z.object`. */
export function momentFields<Name extends string>(name: Name) {
  // Object.fromEntries forgets the names; these are the two it was given.
  return { [`${name}Date`]: moment(), [`${name}Time`]: moment() } as {
    [Key in `${Name}Date` | `${Name}Time`]: ReturnType<typeof moment>
  }
}

/**
 * What a date without a time means, and which of two equal times is taken where the clocks run through one twice:
 * the generous reading for whoever registers.
 */
const usualReading = {
  opens: { time: '0:00', occurrence: 'earlier' },
  closes: { time: '23:59', occurrence: 'later' },
} as const

export interface MomentReading {
  readonly at: Instant | null
  /** As the wall shows it; null where `at` is. */
  readonly local: LocalDateTime | null
  readonly problems: readonly FieldProblem[]
}

/** Reads the two fields of a moment in the zone of the event. Both empty: no moment. A time that clocks skip is refused. */
export function readMoment(
  value: Readonly<Record<string, unknown>>,
  name: string,
  zone: TimeZone,
  sense: keyof typeof usualReading,
): MomentReading {
  const [typedDate, typedTime] = [textOf(value[`${name}Date`]), textOf(value[`${name}Time`])]
  if (typedDate === '' && typedTime === '') return { at: null, local: null, problems: [] }
  const usual = usualReading[sense]
  const date = parseLocalDate(typedDate)
  const time = parseLocalTime(typedTime || usual.time)
  if (date === undefined) return unread(`${name}Date`, typedDate === '' ? 'errors.required' : 'errors.date')
  if (time === undefined) return unread(`${name}Time`, 'errors.time')
  const local = localDateTime(date, time)
  const meaning = toInstant(local, zone, usual.occurrence)
  if (meaning.kind !== 'instant') return unread(`${name}Time`, 'errors.gap')
  return { at: meaning.instant, local, problems: [] }
}

function unread(field: string, message: string): MomentReading {
  return { at: null, local: null, problems: [{ field, message }] }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** The texts of a localised field as one content; empty languages are left out. */
export function localisedOf(value: Readonly<Record<string, unknown>>, name: string): LocalisedText {
  const texts = locales.flatMap(locale => {
    const text = textOf(value[`${name}.${locale}`])
    return text === '' ? [] : [[locale, text]]
  })
  return Object.fromEntries(texts)
}
