import { describe, expect, it } from '@jest/globals'
import { growth } from '../../support/growth.ts'

/** So many additions. */
function add(count: number): number {
  let sum = 0
  for (let n = 0; n < count; n += 1) sum = (sum + n * 7) % 1_000_003
  return sum
}

describe('growth', () => {
  it('tells what grows with its matter from what grows with the square', () => {
    expect(growth(size => void add(size * 1_000), 100)).toBeLessThan(24)
    expect(growth(size => void add(size * size), 300)).toBeGreaterThan(24)
  })

  it('tells nothing of what takes no time', () => {
    expect(growth(() => undefined, 100)).toBe(0)
  })
})
