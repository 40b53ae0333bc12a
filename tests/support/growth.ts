/** Below it, in microseconds, clocks and the collector of memory tell more than the work does. */
const telling = 2_000
const rounds = 3
/** What is quick at such a size is quick. */
const mostSize = 500_000

/**
 * How many times more processor time a piece of work takes for eight times as much: about 8 when it grows with its
 * matter, 64 when it grows with its square. The best of some rounds each, so that neither a slow machine nor what else
 * runs on it decides; 0 when it is too quick to tell.
 * @param size of the smaller piece to begin with; it is doubled until the work takes long enough to be measured
 */
export function growth(work: (size: number) => void, size: number): number {
  // The first run compiles it.
  work(size)
  const spent = best(() => work(size))
  if (spent < telling) return size < mostSize ? growth(work, 2 * size) : 0
  return best(() => work(8 * size)) / spent
}

/** In microseconds of this process. */
function best(work: () => void): number {
  const spent = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage()
    work()
    return process.cpuUsage(before).user
  })
  return Math.min(...spent)
}
