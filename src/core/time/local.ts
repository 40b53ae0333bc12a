/** A day on the calendar, `YYYY-MM-DD`; `date` in the database. Sorts as text. */
export type LocalDate = string

/** A time on the wall clock, `HH:MM`. Sorts as text. */
export type LocalTime = string

/** A day and a time on the wall clock, `YYYY-MM-DDTHH:MM:SS`; `timestamp` in the database. Sorts as text. */
export type LocalDateTime = string

const dayLength = 86_400_000

/** True for a day that exists, written `YYYY-MM-DD`, in the years 1900–2199. */
export function isLocalDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const start = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(start.getTime()) && start.toISOString().startsWith(text)
}

/** True for a time written `HH:MM`, 00:00–23:59. */
export function isLocalTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** The day and the time put together. */
export function localDateTime(date: LocalDate, time: LocalTime): LocalDateTime {
  return `${date}T${time}:00`
}

/** The day of a local date and time. */
export function dateOf(local: LocalDateTime): LocalDate {
  return local.slice(0, 10)
}

/** The time of a local date and time, without seconds. */
export function timeOf(local: LocalDateTime): LocalTime {
  return local.slice(11, 16)
}

/** The day that many days later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumber(date) + days) * dayLength).toISOString().slice(0, 10)
}

/** The same time on the wall that many days later: copying an event moves its agenda so, over any clock change. */
export function shiftDays(local: LocalDateTime, days: number): LocalDateTime {
  return addDays(dateOf(local), days) + local.slice(10)
}

/** Days from one date to another; negative when `to` comes first. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Every day from `start` to `end`, both included; empty when `end` comes first. */
export function datesBetween(start: LocalDate, end: LocalDate): LocalDate[] {
  const count = Math.max(0, daysBetween(start, end) + 1)
  return Array.from({ length: count }, (_, index) => addDays(start, index))
}

/** The day of the week: 1 Monday … 7 Sunday (ISO 8601). */
export function weekday(date: LocalDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
}

/** The numbers of a date: 2023, 9, 13. */
export function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

function dayNumber(date: LocalDate): number {
  const start = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(start)) throw new RangeError(`Not a date: ${date}`)
  return start / dayLength
}
