import {
  addMinutes,
  dateOf,
  type Instant,
  type LocalTime,
  timeOf,
  timeZone,
  toInstant,
  localDateTime,
  toLocal,
} from '../../src/core/time.ts'

/** Days over which the invented registrations spread, up to the present. */
export const days = 35

const minutesOfDay = 24 * 60
const home = timeZone('Europe/Prague')

interface Place {
  readonly index: number
  readonly count: number
  readonly present: Instant
}

/**
 * When the n-th of so many registers: many in the first days after the invitation, then a steady trickle, and more
 * again of late; by day, never twice at one moment, never in the future. Always the same for the same present.
 */
export function registeredAt({ index, count, present }: Place): Instant {
  const share = (index + 0.5) / count
  // Time passes quickly in the middle and slowly at both ends.
  const passed = share - 0.09 * Math.sin(2 * Math.PI * share)
  const unevenness = ((index * 37) % 23) * 41
  const minutes = Math.round((1 - passed) * (days * minutesOfDay - 1_000)) + unevenness
  const latest = addMinutes(present, -(30 + count - index))
  return earlier(byDay(addMinutes(present, -minutes)), latest)
}

/** When somebody gives the place up: yesterday or the day before, long after they came. */
export function cancelledAt({ index, present }: Place): Instant {
  return byDay(addMinutes(present, -(minutesOfDay + ((index * 131) % 1_300))))
}

/** When an organiser decides: two days after the application, an hour ago at the latest. */
export function decidedAt(applied: Instant, present: Instant): Instant {
  return earlier(addMinutes(applied, 2 * minutesOfDay + 45), addMinutes(present, -60))
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}

/** The same day between 7.00 and 22.00 in Prague: people sleep. The order stays. */
function byDay(at: Instant): Instant {
  const local = toLocal(at, home)
  const [hours = 0, minutes = 0] = timeOf(local).split(':').map(Number)
  const waking = 7 * 60 + Math.floor(((hours * 60 + minutes) * 15) / 24)
  const two = (number: number) => String(number).padStart(2, '0')
  const time: LocalTime = `${two(Math.floor(waking / 60))}:${two(waking % 60)}`
  const meaning = toInstant(localDateTime(dateOf(local), time), home, 'earlier')
  return meaning.kind === 'instant' ? meaning.instant : at
}
