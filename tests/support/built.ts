import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exclusively } from '../../src/core/migrations.ts'
import { projectRoot } from '../../src/core/root.ts'
import { testServer } from './server.ts'

/**
 * Brings dist/ up to date, for tests of what people run; does nothing when it is. One test file at a time: two builds
 * would remove each other's files.
 */
export async function buildOnce(): Promise<void> {
  await exclusively(testServer().connection, 'build', () =>
    promisify(execFile)(process.execPath, [join(projectRoot, 'bin/build.mjs')]),
  )
}
