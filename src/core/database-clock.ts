import type { Log } from './log.ts'
import type { Probe } from './probe.ts'
import { clockOffset, followClock, machineDrift, now } from './time.ts'

/** What one look at the clock of the database brought. */
interface Look {
  /** Milliseconds since 1970. */
  readonly showed: number
  /** The moment of our monotonic clock that belongs to it, as well as we know. */
  readonly moment: number
  /** It may be wrong by so many milliseconds: half of the time that asking took. */
  readonly doubt: number
}

/** How the clock is followed; tests shorten the times. */
export interface FollowOptions {
  /** Milliseconds between looks at the database. */
  readonly everyMs?: number
  /** Milliseconds between looks whether the clock of this machine was set, or the machine slept. */
  readonly glanceMs?: number
}

/** Differences that are not worth a correction, in milliseconds: answers take that long, and no deadline is so exact. */
const tolerance = 20
/** A look that took longer says little: this process was busy, or the database was. */
const mostDoubt = 250
/** A difference that somebody should mend, in milliseconds. */
const worthAWord = 2_000

/**
 * Lets `now()` follow the clock of the database, for as long as the process runs. It is looked at when the process
 * starts, every minute, and at once when the clock of this machine jumps. Without an answer the clock goes on from the
 * last look.
 */
export async function followDatabaseClock(
  probe: Probe,
  log: Log,
  { everyMs = 60_000, glanceMs = 1_000 }: FollowOptions = {},
): Promise<{ stop(): void }> {
  let looking = false
  let lookedAt = -everyMs
  let drift = machineDrift()
  let isFollowing = false

  async function follow(tries: number): Promise<void> {
    if (looking) return
    looking = true
    try {
      const look = await bestOf(probe, tries)
      if (look.doubt > mostDoubt && tries === 1) return
      lookedAt = performance.now()
      drift = machineDrift()
      // Also a clock that is right is followed: it may be set the next moment.
      if (!isFollowing || isWrong(look)) adopt(look, log)
      isFollowing = true
    } catch (error) {
      log.warn({ err: error }, 'the clock of the database was not seen')
      lookedAt = performance.now()
    } finally {
      looking = false
    }
  }

  await follow(3)
  const timer = setInterval(() => {
    const isDue = performance.now() - lookedAt >= everyMs
    if (isDue || Math.abs(machineDrift() - drift) > tolerance * 10) void follow(1)
  }, glanceMs).unref()
  return { stop: () => clearInterval(timer) }
}

async function bestOf(probe: Probe, tries: number): Promise<Look> {
  let best = await lookOnce(probe)
  for (let more = tries - 1; more > 0; more--) {
    const look = await lookOnce(probe)
    if (look.doubt < best.doubt) best = look
  }
  return best
}

async function lookOnce(probe: Probe): Promise<Look> {
  const asked = performance.now()
  const [row] = await probe.ask<{ showed: number }>(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as showed',
  )
  const answered = performance.now()
  if (row === undefined) throw new Error('the clock of the database gave no answer')
  return { showed: row.showed, moment: (asked + answered) / 2, doubt: (answered - asked) / 2 }
}

function wrongBy(look: Look): number {
  return look.showed + performance.now() - look.moment - now().getTime()
}

function isWrong(look: Look): boolean {
  return Math.abs(wrongBy(look)) > Math.max(tolerance, look.doubt)
}

function adopt(look: Look, log: Log): void {
  const correction = Math.round(wrongBy(look))
  followClock(look)
  const offset = Math.round(clockOffset())
  if (Math.abs(offset) < worthAWord) log.debug({ offset, correction }, 'the clock follows the database')
  else log.warn({ offset, correction }, 'the clock of this machine is wrong: that of the database is used')
}
