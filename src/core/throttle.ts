import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Database } from './database.ts'

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

/** A throttle on the table `throttles`. */
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
  return {
    async take(key) {
      try {
        await limiter.consume(key)
        return true
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal
        return false
      }
    },
    async giveBack(key) {
      await limiter.reward(key, 1)
    },
    async reset(key) {
      await limiter.delete(key)
    },
  }
}
