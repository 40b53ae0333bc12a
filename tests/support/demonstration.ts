import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import { seedDemonstration } from '../../seeds/demonstration.ts'
import { loadConfig } from '../../src/config.ts'
import { rows } from '../../src/core/database.ts'
import { createLog } from '../../src/core/log.ts'
import { exclusively } from '../../src/core/migrations.ts'
import { closeServices, createServices } from '../../src/services.ts'
import { createTestDatabase } from './database.ts'
import { testServer } from './server.ts'

/**
 * A database of its own with the demonstration in it. Loading that takes seconds, so that the first test file of a run
 * that asks does it, and every one copies what came of it.
 */
export async function createDemonstrationDatabase(): Promise<Address> {
  const { connection, demonstration } = testServer()
  await exclusively(connection, 'demonstration', async () => {
    const isThere = await withDatabase(connection, async db =>
      rows(db, 'select 1 from pg_database where datname = ?', [demonstration]),
    )
    if (isThere.length === 0) await loadDemonstration(connection, demonstration)
  })
  return createTestDatabase(demonstration)
}

/** Under another name until it is whole: a run that is stopped half-way leaves nothing that looks like one. */
async function loadDemonstration(connection: Address, name: string): Promise<void> {
  const address = await createTestDatabase()
  const env = { NODE_ENV: 'test', DEMO: 'off', JOBS: 'off', LOG_LEVEL: 'silent', DATA_DIR: '/tmp' }
  const services = createServices(loadConfig(env), address, createLog('silent'))
  try {
    await seedDemonstration(services)
  } finally {
    await closeServices(services)
  }
  await withDatabase(connection, async db => db.raw('alter database ?? rename to ??', [address.database, name]))
}
