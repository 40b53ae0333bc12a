import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from './lifecycle.ts'

/**
 * An HTTP server that slow or greedy clients cannot exhaust: a request arrives within 30 s (its headers within 10 s
 * and 16 KiB), idle connections live longer than those of a proxy in front (60 s is usual), and none lives for ever.
 */
export function createWebServer(): http.Server {
  const server = http.createServer({
    maxHeaderSize: 16 * 1024,
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 2_000,
  })
  server.maxRequestsPerSocket = 1_000
  // A client that reads nothing of its answer.
  server.setTimeout(120_000)
  return server
}

/**
 * Starts listening.
 * @returns the port, which differs from the one asked for when that was 0
 * @throws CannotStart when another program has the port, or the address is not this machine's
 */
export async function listen(server: http.Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(explain(error, host, port)))
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

function explain(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new CannotStart(
      `Port ${port} on ${host} is in use by another program: stop that one, or start this one with another PORT.`,
    )
  }
  if (code === 'EACCES')
    return new CannotStart(`This account may not listen on port ${port}: choose a PORT above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CannotStart(`HOST ${host} is not an address of this machine.`)
  }
  return error
}

/** Accepts no more connections and waits for the requests that run; after `patienceMs` cuts what is left. */
export async function drain(server: http.Server, patienceMs = 10_000): Promise<void> {
  let closed = false
  const closing = new Promise<void>(resolve => {
    server.close(() => {
      closed = true
      resolve()
    })
  })
  for (const end = performance.now() + patienceMs; !closed && performance.now() < end; ) {
    // A kept-alive connection becomes idle only when its answer is out.
    server.closeIdleConnections()
    await Promise.race([closing, sleep(50)])
  }
  server.closeAllConnections()
  await closing
}
