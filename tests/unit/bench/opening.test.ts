import { describe, expect, it } from '@jest/globals'
import { type Costs, crowd, needsOf, secondsAtRates, workOff } from '../../../bench/support/opening.ts'

const costs: Costs = {
  registration: { server: 2, database: 0.5 },
  page: { server: 0.5, database: 0.1 },
  look: { server: 0.2, database: 0 },
  asset: { server: 0.2, database: 0 },
  mail: { server: 10, database: 0 },
  severalProcesses: 1,
}

describe('a queue that people join in haste', () => {
  it('has nobody waiting when more are done than come', () => {
    expect(workOff(1_000, 1_000, 10).longestWait).toBeLessThan(0.1)
  })

  it('is worked off in the time that its work takes when all come at once', () => {
    const { longestWait, end } = workOff(1_000, 100, 0.01)
    expect([Math.round(longestWait), Math.round(end)]).toEqual([10, 10])
  })

  it('is longest when as many come as are done', () => {
    // 1000 people, 10 s: at second t come 100·e^(−t/10); 50 are done. The peak is at t = 10·ln 2, with 153 waiting.
    expect(workOff(1_000, 50, 10).longestWait).toBeCloseTo(153.4 / 50, 1)
  })
})

describe('what an opening needs', () => {
  it('grows with what a registration costs, and keeps the wait that is asked for', () => {
    const needs = needsOf(costs, 5)
    expect(workOff(crowd.people, needs.perSecond).longestWait).toBeLessThanOrEqual(5)
    const dearer = needsOf({ ...costs, registration: { server: 4, database: 2 } }, 5)
    expect(dearer.processes).toBeGreaterThan(needs.processes)
    expect([needs.perSecondOfOneEvent, dearer.perSecondOfOneEvent]).toEqual([2_000, 500])
  })

  it('waits for the slowest domain of its mails', () => {
    expect(secondsAtRates(1_000, { a: 0.5, b: 0.1 }, { a: 10, '*': 1 })).toBe(100)
  })
})
