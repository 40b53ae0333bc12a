/** A session as far as being in two places goes; times in any one unit, half-open. */
export interface Meeting {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** For each that meets others in time, those others in the order of their beginnings. */
export function overlapsOf<One extends Meeting>(meetings: readonly One[]): ReadonlyMap<string, readonly One[]> {
  const sorted = meetings.toSorted((a, b) => a.start - b.start || a.end - b.end)
  const found = new Map<string, One[]>()
  const note = (one: One, other: One) => found.set(one.key, [...(found.get(one.key) ?? []), other])
  for (const [index, one] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      if (other.start >= one.end) break
      note(one, other)
      note(other, one)
    }
  }
  return found
}
