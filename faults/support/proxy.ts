import net from 'node:net'

/** A way between two programs that can be made bad while both run. */
export interface FaultProxy {
  readonly port: number
  /** Connections that stand at the moment. */
  readonly connections: () => number
  /** Every piece of data takes so much longer, each way. */
  delay(milliseconds: number): void
  /** No more than so many bytes a second go through each connection, each way. */
  throttle(bytesPerSecond: number): void
  /** Nothing goes through and nothing is closed, as when a cable is out; new connections are made and get nothing. */
  blackhole(): void
  /** Connections that are tried are refused; those that stand, stay. */
  refuse(): Promise<void>
  /** Ends every connection that stands with an RST to both ends. */
  reset(): void
  /** Closes one direction of every connection that stands: the far end has nothing more to say. */
  halfClose(): void
  /**
   * The next `times` pieces that a client sends and that match are passed on, and then that client is cut off before
   * it hears the answer. Gives the number of cuts made so far.
   */
  cutAfter(pattern: RegExp, times?: number): () => number
  /** As good as new: what was held back goes through, connections are taken again. */
  heal(): Promise<void>
  close(): Promise<void>
}

/** Where the proxy leads: a port of this machine, or a unix socket. */
export type Target = { readonly port: number } | { readonly path: string }

interface Pair {
  readonly client: net.Socket
  readonly server: net.Socket
  /** When what was sent last is through, by `performance.now()`. */
  readonly free: { client: number; server: number }
}

interface Cut {
  readonly pattern: RegExp
  left: number
  made: number
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startFaultProxy(target: Target): Promise<FaultProxy> {
  const pairs = new Set<Pair>()
  let [delayMs, bytesPerSecond, isHole] = [0, Number.POSITIVE_INFINITY, false]
  let cut: Cut | undefined

  const server = net.createServer({ allowHalfOpen: true }, client => {
    const upstream = net.connect({ ...target, allowHalfOpen: true })
    const pair: Pair = { client, server: upstream, free: { client: 0, server: 0 } }
    pairs.add(pair)
    for (const end of [client, upstream]) {
      end.setNoDelay(true)
      end.on('error', () => undefined)
      if (isHole) end.pause()
      end.once('close', () => {
        pairs.delete(pair)
        other(pair, end).destroy()
      })
    }
    client.on('data', data => pass(pair, 'server', data))
    upstream.on('data', data => pass(pair, 'client', data))
    client.once('end', () => upstream.end())
    upstream.once('end', () => client.end())
  })

  function pass(pair: Pair, to: 'client' | 'server', data: Buffer): void {
    const isCut = to === 'server' && cut !== undefined && cut.left > 0 && cut.pattern.test(data.toString('latin1'))
    const at = performance.now()
    const free = Math.max(pair.free[to], at) + (data.length / bytesPerSecond) * 1_000
    pair.free[to] = free
    const wait = free - at + delayMs
    if (wait > 0) setTimeout(() => write(pair[to], data), wait)
    else write(pair[to], data)
    if (isCut) sever(pair)
  }

  /** The far end gets what was sent, and time to act on it; the near end never hears of it. */
  function sever(pair: Pair): void {
    if (cut) [cut.left, cut.made] = [cut.left - 1, cut.made + 1]
    pair.server.removeAllListeners('data').resume()
    pairs.delete(pair)
    pair.client.removeAllListeners('close').resetAndDestroy()
    setTimeout(() => pair.server.destroy(), 500)
  }

  const listen = (port: number) => new Promise<void>(done => void server.listen(port, '127.0.0.1', done))
  await listen(0)
  const { port } = server.address() as net.AddressInfo
  const everyEnd = () => [...pairs].flatMap(pair => [pair.client, pair.server])
  return {
    port,
    connections: () => pairs.size,
    delay: milliseconds => void (delayMs = milliseconds),
    throttle: rate => void (bytesPerSecond = rate),
    blackhole() {
      isHole = true
      for (const end of everyEnd()) end.pause()
    },
    // `close` waits for the connections that stand; nobody waits for it here.
    refuse: async () => void server.close(),
    reset: () => everyEnd().forEach(end => void end.resetAndDestroy()),
    halfClose: () => pairs.forEach(({ client }) => void client.end()),
    cutAfter(pattern, times = 1) {
      const fresh = { pattern, left: times, made: 0 }
      cut = fresh
      return () => fresh.made
    },
    async heal() {
      ;[delayMs, bytesPerSecond, isHole, cut] = [0, Number.POSITIVE_INFINITY, false, undefined]
      for (const end of everyEnd()) end.resume()
      if (!server.listening) await listen(port)
    },
    async close() {
      for (const end of everyEnd()) end.destroy()
      if (server.listening) await new Promise(done => void server.close(done))
    },
  }
}

function other({ client, server }: Pair, end: net.Socket): net.Socket {
  return end === client ? server : client
}

function write(socket: net.Socket, data: Buffer): void {
  if (socket.writable) socket.write(data)
}
