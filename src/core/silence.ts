import type { Socket } from 'node:net'
import type { Database } from './database.ts'
import type { Probe } from './probe.ts'

/** Milliseconds without a byte after which somebody asks whether the database is there at all. */
const usualPatience = 6_000

/** What we know of a connection of the pool. */
interface Wire {
  readonly connection: { readonly stream: Socket }
  readonly _activeQuery?: unknown
}

interface Pool {
  on(event: 'createSuccess', listener: (id: number, wire: Wire) => void): void
}

/**
 * Ends the connections of a pool whose statements wait for a database that nobody reaches (a cable, a firewall, a host
 * that vanished): TCP alone would wait for a quarter of an hour. A statement that merely takes long is left alone, since
 * the probe is answered meanwhile. Whoever waited gets an error that `isUnavailable` knows.
 */
export function cutWhenSilent(db: Database, probe: Pick<Probe, 'ask'>, patience = usualPatience): Database {
  const { pool } = db.client as { pool: Pool }
  pool.on('createSuccess', (_id, wire) => watch(wire, probe, patience))
  return db
}

function watch(wire: Wire, probe: Pick<Probe, 'ask'>, patience: number): void {
  const { stream } = wire.connection
  const look = async () => {
    // Between two statements nothing is missing; the next one sets the time anew.
    if (stream.destroyed || !wire._activeQuery) return
    try {
      await probe.ask('select 1')
      stream.setTimeout(patience)
    } catch {
      stream.destroy(Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' }))
    }
  }
  stream.setTimeout(patience)
  stream.on('timeout', () => void look())
}
