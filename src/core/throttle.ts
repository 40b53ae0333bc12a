import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { createBatches } from './batches.ts'
import { type Database, rows } from './database.ts'
import { now } from './time.ts'
import { digest } from './tokens.ts'

/** A limit on how often something may be tried, counted in PostgreSQL and so shared by every process. */
export interface Throttle {
  /** Counts one attempt. False when the limit is reached: the attempt must not be made. */
  take(key: string): Promise<boolean>
  /** Takes one attempt back: it turned out to be an honest one. */
  giveBack(key: string): Promise<void>
  /** Forgets the attempts, after a success. */
  reset(key: string): Promise<void>
}

interface ThrottleOptions {
  /** What is limited; keeps the keys of different limits apart. */
  readonly name: string
  /** Attempts allowed… */
  readonly attempts: number
  /** …in this many seconds. */
  readonly seconds: number
  /** RATE_LIMITS=off, for benchmarks and tests. */
  readonly isOff: boolean
}

/**
 * A throttle on the table `throttles`; attempts that come while one statement runs are counted together by the next, so
 * that a rush costs a few statements. The table holds no addresses of people,
 * only what the keys hash to.
 */
export function createThrottle(db: Database, { name, attempts, seconds, isOff }: ThrottleOptions): Throttle {
  if (isOff) return { take: async () => true, giveBack: async () => undefined, reset: async () => undefined }
  const limiter = new RateLimiterPostgres({
    storeClient: db,
    storeType: 'knex',
    tableName: 'throttles',
    tableCreated: true,
    keyPrefix: name,
    points: attempts,
    duration: seconds,
  })
  const hashed = (key: string) => digest(key).slice(0, 40)
  const together = createBatches<string, boolean>(
    (_one, keys) => countAttempts(db, keys, { attempts, seconds }),
    `attempts: ${name}`,
  )
  return {
    take: key => together(0, limiter.getKey(hashed(key))),
    async giveBack(key) {
      const sql = 'update throttles set points = points - 1 where key = ? and expire > ?'
      await rows(db, sql, [limiter.getKey(hashed(key)), now().getTime()])
    },
    async reset(key) {
      await limiter.delete(hashed(key))
    },
  }
}

/** Counts attempts in their order, in one statement; which of them were within the limit. */
async function countAttempts(
  db: Database,
  keys: readonly string[],
  { attempts, seconds }: Pick<ThrottleOptions, 'attempts' | 'seconds'>,
): Promise<boolean[]> {
  const counts = new Map<string, number>()
  // Of the attempts of one key, each is the so-many-th of this statement.
  const ranks = keys.map(key => {
    const rank = (counts.get(key) ?? 0) + 1
    counts.set(key, rank)
    return rank
  })
  const at = now().getTime()
  const found = await rows<{ key: string; points: number }>(db, counting, {
    keys: [...counts.keys()],
    points: [...counts.values()],
    at,
    until: at + seconds * 1_000,
  })
  const points = new Map(found.map(row => [row.key, row.points]))
  return keys.map((key, index) => {
    const before = (points.get(key) ?? 0) - (counts.get(key) ?? 0)
    return before + (ranks[index] ?? 0) <= attempts
  })
}

// In the order of the keys: two processes that count many at once do not wait for one another in a circle.
const counting = `
  insert into throttles (key, points, expire)
  select key, points, :until from unnest(:keys::text[], :points::int[]) as counted(key, points) order by key
  on conflict (key) do update set
    points = case when throttles.expire <= :at then excluded.points else throttles.points + excluded.points end,
    expire = case when throttles.expire <= :at then excluded.expire else throttles.expire end
  returning key, points`

/**
 * What counts as one place on the network: an IPv4 address, or the /64 of IPv6 that one household or office has at its
 * disposal (SEC-15).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = [...front, ...zeros, ...back].slice(0, 4).map(group => group.replace(/^0+(?=.)/, ''))
  return `${groups.join(':')}::/64`
}
