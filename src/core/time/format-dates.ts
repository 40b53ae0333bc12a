import type { Locale } from '../localised-text.ts'
import { addDays, type LocalDate, partsOf, weekday } from './local.ts'

const months: Record<Locale, readonly string[]> = {
  // Genitive, as it stands in a date; Intl gives "13.–15. 9. 2023" even where the long style is asked for.
  cs: [
    'ledna',
    'února',
    'března',
    'dubna',
    'května',
    'června',
    'července',
    'srpna',
    'září',
    'října',
    'listopadu',
    'prosince',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
}

const monthTitles: Record<Locale, readonly string[]> = {
  cs: [
    'leden',
    'únor',
    'březen',
    'duben',
    'květen',
    'červen',
    'červenec',
    'srpen',
    'září',
    'říjen',
    'listopad',
    'prosinec',
  ],
  en: months.en,
}

const weekdays: Record<Locale, readonly string[]> = {
  cs: ['pondělí', 'úterý', 'středa', 'čtvrtek', 'pátek', 'sobota', 'neděle'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}

const nbsp = '\u00A0'

/** `13. září 2023`, `13 September 2023`. Spaces in a date do not break, here and below. */
export function formatDate(date: LocalDate, locale: Locale): string {
  return `${dayAndMonth(date, locale)}${nbsp}${partsOf(date).year}`
}

/** `22. 8. 2023`, `22 Aug 2023`: for tables. */
export function formatShortDate(date: LocalDate, locale: Locale): string {
  return `${shortDayAndMonth(date, locale)}${nbsp}${partsOf(date).year}`
}

/** `22. 8.`, `22 Aug`: for tables where the year is plain. */
export function formatDayAndMonth(date: LocalDate, locale: Locale): string {
  return shortDayAndMonth(date, locale)
}

/** `5. září`, `5 September`: inside a sentence about the near future. */
export function formatDayOfMonth(date: LocalDate, locale: Locale): string {
  return dayAndMonth(date, locale)
}

/** `13.–15. září 2023`, `30. září – 2. října 2023`, `31. prosince 2023 – 2. ledna 2024`; one day as `formatDate`. */
export function formatDateRange(start: LocalDate, end: LocalDate, locale: Locale): string {
  if (start >= end) return formatDate(start, locale)
  const from = partsOf(start)
  const to = partsOf(end)
  if (from.year !== to.year) return `${formatDate(start, locale)}${nbsp}– ${formatDate(end, locale)}`
  if (from.month !== to.month) return `${dayAndMonth(start, locale)}${nbsp}– ${formatDate(end, locale)}`
  return `${dayNumber(start, locale)}–${formatDate(end, locale)}`
}

/**
 * The date of an event in two lines, for its cover: `13.–15.` over `září 2023`; over two months `30. 9. – 2. 10.` over
 * `2023`; over two years `31. 12. – 2. 1.` over `2023–2024`.
 */
export function formatDayRangeShort(start: LocalDate, end: LocalDate, locale: Locale): { days: string; month: string } {
  const from = partsOf(start)
  const to = partsOf(end)
  const month = `${monthOf(start, locale)}${nbsp}${from.year}`
  if (start >= end) return { days: dayNumber(start, locale), month }
  if (from.year === to.year && from.month === to.month)
    return { days: `${dayNumber(start, locale)}–${dayNumber(end, locale)}`, month }
  const days = `${shortDayAndMonth(start, locale)}${nbsp}– ${shortDayAndMonth(end, locale)}`
  return { days, month: from.year === to.year ? `${from.year}` : `${from.year}–${to.year}` }
}

/** `středa`, `Wednesday`: as it stands inside a sentence. */
export function formatWeekday(date: LocalDate, locale: Locale): string {
  return weekdays[locale][weekday(date) - 1] ?? ''
}

/** `Středa 13. září`, `Wednesday 13 September`: the heading of a day. */
export function formatDay(date: LocalDate, locale: Locale): string {
  const name = formatWeekday(date, locale)
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${dayAndMonth(date, locale)}`
}

/** `středa 13. září 2023`, `Wednesday 13 September 2023`: inside a sentence, in mails. */
export function formatLongDate(date: LocalDate, locale: Locale): string {
  return `${formatWeekday(date, locale)} ${formatDate(date, locale)}`
}

/** `září 2023`, `September 2023`: the month of a date as a heading. */
export function formatMonth(date: LocalDate, locale: Locale): string {
  const { year, month } = partsOf(date)
  return `${monthTitles[locale][month - 1] ?? ''}${nbsp}${year}`
}

/** The Monday of the week a day belongs to. */
export function startOfWeek(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekday(date))
}

function monthOf(date: LocalDate, locale: Locale): string {
  return months[locale][partsOf(date).month - 1] ?? ''
}

function dayNumber(date: LocalDate, locale: Locale): string {
  const { day } = partsOf(date)
  return locale === 'cs' ? `${day}.` : `${day}`
}

function dayAndMonth(date: LocalDate, locale: Locale): string {
  return `${dayNumber(date, locale)}${nbsp}${monthOf(date, locale)}`
}

function shortDayAndMonth(date: LocalDate, locale: Locale): string {
  const month = locale === 'cs' ? `${partsOf(date).month}.` : monthOf(date, locale).slice(0, 3)
  return `${dayNumber(date, locale)}${nbsp}${month}`
}
