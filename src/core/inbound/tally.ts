/** Counts how often each key came within a window of time, in this process. */
export interface Tally {
  /** Counts one; false when the key has come too often. */
  take(key: string): boolean
}

/** Keys remembered at most; beyond that the window begins anew, so that nobody fills the memory with keys. */
const mostKeys = 20_000

/** A tally of at most `most` a key in each window of `seconds`. For one process that listens; nothing is stored. */
export function createTally(most: number, seconds: number): Tally {
  const counts = new Map<string, number>()
  let endsAt = 0
  return {
    take(key) {
      // A clock that nobody sets: windows are about how long something takes.
      const at = performance.now()
      if (at >= endsAt || counts.size > mostKeys) {
        counts.clear()
        endsAt = at + seconds * 1000
      }
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return count <= most
    },
  }
}
