/** Durations, counted in buckets that grow by half a per cent, so that an hour of answers takes no more memory than one. */
export interface Histogram {
  /** @param milliseconds how long an answer took */
  add(milliseconds: number): void
  /** The duration below which this share of all lies, in milliseconds; 0 when there are none. */
  quantile(share: number): number
  /** The longest of all, exactly. */
  longest(): number
}

const bucketsPerE = 200
const microsecond = 1_000

/** An empty histogram of durations from a microsecond to an hour. */
export function createHistogram(): Histogram {
  const buckets = new Uint32Array(Math.ceil(Math.log(3.6e9) * bucketsPerE) + 1)
  let total = 0
  let longest = 0
  return {
    add(milliseconds) {
      const bucket = Math.floor(Math.log(Math.max(1, milliseconds * microsecond)) * bucketsPerE)
      const index = Math.min(bucket, buckets.length - 1)
      buckets[index] = (buckets[index] ?? 0) + 1
      total++
      longest = Math.max(longest, milliseconds)
    },
    quantile(share) {
      if (total === 0) return 0
      let left = Math.max(1, Math.ceil(share * total))
      const index = buckets.findIndex(count => (left -= count) <= 0)
      // The upper edge of its bucket: never better than it was.
      return Math.min(longest, Math.exp((index + 1) / bucketsPerE) / microsecond)
    },
    longest: () => longest,
  }
}
