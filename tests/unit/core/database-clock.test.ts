import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { followDatabaseClock } from '../../../src/core/database-clock.ts'
import { createLog } from '../../../src/core/log.ts'
import type { Probe } from '../../../src/core/probe.ts'
import { clockOffset, followClock, instant, now, useClock } from '../../../src/core/time.ts'

// The machine's clock is set by the test; what the database shows is the true time, which nobody sets.
const truth = () => start + performance.now() - began
const start = Date.parse('2026-03-29T00:30:00Z')
let began = 0
let machineIsAheadBy = 0
let asked = 0
let isReachable = true

const probe: Probe = {
  async ask<Row extends object>(): Promise<Row[]> {
    asked++
    if (!isReachable) throw new Error('no answer')
    return [{ showed: truth() }] as unknown as Row[]
  },
  close: async () => undefined,
}

const lines: string[] = []
const log = createLog('warn', { write: (line: string) => void lines.push(line) })
const stops: (() => void)[] = []
const follow = async (options?: object) => {
  const clock = await followDatabaseClock(probe, log, options)
  stops.push(() => clock.stop())
}
/** Milliseconds by which the application is wrong; small, as the test itself takes time. */
const wrongBy = () => Math.abs(now().getTime() - truth())

beforeEach(() => {
  began = performance.now()
  ;[machineIsAheadBy, asked, isReachable] = [0, 0, true]
  jest.spyOn(Date, 'now').mockImplementation(() => Math.floor(truth() + machineIsAheadBy))
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  lines.splice(0)
  followClock(undefined)
  useClock(undefined)
  jest.restoreAllMocks()
})

const minutes = 60_000

describe('the clock of the application', () => {
  it('is that of the machine as long as nobody saw another (control)', () => {
    machineIsAheadBy = 10 * minutes
    expect(wrongBy()).toBeGreaterThan(9 * minutes)
  })

  it.each([10, -10])(
    'is that of the database when the machine is %i minutes ahead, and somebody is told',
    async ahead => {
      machineIsAheadBy = ahead * minutes
      await follow()
      expect(wrongBy()).toBeLessThan(1_000)
      expect(clockOffset() / minutes).toBeCloseTo(-ahead, 1)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain('the clock of this machine is wrong')
    },
  )

  it('does not jump with the machine, not for a moment', async () => {
    await follow()
    machineIsAheadBy = 60 * minutes
    expect(wrongBy()).toBeLessThan(1_000)
    machineIsAheadBy = -60 * minutes
    expect(wrongBy()).toBeLessThan(1_000)
    expect(lines).toEqual([])
  })

  it('looks at once when the machine was set or slept', async () => {
    await follow({ glanceMs: 5 })
    const before = asked
    machineIsAheadBy = 2 * minutes
    while (asked === before) await new Promise(resolve => setTimeout(resolve, 5))
    expect(wrongBy()).toBeLessThan(1_000)
  })

  it('goes on from the last look when there is no answer', async () => {
    machineIsAheadBy = 10 * minutes
    await follow({ glanceMs: 5, everyMs: 10 })
    isReachable = false
    const before = asked
    while (asked < before + 2) await new Promise(resolve => setTimeout(resolve, 5))
    expect(wrongBy()).toBeLessThan(1_000)
  })

  it('is the machine’s when a start finds no database, until there is one', async () => {
    isReachable = false
    machineIsAheadBy = 10 * minutes
    await follow({ glanceMs: 5, everyMs: 10 })
    expect(wrongBy()).toBeGreaterThan(9 * minutes)
    isReachable = true
    while (wrongBy() > minutes) await new Promise(resolve => setTimeout(resolve, 5))
  })

  it('is stopped by a test, whatever the database says', async () => {
    await follow()
    useClock(() => instant('2023-09-13T09:00:00Z'))
    expect(now()).toEqual(instant('2023-09-13T09:00:00Z'))
  })
})
