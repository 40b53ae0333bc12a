import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Address } from '../../../bin/support/scratch-server.ts'

/** What leads to the present leader of a cluster, as HAProxy before Patroni or the `-rw` service of an operator does. */
export interface Switch {
  /** The database of the address it leads to now, as `DATABASE_URL`. */
  readonly url: string
  /** Cuts every connection at once and lets nobody through. */
  cut(): void
  /** Leads to another server from now on. */
  leadTo(address: Address): void
  close(): Promise<void>
}

/** Listens on a port of the loopback and leads to the socket of a server. */
export async function startSwitch(first: Address): Promise<Switch> {
  let target: Address | undefined = first
  const open = new Set<Socket>()
  const server = createServer(client => {
    if (target === undefined) return void client.destroy()
    const upstream = connect(`${target.host}/.s.PGSQL.${target.port}`)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { user, password, database } = first
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    cut() {
      target = undefined
      cutAll()
    },
    leadTo(address) {
      target = address
    },
    async close() {
      cutAll()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
