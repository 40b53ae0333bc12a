import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Node, tryAsk } from './users.ts'

/** A load balancer in front of some servers, as small as one can be. */
export interface Balancer extends Node {
  /** Whether it gives requests to a server at the moment. */
  isIn(server: Node): boolean
  /** Requests that it passed to another server because nobody took the connection. */
  readonly passedOn: () => number
  close(): Promise<void>
}

/** Between two questions for `/health/ready`; balancers usually ask every few seconds. */
const askEveryMs = 200

/**
 * Gives each request to the next server that was ready when it was last asked. Does what nginx does by itself and no
 * more: where nobody takes the connection, the next server gets the request; what was sent is never sent again.
 */
export async function startBalancer(servers: readonly Node[], host: string): Promise<Balancer> {
  const ready = new Set<Node>(servers)
  let [turn, passedOn, isOpen] = [0, 0, true]
  const inTurn = () => {
    const from = turn++
    const all = servers.filter(server => ready.has(server))
    return all.map((_, n) => all[(from + n) % all.length] as Node)
  }
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => pass(request, response, Buffer.concat(parts), inTurn(), () => passedOn++))
  })
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done))
  const watch = async (node: Node) => {
    for (; isOpen; await sleep(askEveryMs)) {
      const answer = await tryAsk(node, host, { path: '/health/ready', timeoutMs: 1_000 })
      if (answer?.status === 200) ready.add(node)
      else ready.delete(node)
    }
  }
  const watching = servers.map(watch)
  return {
    name: 'balancer',
    port: (server.address() as AddressInfo).port,
    isIn: node => ready.has(node),
    passedOn: () => passedOn,
    async close() {
      isOpen = false
      server.closeAllConnections()
      await new Promise(done => void server.close(done))
      await Promise.all(watching)
    },
  }
}

/** Each request has a connection of its own: an idle one may end in the moment it is used again. */
function pass(
  { method, url, headers }: http.IncomingMessage,
  response: http.ServerResponse,
  body: Buffer,
  [node, ...others]: readonly Node[],
  onPassed: () => void,
): void {
  if (node === undefined) return void response.writeHead(502).end()
  const options = {
    host: '127.0.0.1',
    port: node.port,
    method,
    path: url,
    headers: { ...headers, connection: 'close' },
  }
  const asking = http.request({ ...options, agent: false }, answer => {
    const { connection: _, 'keep-alive': __, ...kept } = answer.headers
    response.writeHead(answer.statusCode ?? 502, kept)
    answer.once('error', () => response.destroy()).once('aborted', () => response.destroy())
    answer.pipe(response)
  })
  asking.once('error', error => {
    const wasRefused = 'code' in error && error.code === 'ECONNREFUSED'
    if (wasRefused && others.length > 0) {
      onPassed()
      pass({ method, url, headers } as http.IncomingMessage, response, body, others, onPassed)
    } else if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  asking.end(body)
}
