import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Database } from './database.ts'
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

/** A throttle on the table `throttles`, which holds no addresses of people, only what the keys hash to. */
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
  return {
    async take(key) {
      try {
        await limiter.consume(hashed(key))
        return true
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal
        return false
      }
    },
    async giveBack(key) {
      await limiter.reward(hashed(key), 1)
    },
    async reset(key) {
      await limiter.delete(hashed(key))
    },
  }
}

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
