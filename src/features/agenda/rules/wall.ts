import {
  addDays,
  dateOf,
  daysBetween,
  type LocalDate,
  localDateTime,
  type LocalDateTime,
  timeOf,
} from '../../../core/time.ts'

const dayMinutes = 24 * 60

/** Minutes on the wall since the midnight that begins `day`: 1500 is 1.00 of the night after it, −60 is 23.00 before. */
export function minutesInto(day: LocalDate, local: LocalDateTime): number {
  const [hour = 0, minute = 0] = timeOf(local).split(':').map(Number)
  return daysBetween(day, dateOf(local)) * dayMinutes + hour * 60 + minute
}

/** The wall time that many minutes after the midnight that begins `day`: what `minutesInto` reads back. */
export function wallTime(day: LocalDate, minutes: number): LocalDateTime {
  const days = Math.floor(minutes / dayMinutes)
  const rest = minutes - days * dayMinutes
  const two = (number: number) => String(number).padStart(2, '0')
  return localDateTime(addDays(day, days), `${two(Math.floor(rest / 60))}:${two(rest % 60)}`)
}

/** The same wall time so many minutes later; clocks that change in between do not matter to a plan on paper. */
export function wallLater(local: LocalDateTime, minutes: number): LocalDateTime {
  const day = dateOf(local)
  return wallTime(day, minutesInto(day, local) + minutes)
}

/** Minutes on the wall from one time to another. */
export function wallMinutes(from: LocalDateTime, to: LocalDateTime): number {
  const day = dateOf(from)
  return minutesInto(day, to) - minutesInto(day, from)
}
