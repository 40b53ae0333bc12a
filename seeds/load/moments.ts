import { addMinutes, type Instant } from '../../src/core/time.ts'

const minutesOfDay = 24 * 60

/** Days over which the invented registrations spread, up to the present. */
export const days = 35

interface Place {
  readonly index: number
  readonly count: number
  readonly present: Instant
}

/**
 * When the n-th of so many registers: many in the first days after the invitation, then a steady trickle, and more
 * again of late; never twice at one moment, and never in the future. Always the same for the same present.
 */
export function registeredAt({ index, count, present }: Place): Instant {
  const share = (index + 0.5) / count
  // Slow in the middle, quick at both ends.
  const passed = share + 0.11 * Math.sin(2 * Math.PI * share)
  const unevenness = ((index * 37) % 23) * 17
  const minutes = Math.round((1 - passed) * (days * minutesOfDay - 600)) + unevenness + index
  return addMinutes(present, -Math.max(minutes, 30 + (count - index)))
}

/** When somebody gives the place up: two days ago, or yesterday, well after everybody else of note has come. */
export function cancelledAt({ index, present }: Place): Instant {
  return addMinutes(present, -(600 + ((index * 131) % 1_300)))
}

/** When an organiser decides: two days after the application, or an hour ago. */
export function decidedAt(applied: Instant, present: Instant): Instant {
  const later = addMinutes(applied, 2 * minutesOfDay + 45)
  const latest = addMinutes(present, -60)
  return later < latest ? later : latest
}
