import type { ContentVersions, Versions } from '../../content-versions.ts'
import { now } from '../../time.ts'
import type { Stamp } from './answers.ts'

/** What is done with a stamp that was made after the asking; undefined when the database does not say. */
type Use = (stamp: Stamp | undefined) => void

/**
 * Stamps of the present. Those who share a reading of the versions share the stamp, one timer and one promise: in a rush
 * a promise for each would cost more than the sending.
 * @param patience milliseconds to wait for a silent database
 */
export function createStamps(versions: ContentVersions, patience: number): (use: Use) => void {
  let ticks = 0
  let group: { readonly reading: Promise<Versions>; readonly uses: Use[] } | undefined

  function begin(reading: Promise<Versions>): Use[] {
    const uses: Use[] = []
    const tick = ++ticks
    const minute = minuteNow()
    const settle = (read: Versions | undefined) => {
      clearTimeout(timer)
      if (group?.reading === reading) group = undefined
      const stamp = read && { tick, minute, versions: read }
      // Whoever comes from now on begins another group.
      for (const use of uses.splice(0)) use(stamp)
    }
    const timer = setTimeout(settle, patience, undefined)
    reading.then(settle, () => settle(undefined))
    return uses
  }

  return use => {
    const reading = versions.read()
    if (group?.reading !== reading) group = { reading, uses: begin(reading) }
    group.uses.push(use)
  }
}

/** Minutes since 1970. */
export function minuteNow(): number {
  return Math.floor(now().getTime() / 60_000)
}
