import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer as it came over the wire: nothing decoded. */
export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Listening {
  readonly port: number
  ask(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<WireAnswer>
  /** Asks, and hangs up as soon as the question is out. */
  hangUp(path: string): Promise<void>
  close(): Promise<void>
}

/** A web server of its own for a listener, on any port. */
export async function listening(listener: RequestListener): Promise<Listening> {
  const server = http.createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true, maxSockets: 100 })
  return {
    port,
    ask: (path, headers = {}, method = 'GET') =>
      new Promise((resolve, reject) => {
        const request = http.request({ port, host: '127.0.0.1', path, method, headers, agent }, response => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
          )
        })
        request.on('error', reject)
        request.end()
      }),
    hangUp: path =>
      new Promise(resolve => {
        const request = http.get({ port, host: '127.0.0.1', path, agent: false })
        request.on('error', () => undefined)
        request.on('close', resolve)
        request.on('finish', () => setTimeout(() => request.destroy(), 2))
      }),
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
