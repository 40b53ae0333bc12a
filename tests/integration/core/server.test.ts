import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { createWebServer, drain, listen } from '../../../src/core/web-server.ts'
import { buildOnce } from '../../support/built.ts'
import { createTestDatabase, dropTestDatabase } from '../../support/database.ts'
import { freePort } from '../../support/listening-processes.ts'
import { type Child, killChildren, startChild } from './children.ts'

const base = mkdtempSync(join(tmpdir(), 'pozvanka-server-'))
// As root the account of the database server must be able to enter.
chmodSync(base, 0o755)
let address: Address
beforeAll(async () => {
  address = await createTestDatabase()
  await buildOnce()
}, 120_000)
afterEach(killChildren)
afterAll(async () => {
  await dropTestDatabase(address)
  rmSync(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
})

const startServer = (env: Record<string, string>) =>
  startChild('dist/src/server.js', [], { PORT: '0', DEMO: 'off', ...env })
const shared = () => {
  const { host, user, password, database } = address
  return `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`
}

async function origin(server: Child): Promise<string> {
  return (await server.says(/running at (http:\/\/\S+)\/$/m))[1] ?? ''
}

async function status(url: string): Promise<number> {
  const answer = await fetch(url, { redirect: 'manual' })
  await answer.arrayBuffer()
  return answer.status
}

const reading = { INBOUND_DOMAIN: 'mail.example.org', INBOUND_PORT: '0', LOG_LEVEL: 'info' }

/** What our own mail server says to who comes; whoever runs the jobs listens. */
async function greeting(process: Child): Promise<string> {
  const [, port = '0'] = await process.says(/"port":(\d+),"msg":"mail that comes back is taken"/)
  const socket = net.createConnection(Number(port), '127.0.0.1')
  const [heard] = await once(socket, 'data')
  socket.destroy()
  return String(heard)
}

describe('the server', () => {
  it('starts from nothing, answers, refuses a second one on its folder, survives kill -9, and drains', async () => {
    const DATA_DIR = join(base, 'own')
    const first = startServer({ DATA_DIR })
    const url = await origin(first)
    expect(await status(`${url}/health/ready`)).toBe(200)
    expect(first.output()).toContain(`Demo inbox   ${url}/demo/inbox`)

    const second = startServer({ DATA_DIR })
    expect(await second.ended()).toBe(1)
    expect(second.output()).toMatch(/^The data folder .* is in use by another Pozvánka, process \d+\.\n/)
    expect(second.output()).not.toContain('    at ')

    const taken = startServer({ DATA_DIR: join(base, 'other'), PORT: new URL(url).port })
    expect(await taken.ended()).toBe(1)
    expect(taken.output()).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use by another program/)

    await first.end('SIGKILL')
    const third = startServer({ DATA_DIR })
    expect(await status(`${await origin(third)}/health/ready`)).toBe(200)
    expect(await third.end('SIGTERM')).toBe(0)
  }, 120_000)

  it('stops the start with every problem of the environment', async () => {
    const server = startServer({ PORT: 'x', TRUST_PROXY: 'true', JOBS: '2' })
    expect(await server.ended()).toBe(1)
    expect(server.output().match(/^ {2}- \w+/gm)).toEqual(['  - PORT', '  - TRUST_PROXY', '  - JOBS'])
    expect(server.output()).not.toContain('    at ')
  }, 120_000)

  it('may run twice on one database, and as several processes behind one port', async () => {
    const env = { DATABASE_URL: shared(), DATA_DIR: join(base, 'shared') }
    const reader = startServer({ ...env, ...reading })
    const servers = [reader, startServer({ ...env, WEB_PROCESSES: '2' })]
    for (const server of servers) expect(await status(`${await origin(server)}/health/ready`)).toBe(200)
    const numbers = await Promise.all(
      servers.map(async server => (await fetch(`${await origin(server)}/metrics`)).text()),
    )
    expect(numbers[0]).toContain('\npozvanka_processes 1\n')
    // Two that serve and the first one, whichever of them was asked.
    expect(numbers[1]).toContain('\npozvanka_processes 3\n')
    expect(numbers[1]).toContain('\npozvanka_silent_processes 0\n')
    expect(await greeting(reader)).toMatch(/^220 mail\.example\.org /)
    expect(await Promise.all(servers.map(server => server.end('SIGTERM')))).toEqual([0, 0])
  }, 120_000)

  it('says why several processes cannot start, and leaves none', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const { port } = server.address() as net.AddressInfo
    const env = { DATABASE_URL: shared(), DATA_DIR: join(base, 'shared'), WEB_PROCESSES: '2', PORT: String(port) }
    const child = startServer(env)
    expect(await child.ended()).toBe(1)
    expect(child.output()).toContain(`Port ${port} on 127.0.0.1 is in use by another program`)
    server.close()
  }, 120_000)

  it('runs jobs in a process of their own', async () => {
    const env = { DATABASE_URL: shared(), DATA_DIR: join(base, 'shared') }
    const WATCH_PORT = String(await freePort())
    const worker = startChild('dist/src/worker.js', [], { ...env, ...reading, WATCH_PORT })
    await worker.says(/runs the jobs/)
    expect(await status(`http://127.0.0.1:${WATCH_PORT}/health/ready`)).toBe(200)
    expect(await status(`http://127.0.0.1:${WATCH_PORT}/metrics`)).toBe(200)
    expect(await status(`http://127.0.0.1:${WATCH_PORT}/cs/`)).toBe(404)
    expect(await greeting(worker)).toMatch(/^220 mail\.example\.org /)
    expect(await worker.end('SIGTERM')).toBe(0)
  }, 120_000)
})

describe('the web server', () => {
  it('finishes the request that runs before it is closed, and takes no other', async () => {
    const server = createWebServer()
    server.on('request', (_request, response) => void setTimeout(() => response.end('whole'), 300))
    const port = await listen(server, '127.0.0.1', 0)
    const answer = fetch(`http://127.0.0.1:${port}/`).then(response => response.text())
    await new Promise(resolve => setTimeout(resolve, 100))
    const drained = drain(server)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
    expect(await answer).toBe('whole')
    await drained
  })

  it('cuts what does not end', async () => {
    const server = createWebServer()
    server.on('request', () => undefined)
    const port = await listen(server, '127.0.0.1', 0)
    const answer = fetch(`http://127.0.0.1:${port}/`)
    await new Promise(resolve => setTimeout(resolve, 100))
    await Promise.all([expect(answer).rejects.toThrow('fetch failed'), drain(server, 100)])
  })

  it('bounds headers and time', async () => {
    const server = createWebServer()
    server.on('request', (_request, response) => response.end())
    const port = await listen(server, '127.0.0.1', 0)
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      http
        .get({ port, headers: { 'X-Long': 'x'.repeat(17_000) }, agent: false }, response => {
          response.resume()
          resolve(response.statusCode)
        })
        .once('error', reject)
    })
    expect(answered).toBe(431)
    const { requestTimeout, headersTimeout, keepAliveTimeout, maxRequestsPerSocket } = server
    expect({ requestTimeout, headersTimeout, keepAliveTimeout, maxRequestsPerSocket }).toEqual({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 65_000,
      maxRequestsPerSocket: 1_000,
    })
    await drain(server)
  })
})
