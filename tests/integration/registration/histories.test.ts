import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { createTestDatabase, dropTestDatabase } from '../../support/database.ts'
import { playHistory } from '../../support/histories/play.ts'

let connection: Address
beforeAll(async () => {
  connection = await createTestDatabase()
})
afterAll(async () => dropTestDatabase(connection))

describe('random histories of two processes', () => {
  it.each([2, 3, 7])(
    'keep every invariant (seed %i)',
    async seed => {
      const history = await playHistory(connection, { seed, steps: 240 })
      expect(history.violations).toEqual([])
      expect(history.answers['any:busy'] ?? 0).toBeLessThan(24)
      // The history is worth something: people waited, and places were given on.
      expect(Object.keys(history.answers).length).toBeGreaterThan(15)
    },
    120_000,
  )

  it('break without the lock: the same checks see it', async () => {
    const { violations } = await playHistory(connection, { seed: 102, steps: 240, lanes: 6, withoutLock: true })
    expect(violations.length).toBeGreaterThan(0)
  }, 120_000)
})
