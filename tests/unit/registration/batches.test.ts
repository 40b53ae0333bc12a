import { describe, expect, it } from '@jest/globals'
import { createBatches, largestBatch } from '../../../src/core/batches.ts'
import { Busy } from '../../../src/core/errors.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const pause = () => new Promise(resolve => setImmediate(resolve))

describe('group commit', () => {
  it('writes what arrives together in batches of at most 64, in order, one at a time for a key', async () => {
    const sizes: number[] = []
    let running = 0
    const claim = createBatches<number, number>(async (_key, claims) => {
      expect(++running).toBe(1)
      sizes.push(claims.length)
      await pause()
      running--
      return claims.map(number => number * 2)
    })
    const answers = await Promise.all(numbers(150).map(number => claim(1, number)))
    expect(answers).toEqual(numbers(150).map(number => number * 2))
    expect(sizes).toEqual([largestBatch, largestBatch, 22])
  })

  it('lets other keys go on meanwhile', async () => {
    const started: number[] = []
    const claim = createBatches<string, string>(async (key, claims) => {
      started.push(key)
      if (key === 1) await new Promise(resolve => setTimeout(resolve, 20))
      return claims
    })
    const slow = claim(1, 'slow')
    expect(await claim(2, 'quick')).toBe('quick')
    expect(started).toEqual([1, 2])
    expect(await slow).toBe('slow')
  })

  it('tries the claims of a failed batch alone, so that one spoils nobody', async () => {
    const claim = createBatches<number, number>(async (_key, claims) => {
      if (claims.includes(3)) throw new Error('three')
      return claims
    })
    const outcomes = await Promise.allSettled(numbers(6).map(number => claim(1, number)))
    expect(outcomes.map(outcome => outcome.status === 'fulfilled')).toEqual([true, true, true, false, true, true])
    expect(await claim(1, 7)).toBe(7)
  })

  it('does not repeat what waited in vain for a lock', async () => {
    let tries = 0
    const claim = createBatches<number, number>(async () => {
      tries++
      throw new Busy()
    })
    const outcomes = await Promise.allSettled(numbers(5).map(number => claim(1, number)))
    expect(outcomes.every(outcome => outcome.status === 'rejected' && outcome.reason instanceof Busy)).toBe(true)
    expect(tries).toBe(1)
  })
})
