import { type Address, startScratchServer, withDatabase } from '../../bin/support/scratch-server.ts'
import { type Database, rows } from '../../src/core/database.ts'
import { migrate } from '../../src/core/migrations.ts'

/** What the workers of Jest need to make databases of their own. */
export interface TestServer {
  readonly connection: Address
  /** The migrated database that every test file copies. */
  readonly template: string
  /** The same with the demonstration in it, once a test file asked for one. */
  readonly demonstration: string
  /** Quoted names of the tables that are emptied between tests: all but those the migrations filled. */
  readonly emptied: readonly string[]
}

const variable = 'POZVANKA_TEST_SERVER'

/** Starts the server of this run, prepares the template database and announces both to the workers. */
export async function startTestServer(): Promise<{ remove(): Promise<void> }> {
  const { connection, remove } = await startScratchServer()
  const template = 'template_migrated'
  try {
    await withDatabase(connection, async db => db.raw('create database ??', [template]))
    await migrate({ ...connection, database: template })
    const emptied = await withDatabase({ ...connection, database: template }, tablesWithoutRows)
    const shared: TestServer = { connection, template, demonstration: 'template_demonstration', emptied }
    process.env[variable] = JSON.stringify(shared)
  } catch (error) {
    await remove()
    throw error
  }
  return { remove }
}

/** The server of this run, as global set-up announced it. */
export function testServer(): TestServer {
  const announced = process.env[variable]
  if (announced === undefined) throw new Error(`${variable} is not set: run the tests by \`npm test\``)
  return JSON.parse(announced) as TestServer
}

async function tablesWithoutRows(db: Database): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    db,
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname = 'public' and c.relname not like 'knex\\_%'
       or n.nspname = 'graphile_worker' and c.relname in ('_private_jobs', '_private_job_queues'))
     order by 1`,
  )
  const empty: string[] = []
  for (const { name } of tables) {
    const filled = await rows(db, `select 1 from ${name} limit 1`)
    if (filled.length === 0) empty.push(name)
  }
  return empty
}
