import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one request cost the server behind. */
export interface Fetched {
  readonly path: string
  readonly status: number
  /** Of the body. */
  readonly bytes: number
}

/** A cache as any household has one: keeps what it got, and asks the server behind whether that still holds. */
export interface Proxy {
  readonly url: string
  /** In order. */
  readonly fetched: readonly Fetched[]
  close(): Promise<void>
}

export async function startProxy(origin: string): Promise<Proxy> {
  const kept = new Map<string, { etag: string; type: string; body: Buffer }>()
  const fetched: Fetched[] = []
  const answer = async (path: string) => {
    const known = kept.get(path)
    // Not `fetch`: with a condition it also sends `Cache-Control: no-cache`, which asks for the whole anyway.
    const got = await new Promise<IncomingMessage>((done, fail) => {
      get(`${origin}${path}`, { headers: known ? { 'if-none-match': known.etag } : {} }, done).on('error', fail)
    })
    const body = Buffer.concat(await got.toArray())
    fetched.push({ path, status: got.statusCode ?? 0, bytes: body.length })
    if (got.statusCode === 304 && known) return known
    if (got.statusCode !== 200) throw new Error(`${path}: ${got.statusCode}`)
    const fresh = { etag: got.headers.etag ?? '', type: got.headers['content-type'] ?? '', body }
    kept.set(path, fresh)
    return fresh
  }
  const server = createServer((request, response) => {
    answer(request.url ?? '/').then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      (error: unknown) => response.writeHead(502).end(String(error)),
    )
  })
  await new Promise<void>(ready => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>(closed => void server.close(() => closed()))
  return { url: `http://127.0.0.1:${port}`, fetched, close }
}
