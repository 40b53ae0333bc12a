import { describe, expect, it } from '@jest/globals'
import { createBatches, largestBatch, mostBatches } from '../../../src/core/batches.ts'
import { Busy } from '../../../src/core/errors.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const pause = () => new Promise(resolve => setImmediate(resolve))

describe('group commit', () => {
  it('writes what arrives together in batches of a limited size, in order, one at a time for a key', async () => {
    const sizes: number[] = []
    let running = 0
    const claim = createBatches<number, number>(async (_key, claims) => {
      expect(++running).toBe(1)
      sizes.push(claims.length)
      await pause()
      running--
      return claims.map(number => number * 2)
    }, 'test')
    const answers = await Promise.all(numbers(2 * largestBatch + 22).map(number => claim(1, number)))
    expect(answers).toEqual(numbers(2 * largestBatch + 22).map(number => number * 2))
    expect(sizes).toEqual([largestBatch, largestBatch, 22])
  })

  it('lets other keys go on meanwhile', async () => {
    const started: number[] = []
    const claim = createBatches<string, string>(async (key, claims) => {
      started.push(key)
      if (key === 1) await new Promise(resolve => setTimeout(resolve, 20))
      return claims
    }, 'test')
    const slow = claim(1, 'slow')
    expect(await claim(2, 'quick')).toBe('quick')
    expect(started).toEqual([1, 2])
    expect(await slow).toBe('slow')
  })

  it('tries a failed batch in halves, so that one claim spoils nobody', async () => {
    const claim = createBatches<number, number>(async (_key, claims) => {
      if (claims.includes(3)) throw new Error('three')
      return claims
    }, 'test')
    const outcomes = await Promise.allSettled(numbers(6).map(number => claim(1, number)))
    expect(outcomes.map(outcome => outcome.status === 'fulfilled')).toEqual([true, true, true, false, true, true])
    expect(await claim(1, 7)).toBe(7)
  })

  it('tries few times, however large the batch that one claim spoils', async () => {
    let tries = 0
    const commit = async (_key: number, claims: readonly number[]) => {
      tries++
      if (claims.includes(77)) throw new Error('seventy-seven')
      return claims
    }
    const claim = createBatches<number, number>(commit, 'test')
    const outcomes = await Promise.allSettled(numbers(largestBatch).map(number => claim(1, number)))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(tries).toBe(1 + 2 * Math.log2(largestBatch))
  })

  it('serves a few keys at a time, in turns, and leaves none waiting', async () => {
    let running = 0
    let most = 0
    const order: number[] = []
    const commit = async (key: number, claims: readonly number[]) => {
      most = Math.max(most, ++running)
      order.push(key)
      await pause()
      running--
      return claims
    }
    const claim = createBatches<number, number>(commit, 'test')
    const keys = numbers(4 * mostBatches)
    const rush = (key: number) => numbers(largestBatch + 1).map(number => claim(key, number))
    await Promise.all(keys.flatMap(rush))
    expect(most).toBe(mostBatches)
    // Nobody's second batch before everybody's first.
    expect(order.slice(0, keys.length).toSorted((a, b) => a - b)).toEqual(keys)
    expect(order).toHaveLength(2 * keys.length)
  })

  it('does not repeat what waited in vain for a lock', async () => {
    let tries = 0
    const claim = createBatches<number, number>(async () => {
      tries++
      throw new Busy()
    }, 'test')
    const outcomes = await Promise.allSettled(numbers(5).map(number => claim(1, number)))
    expect(outcomes.every(outcome => outcome.status === 'rejected' && outcome.reason instanceof Busy)).toBe(true)
    expect(tries).toBe(1)
  })
})
