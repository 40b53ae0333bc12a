/**
 * Writes schema.sql, the readable sum of all migrations: migrates an empty database and describes what came out.
 * `--check` writes nothing and fails when the file differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { migrate } from '../src/core/migrations.ts'
import { describeSchema } from './schema/catalog.ts'
import { startScratchServer, withDatabase } from './support/scratch-server.ts'

const file = resolve(import.meta.dirname, '../schema.sql')
const heading = '-- Made by `node --import tsx bin/dump-schema.ts` from migrations/; for reading, not for loading.\n\n'
const mostDifferences = 40

async function currentSchema(): Promise<string> {
  const server = await startScratchServer()
  try {
    await migrate(server.connection)
    return heading + (await withDatabase(server.connection, describeSchema))
  } finally {
    await server.remove()
  }
}

function differences(written: string, current: string): string[] {
  const writtenLines = written.split('\n')
  const currentLines = current.split('\n')
  const kept = new Set(writtenLines)
  const made = new Set(currentLines)
  return [
    ...writtenLines.filter(line => !made.has(line)).map(line => `- ${line}`),
    ...currentLines.filter(line => !kept.has(line)).map(line => `+ ${line}`),
  ]
}

const current = await currentSchema()
if (!process.argv.includes('--check')) {
  writeFileSync(file, current)
  console.log(`schema.sql: ${current.split('\n').length} lines`)
} else if (!existsSync(file)) {
  console.error('schema.sql is missing: run node --import tsx bin/dump-schema.ts')
  process.exitCode = 1
} else if (readFileSync(file, 'utf8') !== current) {
  const found = differences(readFileSync(file, 'utf8'), current)
  console.error('schema.sql is not what the migrations make: run node --import tsx bin/dump-schema.ts')
  for (const line of found.slice(0, mostDifferences)) console.error(line)
  if (found.length > mostDifferences) console.error(`… and ${found.length - mostDifferences} more lines`)
  if (found.length === 0) console.error('(the same lines in another order)')
  process.exitCode = 1
}
