import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { withDatabase } from '../../bin/support/scratch-server.ts'
import { inTransaction, rows } from '../../src/core/database.ts'
import { projectRoot } from '../../src/core/root.ts'
import { testServer } from './server.ts'

/** Of the advisory lock under which test files that run side by side build: two builds would remove each other's files. */
const lock = 20_261_124

/** Brings dist/ up to date, for tests of what people run; does nothing when it is. */
export async function buildOnce(): Promise<void> {
  await withDatabase(testServer().connection, async db =>
    inTransaction(db, async trx => {
      await rows(trx, 'select pg_advisory_xact_lock(?)', [lock])
      await promisify(execFile)(process.execPath, [join(projectRoot, 'bin/build.mjs')])
    }),
  )
}
