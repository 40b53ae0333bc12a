import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Connection, rows, type Transaction } from './database.ts'
import type { Log } from './log.ts'

/** What a notification says: a few identifiers. Whoever hears it reads the rest from the database. */
export type Notice = Readonly<Record<string, unknown>>

/** What other processes did, as they commit it. */
export interface Notifications {
  /**
   * Hears every notice of a channel, from every process, this one too. After the connection was lost the handler gets
   * one `{ missed: true }`: something may have been said meanwhile.
   * @param ended called once when this process is about to end: close what waits for notices
   * @returns stops hearing
   */
  subscribe(channel: string, handler: (notice: Notice) => void, ended?: () => void): () => void
  /** Ends every subscription and the connection. */
  close(): Promise<void>
}

interface Subscription {
  readonly channel: string
  readonly handler: (notice: Notice) => void
  readonly ended: (() => void) | undefined
}

/** PostgreSQL carries at most 8000 bytes; a notice is much shorter. */
const mostBytes = 7_000

/** Says something on a channel; it is heard when, and only if, the transaction commits. */
export async function notify(trx: Transaction, channel: string, notice: Notice): Promise<void> {
  const payload = JSON.stringify(notice)
  if (Buffer.byteLength(payload) > mostBytes) throw new Error(`a notice on ${channel} is too long`)
  await rows(trx, 'select pg_notify(?, ?)', [channel, payload])
}

/**
 * One connection that listens for the whole process (PostgreSQL LISTEN): opened by the first subscription, opened again
 * when it breaks. It must reach the server itself: a pooler that shares connections between transactions loses LISTEN.
 */
export function createNotifications(connection: Connection, log: Log): Notifications {
  const subscriptions = new Set<Subscription>()
  const listened = new Set<string>()
  let client: pg.Client | undefined
  let isClosed = false
  let opening: Promise<void> | undefined

  async function open(): Promise<void> {
    const fresh = new pg.Client({ ...addressOf(connection), keepAlive: true, application_name: 'pozvanka notices' })
    const lost = () => {
      if (client !== fresh) return
      client = undefined
      if (!isClosed) void begin(true)
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    fresh.on('notification', ({ channel, payload }) => tell(channel, noticeOf(payload)))
    await fresh.connect()
    for (const channel of listened) await listen(fresh, channel)
    if (isClosed) return fresh.end()
    client = fresh
  }

  /** Tries until it is connected; several askers wait for the same attempt. */
  function begin(isAgain: boolean): Promise<void> {
    opening ??= connecting(isAgain).finally(() => {
      opening = undefined
    })
    return opening
  }

  async function connecting(isAgain: boolean): Promise<void> {
    for (let pause = 250; !isClosed && client === undefined; pause = Math.min(pause * 2, 5_000)) {
      try {
        await open()
      } catch (error) {
        log.warn({ err: error }, 'cannot listen to the database; trying again')
        await sleep(pause, undefined, { ref: false })
      }
    }
    if (isAgain) for (const channel of listened) tell(channel, { missed: true })
  }

  function tell(channel: string, notice: Notice): void {
    for (const one of subscriptions) if (one.channel === channel) one.handler(notice)
  }

  async function hear(channel: string): Promise<void> {
    if (listened.has(channel)) return
    listened.add(channel)
    // A connection that is being opened listens to it by itself.
    if (client === undefined) return begin(false)
    await listen(client, channel).catch((error: unknown) => log.warn({ err: error, channel }, 'cannot listen'))
  }

  return {
    subscribe(channel, handler, ended) {
      const subscription = { channel, handler, ended }
      if (isClosed) {
        ended?.()
        return () => undefined
      }
      subscriptions.add(subscription)
      void hear(channel)
      return () => void subscriptions.delete(subscription)
    },
    async close() {
      isClosed = true
      for (const { ended } of subscriptions) ended?.()
      subscriptions.clear()
      await opening
      await client?.end()
      client = undefined
    },
  }
}

function addressOf(connection: Connection): pg.ClientConfig {
  return typeof connection === 'string' ? { connectionString: connection } : connection
}

async function listen(client: pg.Client, channel: string): Promise<void> {
  await client.query(`listen ${client.escapeIdentifier(channel)}`)
}

/** Anybody with the password may say anything on a channel: what is no notice is an empty one. */
function noticeOf(payload: string | undefined): Notice {
  try {
    const value: unknown = JSON.parse(payload ?? '')
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
