import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type FaultProxy, startFaultProxy } from '../../../faults/support/proxy.ts'
import { connect, type Database } from '../../../src/core/database.ts'
import { isUnavailable } from '../../../src/core/outages.ts'
import { createProbe, type Probe } from '../../../src/core/probe.ts'
import { cutWhenSilent } from '../../../src/core/silence.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let proxy: FaultProxy
let probe: Probe
let db: Database

beforeEach(async () => {
  const { host, port } = world.connection
  proxy = await startFaultProxy({ path: `${host}/.s.PGSQL.${port}` })
  const address = { ...world.connection, host: '127.0.0.1', port: proxy.port }
  probe = createProbe(address, 3_000)
  db = cutWhenSilent(connect(address, { max: 2 }), probe, 300)
})
afterEach(async () => {
  await proxy.heal()
  await probe.close()
  await db.destroy()
  await proxy.close()
})

describe('a database that does not answer', () => {
  it('is given up, and asked again when it is back', async () => {
    await db.raw('select 1')
    proxy.blackhole()
    const error = await db.raw('select 1').then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(isUnavailable(error)).toBe(true)
    await proxy.heal()
    expect(await db.raw('select 2 as two')).toMatchObject({ rows: [{ two: 2 }] })
  }, 20_000)

  it('is told from one that takes its time', async () => {
    expect(await db.raw(`select pg_sleep(1.5), 'done' as how`)).toMatchObject({ rows: [{ how: 'done' }] })
  })
})
