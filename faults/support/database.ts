import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/core/embedded-postgres.ts'
import { migrate } from '../../src/core/migrations.ts'

/** A PostgreSQL server of the experiments, with the durability of a real one. */
export interface FaultDatabase {
  /** The server's own database; `copy` gives one to work on. */
  readonly connection: Address
  /** The unix socket it listens on. */
  readonly socket: string
  readonly pid: () => number
  /** A database of its own with the newest schema and nothing in it; `isEmpty`: without the schema either. */
  copy(isEmpty?: boolean): Promise<Address>
  drop(address: Address): Promise<void>
  /** `SIGKILL`: as when the machine loses power; `SIGINT`: `pg_ctl restart -m fast`. It starts again by itself. */
  kill(signal: 'SIGKILL' | 'SIGINT'): void
  /** Resolves when it takes connections. */
  isBack(): Promise<void>
  stop(): Promise<void>
}

const template = 'faults_template'

/**
 * Starts a server in a folder and prepares the schema once.
 * @param settings of PostgreSQL, over those of the product's embedded server
 */
export async function startFaultDatabase(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<FaultDatabase> {
  const server = await startEmbedded({
    home: join(folder, 'postgres'),
    dieWithParent: true,
    settings: { max_connections: '120', ...settings },
    log: () => undefined,
  })
  const connection: Address = { ...server.connection }
  const named = (database: string): Address => ({ ...connection, database })
  await withDatabase(connection, async db => db.raw('create database ??', [template]))
  await migrate(named(template))
  return {
    connection,
    socket: `${connection.host}/.s.PGSQL.${connection.port}`,
    pid: () => server.pid,
    async copy(isEmpty = false) {
      const database = `faults_${randomBytes(6).toString('hex')}`
      const source = isEmpty ? 'template0' : template
      await withDatabase(connection, async db => db.raw('create database ?? template ??', [database, source]))
      return named(database)
    },
    drop: ({ database }) =>
      withDatabase(connection, async db => db.raw('drop database if exists ?? with (force)', [database])),
    kill: signal => void process.kill(server.pid, signal),
    isBack: () => isBack(server, connection),
    stop: () => server.stop(),
  }
}

async function isBack(server: EmbeddedServer, connection: Address): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(50)) {
    const answered = withDatabase(connection, async db => db.raw('select 1'))
    if (await answered.then(() => true).catch(() => false)) return
  }
  throw new Error(`PostgreSQL (process ${server.pid}) did not come back`)
}
