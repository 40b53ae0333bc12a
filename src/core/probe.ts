import pg from 'pg'
import type { Connection } from './database.ts'

/** A connection of its own for questions that must be answered soon, however busy the pools are. */
export interface Probe {
  /**
   * Asks, and connects first where need be. Rows come as PostgreSQL names them: give columns their names in quotes.
   * @throws when there is no answer within the patience; the connection is then given up, the next question opens another
   */
  ask<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/**
 * A probe into a database. A pool would not do: a connection whose packets are lost stays in it and is asked again and
 * again, and those who wait for it wait for each other.
 * @param patience milliseconds for connecting, and for each answer
 */
export function createProbe(connection: Connection, patience = 2_000): Probe {
  const address = typeof connection === 'string' ? { connectionString: connection } : connection
  let client: Promise<pg.Client> | undefined

  async function open(): Promise<pg.Client> {
    const limits = { connectionTimeoutMillis: patience, query_timeout: patience }
    const fresh = new pg.Client({ ...address, ...limits, application_name: 'pozvanka probe' })
    fresh.on('error', () => undefined)
    fresh.on('end', () => void (client = undefined))
    await fresh.connect()
    return fresh
  }

  async function giveUp(mine: Promise<pg.Client>): Promise<void> {
    if (client === mine) client = undefined
    // With a question under way pg cuts the connection instead of waiting for its end.
    await mine.then(
      open => open.end(),
      () => undefined,
    )
  }

  return {
    async ask<Row extends object>(sql: string, values: readonly unknown[] = []) {
      client ??= open()
      const mine = client
      try {
        const answer = await (await mine).query<Row>(sql, [...values])
        return answer.rows
      } catch (error) {
        void giveUp(mine).catch(() => undefined)
        throw error
      }
    },
    async close() {
      if (client !== undefined) await giveUp(client)
    },
  }
}
