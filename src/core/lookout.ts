import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../services.ts'
import { postgresCode } from './database.ts'
import type { Reading } from './metrics.ts'
import { migrationNames } from './migrations.ts'
import { clockOffset } from './time.ts'

/** What somebody on call should look at, though the application goes on. Anybody may read these words. */
export type Trouble = 'connections' | 'queue' | 'given-up-jobs' | 'mail' | 'disk' | 'self-check' | 'details'

/** What one place keeps an eye on. */
export interface Watched {
  readonly readings: readonly Reading[]
  readonly troubles: readonly Trouble[]
}

/** Reads what is to be watched: a few statements over indexes, whose cost does not grow with the registrations. */
export type Watch = (services: Services) => Promise<Watched>

/** Why nobody should be sent here. */
export type Obstacle = 'draining' | 'database' | 'migrations'

/** How the application is, now. */
export interface Lookout {
  /** Whether this process can serve anybody; asked at most once a second, and answered within two. */
  obstacle(): Promise<Obstacle | undefined>
  /** What is watched, at most five seconds old; answered within two. */
  look(): Promise<Watched>
}

/** What the database said of itself. */
interface Greeting {
  readonly missing: number
  readonly used: number
  readonly most: number
}

const greetingSql = `
  select (select count(*) from unnest($1::text[]) as needed
      where not exists (select from knex_migrations where name = needed))::int as "missing",
    (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as "used",
    (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int) as "most"`

/** Milliseconds that anything watched has for its answer. */
const patience = 2_000
/** Of the connections of the database, and of the disk. */
const muchOfConnections = 0.9
const littleOfDisk = 0.05
const tooManyConnections = '53300'

/** Keeps an eye on an application: what the balancer asks, and what the person on call reads. */
export function createLookout(services: Services, watches: readonly Watch[]): Lookout {
  const needed = migrationNames()
  let last: Watched = { readings: [], troubles: [] }

  const greet = keptFor(1_000, async (): Promise<Greeting | 'full' | undefined> => {
    try {
      const [greeting] = await services.probe.ask<Greeting>(greetingSql, [await needed])
      return greeting
    } catch (error) {
      return postgresCode(error) === tooManyConnections ? 'full' : undefined
    }
  })
  const readDetails = keptFor(5_000, async () => {
    const found = await Promise.all(watches.map(watch => watch(services))).catch((error: unknown) => {
      services.log.warn({ err: error }, 'what is watched could not be read')
      throw error
    })
    last = { readings: found.flatMap(one => one.readings), troubles: found.flatMap(one => one.troubles) }
    return last
  })

  return {
    async obstacle() {
      if (services.draining) return 'draining'
      const greeting = await inTime(greet())
      if (greeting === undefined) return 'database'
      return greeting !== 'full' && greeting.missing > 0 ? 'migrations' : undefined
    },
    async look() {
      const greeting = await inTime(greet())
      // Without a database there is nothing more to ask, and everybody who asks would hold a place in the pool.
      const details = greeting === undefined ? undefined : await inTime(readDetails())
      const parts = [
        describeProcess(services),
        describeDatabase(greeting),
        await describeDisk(services),
        details ?? { ...last, troubles: [...last.troubles, 'details' as const] },
      ]
      const troubles = [...new Set(parts.flatMap(part => part.troubles))]
      return { readings: [...parts.flatMap(part => part.readings), ...troubles.map(degradedBy)], troubles }
    },
  }
}

function degradedBy(trouble: Trouble): Reading {
  return { name: 'degraded', help: '1 for what /health/ready calls degraded', labels: { by: trouble }, value: 1 }
}

function describeProcess({ draining }: Services): Watched {
  const readings = [
    {
      name: 'clock_offset_seconds',
      help: 'How far the clock of the database, which is used, is ahead of that of the machine',
      value: clockOffset() / 1_000,
    },
    { name: 'draining', help: '1 while the process that answers is stopping', value: draining ? 1 : 0 },
  ]
  return { readings, troubles: [] }
}

function describeDatabase(greeting: Greeting | 'full' | undefined): Watched {
  const up = { name: 'database_up', help: '1 when the database answers', value: greeting === undefined ? 0 : 1 }
  if (greeting === undefined) return { readings: [up], troubles: [] }
  if (greeting === 'full') return { readings: [up], troubles: ['connections'] }
  const { used, most, missing } = greeting
  const readings = [
    up,
    { name: 'database_connections', help: 'Connections that clients have to the database', value: used },
    { name: 'database_connections_most', help: 'Connections that the database gives to clients', value: most },
    { name: 'migrations_missing', help: 'Migrations that this version needs and the database has not', value: missing },
  ]
  return { readings, troubles: used >= most * muchOfConnections ? ['connections'] : [] }
}

async function describeDisk({ config }: Services): Promise<Watched> {
  const disk = await inTime(statfs(config.dataDir))
  if (disk === undefined || disk.blocks === 0) return { readings: [], troubles: [] }
  const value = disk.bavail / disk.blocks
  const reading = { name: 'disk_free_ratio', help: 'Free part of the disk of DATA_DIR', value }
  return { readings: [reading], troubles: value < littleOfDisk ? ['disk'] : [] }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result | undefined> {
  const enough = new AbortController()
  const tooLong = sleep(patience, undefined, { signal: enough.signal }).catch(() => undefined)
  try {
    return await Promise.race([work.catch(() => undefined), tooLong])
  } finally {
    enough.abort()
  }
}

/** Milliseconds after which an asking that never ended is forgotten. */
const stuckAfter = 60_000

/** One asking at a time; whoever comes soon after it gets the same answer. */
function keptFor<Result>(milliseconds: number, make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  let until = 0
  return () => {
    if (made !== undefined && performance.now() < until) return made
    until = performance.now() + stuckAfter
    const mine = make().finally(() => {
      until = performance.now() + milliseconds
    })
    made = mine
    return mine
  }
}
