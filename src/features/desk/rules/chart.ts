import { addDays, daysBetween, type LocalDate, partsOf } from '../../../core/time.ts'
import type { DayOfPlaces } from '../types.ts'

/** The drawing in units of its viewBox; the axis on the left, room for a word on the right. */
export const chartSize = { width: 720, height: 220 } as const
const left = 40
const right = 624
const top = 14
const bottom = 190
/** Least distance between two dates below the axis, so that they do not touch on a phone either. */
const leastGap = 84

/** A value on one of the axes, and where it stands. */
export interface Tick<Value> {
  readonly value: Value
  readonly at: number
}

/** What the chart shows of one day; `total` are the places taken at its end. */
export interface ChartDay extends DayOfPlaces {
  readonly total: number
}

/** The drawing of registrations over time, without words. */
export interface Chart {
  readonly from: LocalDate
  readonly to: LocalDate
  /** The day up to which places were counted: today, or the end of the axis when that is over. */
  readonly until: LocalDate
  readonly total: number
  readonly line: string
  readonly area: string
  readonly dot: { readonly x: number; readonly y: number; readonly isLate: boolean }
  /** Where the capacity stands; undefined without one. */
  readonly limit: Tick<number> | undefined
  readonly across: readonly Tick<LocalDate>[]
  readonly up: readonly Tick<number>[]
  readonly left: number
  readonly right: number
  readonly bottom: number
  /** The days on which something changed. */
  readonly days: readonly ChartDay[]
}

export interface ChartFacts {
  /** In order; only days on which something changed. */
  readonly days: readonly DayOfPlaces[]
  readonly today: LocalDate
  /** When registering ends; undefined: when the event begins. */
  readonly closesOn: LocalDate | undefined
  readonly eventOn: LocalDate
  readonly capacity: number | undefined
}

/** Draws the places taken from the first registration to the closing; undefined before the first one. */
export function drawChart({ days, today, closesOn, eventOn, capacity }: ChartFacts): Chart | undefined {
  const counted = addUp(days)
  const [first] = counted
  const last = counted.at(-1)
  if (first === undefined || last === undefined) return undefined
  const closing = closesOn ?? eventOn
  const to = latest(last.day, closing, addDays(first.day, 1))
  const until = today < to ? latest(last.day, today) : to
  const peak = Math.max(...counted.map(({ total }) => total), 1)
  const ceiling = Math.max(capacity ?? 0, capacity === undefined ? roundUp(peak) : peak)
  const x = (day: LocalDate) =>
    round(left + ((right - left) * daysBetween(first.day, day)) / daysBetween(first.day, to))
  const y = (value: number) => round(bottom - ((bottom - top) * value) / ceiling)
  const line = pathOf(counted, until, x, y)
  const dot = { x: x(until), y: y(last.total), isLate: x(until) > right - 90 }
  return {
    from: first.day,
    to,
    until,
    total: last.total,
    line,
    area: `${line}V${bottom}H${x(first.day)}z`,
    dot,
    limit: capacity === undefined ? undefined : { value: capacity, at: y(capacity) },
    across: datesAcross(first.day, until, to, x),
    up: valuesUp(ceiling, capacity === undefined ? ceiling : capacity * 0.9).map(value => ({ value, at: y(value) })),
    left,
    right,
    bottom,
    days: counted,
  }
}

function addUp(days: readonly DayOfPlaces[]): ChartDay[] {
  let total = 0
  return days.map(day => {
    total += day.taken - day.freed
    return { ...day, total }
  })
}

/** Steps: the number stays until the next day on which it changes, and then goes up or down in the course of that day. */
function pathOf(
  days: readonly ChartDay[],
  until: LocalDate,
  x: (day: LocalDate) => number,
  y: (value: number) => number,
): string {
  const points: string[] = []
  days.forEach(({ day, total }, index) => {
    const before = days[index - 1]
    if (before && daysBetween(before.day, day) > 1) points.push(`${x(addDays(day, -1))} ${y(before.total)}`)
    points.push(`${x(day)} ${y(total)}`)
  })
  const last = days.at(-1)
  if (last && last.day < until) points.push(`${x(until)} ${y(last.total)}`)
  return `M${points.join('L')}`
}

/** The ends, the day counted to, then the first and the fifteenth of months, as far as there is room. */
function datesAcross(from: LocalDate, until: LocalDate, to: LocalDate, x: (day: LocalDate) => number) {
  const inBetween = Array.from({ length: Math.max(0, daysBetween(from, to) - 1) }, (_, index) =>
    addDays(from, index + 1),
  )
  const firsts = inBetween.filter(day => partsOf(day).day === 1)
  const middles = inBetween.filter(day => partsOf(day).day === 15)
  const chosen: Tick<LocalDate>[] = []
  for (const value of [from, to, until, ...firsts, ...middles]) {
    const at = x(value)
    if (chosen.every(tick => Math.abs(tick.at - at) >= leastGap)) chosen.push({ value, at })
  }
  return chosen.toSorted((a, b) => a.at - b.at)
}

/** From zero in round steps, at most four of them, none above `most`. */
function valuesUp(ceiling: number, most: number): number[] {
  const step = roundUp(Math.max(1, ceiling / 4))
  const count = Math.floor(Math.min(most, ceiling) / step)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** The next of 1, 2, 3, 5, 6 or 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 3, 5, 6, 10].find(candidate => candidate * power >= value) ?? 10
  return Math.max(1, factor * power)
}

function latest(...days: readonly LocalDate[]): LocalDate {
  return days.reduce((late, day) => (day > late ? day : late))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Places taken in the seven days to `today`, and in the seven before them. */
export function weeksOf(days: readonly DayOfPlaces[], today: LocalDate): { last: number; before: number } {
  const takenFrom = (from: number, to: number) =>
    days
      .filter(({ day }) => daysBetween(day, today) >= from && daysBetween(day, today) < to)
      .reduce((sum, { taken }) => sum + taken, 0)
  return { last: takenFrom(0, 7), before: takenFrom(7, 14) }
}
