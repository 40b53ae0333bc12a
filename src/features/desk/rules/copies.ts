import {
  addDays,
  dateOf,
  daysBetween,
  type LocalDate,
  type LocalDateTime,
  partsOf,
  shiftDays,
  type TimeZone,
  toInstant,
} from '../../../core/time.ts'

/** Longest address an event may have. */
const longestSlug = 80
/** A longer ending would leave nothing of the satellite's own name. */
const longestEnding = 30

/**
 * The address wished for the copy of a satellite: its own, and behind it what the address of the copied parent has and
 * that of the original has not (`digitour-burgas` beside `…-burgas` → `…-ukazka` gives `digitour-burgas-ukazka`); the
 * year of the copy where nothing short tells them apart.
 */
export function satelliteSlug(satellite: string, parent: { from: string; to: string; startsOn: LocalDate }): string {
  const known = new Set(parent.from.split('-'))
  const fresh = parent.to
    .split('-')
    .filter(word => !known.has(word))
    .join('-')
  const isUsable = fresh !== '' && fresh.length <= longestEnding
  const ending = `-${isUsable ? fresh : partsOf(parent.startsOn).year}`
  return satellite.slice(0, longestSlug - ending.length).replace(/-+$/, '') + ending
}

/** The first day of a satellite's copy: as many days from its parent's as it was. */
export function satelliteStart(
  satellite: { readonly startsLocal: LocalDateTime },
  parent: { readonly startsLocal: LocalDateTime },
  startsOn: LocalDate,
): LocalDate {
  return addDays(startsOn, daysBetween(dateOf(parent.startsLocal), dateOf(satellite.startsLocal)))
}

/** The address proposed for a copy: the original's without the year at its end, and the year of the copy. */
export function proposedSlug(slug: string, year: number): string {
  const ending = `-${year}`
  const stem = slug.replace(/-(19|20|21)\d\d$/, '')
  return stem.slice(0, longestSlug - ending.length).replace(/-+$/, '') + ending
}

/** Whether clocks skip a time on the wall when it moves by that many days: the copy then has the first one after it. */
export function isSkippedByClocks(local: LocalDateTime, zone: TimeZone, days: number): boolean {
  return toInstant(shiftDays(local, days), zone).kind === 'gap'
}
