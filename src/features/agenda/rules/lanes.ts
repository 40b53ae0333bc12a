/** Something that stands in a column from one minute to another, half-open. */
export interface Standing {
  readonly key: string
  readonly from: number
  readonly to: number
}

/** Which of how many stripes of its column something stands in, from 1. */
export interface Lane {
  readonly lane: number
  readonly of: number
}

/**
 * Stripes for what overlaps: things at the same time stand side by side, and only those share the width; whoever is
 * alone has the whole column.
 */
export function lanesOf(standing: readonly Standing[]): Map<string, Lane> {
  const sorted = standing.toSorted((a, b) => a.from - b.from || b.to - a.to || (a.key < b.key ? -1 : 1))
  const lanes = new Map<string, Lane>()
  let group: Standing[] = []
  let groupEnd = Number.NEGATIVE_INFINITY
  const close = () => {
    for (const [key, lane] of stripes(group)) lanes.set(key, lane)
    group = []
  }
  for (const one of sorted) {
    if (one.from >= groupEnd) close()
    groupEnd = group.length === 0 ? one.to : Math.max(groupEnd, one.to)
    group.push(one)
  }
  close()
  return lanes
}

/** Each takes the first stripe that is free when it begins. */
function stripes(group: readonly Standing[]): Map<string, Lane> {
  const ends: number[] = []
  const taken = group.map(({ key, from, to }) => {
    const free = ends.findIndex(end => end <= from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = to
    return { key, lane: lane + 1 }
  })
  return new Map(taken.map(({ key, lane }) => [key, { lane, of: ends.length }]))
}
