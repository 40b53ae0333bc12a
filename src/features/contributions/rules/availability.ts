import { addDays, type LocalDate, localDateTime, type LocalTime, timeOf } from '../../../core/time.ts'
import type { Availability } from '../../agenda/types.ts'

export const dayChoices = ['all', 'part', 'none'] as const
export type DayChoice = (typeof dayChoices)[number]

/** What somebody says of one day of the event. */
export type DayAvailability =
  | { readonly day: LocalDate; readonly choice: 'all' | 'none' }
  | { readonly day: LocalDate; readonly choice: 'part'; readonly from: LocalTime; readonly to: LocalTime }

/** The days as spans on the clocks of the event. Who can come on all of them is not limited: no span at all. */
export function availabilityOf(days: readonly DayAvailability[]): Availability[] {
  if (days.every(({ choice }) => choice === 'all')) return []
  return days.flatMap(day => {
    if (day.choice !== 'part') return day.choice === 'all' ? [wholeDay(day.day)] : []
    return [{ from: localDateTime(day.day, day.from), to: localDateTime(day.day, day.to) }]
  })
}

/** What the spans say of each day; the earliest and the latest time, when there are several on one. */
export function daysOfAvailability(
  availability: readonly Availability[],
  days: readonly LocalDate[],
): DayAvailability[] {
  return days.map(day => {
    if (availability.length === 0) return { day, choice: 'all' }
    const whole = wholeDay(day)
    const spans = availability.filter(({ from, to }) => from < whole.to && to > whole.from)
    if (spans.length === 0) return { day, choice: 'none' }
    const from = spans.map(span => span.from).toSorted()[0] ?? whole.from
    const to =
      spans
        .map(span => span.to)
        .toSorted()
        .at(-1) ?? whole.to
    if (from <= whole.from && to >= whole.to) return { day, choice: 'all' }
    const start = from < whole.from ? '00:00' : timeOf(from)
    return { day, choice: 'part', from: start, to: to >= whole.to ? '23:59' : timeOf(to) }
  })
}

function wholeDay(day: LocalDate): Availability {
  return { from: localDateTime(day, '00:00'), to: localDateTime(addDays(day, 1), '00:00') }
}

/** The days that may be spoken of; an event of a month is asked about day by day, a longer one is not. */
export function daysToAsk(days: readonly LocalDate[]): readonly LocalDate[] {
  return days.slice(0, 31)
}
