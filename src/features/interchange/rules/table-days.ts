import { datesBetween, isLocalDate, type LocalDate, partsOf, weekday } from '../../../core/time.ts'
import { comparisonKey } from '../../../core/typography.ts'

/** The days an event has: what a weekday, a date without a year and “2nd day” are read by. */
export interface EventDays {
  readonly first: LocalDate
  readonly last: LocalDate
}

const months: readonly (readonly string[])[] = [
  ['ledna', 'leden', 'january', 'jan'],
  ['unora', 'unor', 'february', 'feb'],
  ['brezna', 'brezen', 'march', 'mar'],
  ['dubna', 'duben', 'april', 'apr'],
  ['kvetna', 'kveten', 'may'],
  ['cervna', 'cerven', 'june', 'jun'],
  ['cervence', 'cervenec', 'july', 'jul'],
  ['srpna', 'srpen', 'august', 'aug'],
  ['zari', 'september', 'sept', 'sep'],
  ['rijna', 'rijen', 'october', 'oct'],
  ['listopadu', 'listopad', 'november', 'nov'],
  ['prosince', 'prosinec', 'december', 'dec'],
]
const weekdays: readonly (readonly string[])[] = [
  ['pondeli', 'po', 'monday', 'mon'],
  ['utery', 'ut', 'tuesday', 'tue', 'tues'],
  ['stredu', 'streda', 'st', 'wednesday', 'wed'],
  ['ctvrtek', 'ct', 'thursday', 'thu', 'thurs'],
  ['patek', 'pa', 'friday', 'fri'],
  ['sobotu', 'sobota', 'so', 'saturday', 'sat'],
  ['nedeli', 'nedele', 'ne', 'sunday', 'sun'],
]
const ordinals: readonly (readonly string[])[] = [
  ['prvni', 'first'],
  ['druhy', 'second'],
  ['treti', 'third'],
  ['ctvrty', 'fourth'],
  ['paty', 'fifth'],
]

const alternatives = (words: readonly (readonly string[])[]) =>
  words
    .flat()
    .toSorted((a, b) => b.length - a.length)
    .join('|')
const indexIn = (words: readonly (readonly string[])[], word: string) => words.findIndex(one => one.includes(word))

const rest = String.raw`(?![\p{L}\p{N}])(.*)$`
const monthNames = alternatives(months)
const leading = new RegExp(`^(?:(?:v|ve|on) )?(${alternatives(weekdays)})\\.?(?![\\p{L}\\p{N}])[\\s,:–—-]*`, 'u')
const numbered = new RegExp(`^(\\d{1,2})\\. ?(\\d{1,2})\\.(?: ?(\\d{4}))?${rest}`, 'su')
const slashed = new RegExp(`^(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?${rest}`, 'su')
const iso = new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)(?: 00:00)?${rest}`, 'su')
const named = new RegExp(`^(\\d{1,2})(?:\\.|st|nd|rd|th)? ?(${monthNames})\\.?,?(?: (\\d{4}))?${rest}`, 'su')
const american = new RegExp(`^(${monthNames})\\.? (\\d{1,2})(?:st|nd|rd|th)?,?(?: (\\d{4}))?${rest}`, 'su')
const nth = new RegExp(
  `^(?:(\\d)\\. ?den|(?:den|day) (?:c\\. ?)?(\\d)|(${alternatives(ordinals)}) (?:den|day))${rest}`,
  'su',
)

/** Characters. */
const longest = 200

export interface DayReading {
  readonly date: LocalDate
  /** What follows the day: `hotel Primorets`. */
  readonly rest: string
}

/**
 * Reads the day a text begins with, in Czech or English: `Středa 13. září 2023`, `13.9.`, `Wed, September 13`,
 * `2. den`, `středa`. What names no year, month or date is looked up among the days of the event.
 */
export function readDay(text: string, days: EventDays): DayReading | undefined {
  // A day stands at the beginning; what is a whole text is none.
  if (text.length > longest) return undefined
  const key = comparisonKey(text)
  const spoken = leading.exec(key)
  const after = spoken === null ? key : key.slice(spoken[0].length)
  const found = readDate(after, days) ?? readOrdinal(after, days)
  if (found !== undefined) return found
  if (spoken === null || after.length > 60) return undefined
  // Two letters alone may be anything: “so”, “st”.
  if ((spoken[1] ?? '').length <= 3 && after !== '') return undefined
  const wanted = indexIn(weekdays, spoken[1] ?? '') + 1
  const date = datesBetween(days.first, days.last).find(one => weekday(one) === wanted)
  return date === undefined || /^\d/.test(after) ? undefined : { date, rest: after }
}

function readDate(key: string, days: EventDays): DayReading | undefined {
  const byNumber = numbered.exec(key) ?? slashed.exec(key)
  if (byNumber !== null) return dated(byNumber[3], byNumber[2], byNumber[1], byNumber[4], days)
  const byIso = iso.exec(key)
  if (byIso !== null) return dated(byIso[1], byIso[2], byIso[3], byIso[4], days)
  const byName = named.exec(key)
  if (byName !== null) {
    return dated(byName[3], String(indexIn(months, byName[2] ?? '') + 1), byName[1], byName[4], days)
  }
  const byMonth = american.exec(key)
  if (byMonth === null) return undefined
  return dated(byMonth[3], String(indexIn(months, byMonth[1] ?? '') + 1), byMonth[2], byMonth[4], days)
}

function dated(
  year: string | undefined,
  month = '',
  day = '',
  after = '',
  { first }: EventDays,
): DayReading | undefined {
  const written = year ?? String(partsOf(first).year)
  const date = `${written}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isLocalDate(date) ? { date, rest: withoutMarks(after) } : undefined
}

function readOrdinal(key: string, { first, last }: EventDays): DayReading | undefined {
  const found = nth.exec(key)
  if (found === null) return undefined
  const [, before, behind, word, after = ''] = found
  const number = word === undefined ? Number(before ?? behind) : indexIn(ordinals, word) + 1
  const date = datesBetween(first, last)[number - 1]
  return date === undefined ? undefined : { date, rest: withoutMarks(after) }
}

const withoutMarks = (text: string) => text.replace(/^[\s,.:;()–—|-]+|[\s,.:;()–—|-]+$/g, '')

/** Whether a line is the heading of a day rather than part of one. */
export function isDayHeading(text: string, days: EventDays): boolean {
  if (text.length > 120) return false
  const reading = readDay(text, days)
  return reading !== undefined && !/^\d{1,2}[.:]\d\d/.test(reading.rest)
}
