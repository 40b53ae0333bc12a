import { randomBytes } from 'node:crypto'
import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import type { Database } from '../../src/core/database.ts'
import { testServer } from './server.ts'

/** A database of its own for one test file, copied from the migrated template or another one. */
export async function createTestDatabase(template = testServer().template): Promise<Address> {
  const { connection } = testServer()
  // Jest gives each test file a fresh module registry, so a counter would start over: draw a name.
  const database = `test_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomBytes(6).toString('hex')}`
  await withDatabase(connection, async db =>
    db.raw('create database ?? template ?? strategy file_copy', [database, template]),
  )
  return { ...connection, database }
}

/** Removes a test database, also when somebody is still connected. */
export async function dropTestDatabase(address: Address): Promise<void> {
  await withDatabase(testServer().connection, async db => db.raw('drop database ?? with (force)', [address.database]))
}

/**
 * Deletes every row that tests made, in one round trip. As a replica the session fires no trigger, neither those of
 * foreign keys (so the order does not matter) nor the one that keeps the audit log append-only.
 */
export async function emptyTables(db: Database): Promise<void> {
  // The versions of the content only ever grow, and no trigger counts here: whoever remembers something must look again.
  const tables = testServer().emptied.filter(table => !table.includes('content_changes'))
  const deletions = tables.map(table => `delete from ${table};`)
  const counted = `insert into content_changes (kind) values ('content'), ('places'), ('people');`
  await db.raw(`begin; set local session_replication_role = replica; ${deletions.join(' ')} ${counted} commit;`)
}
