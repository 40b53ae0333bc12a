import http from 'node:http'

/** What a client asks. */
export interface Ask {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  /** A form as browsers send it; a list becomes a field that is there several times. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>
  readonly cookie?: string | undefined
  /** Gives up after so long; usual: 40 s, as browsers and balancers are patient. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** What it was answered. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 400, maxFreeSockets: 100 })

/**
 * Asks a server on a port of this machine, in the name of `host`, as a load balancer would.
 * @throws Error when no whole answer came: refused, cut off, timed out, given up
 */
export function ask(port: number, host: string, { method = 'GET', path, form, ...how }: Ask): Promise<Answer> {
  const body = form && formBody(form)
  const headers = {
    Host: host,
    'Sec-Fetch-Site': 'same-origin',
    ...(how.cookie !== undefined && { Cookie: how.cookie }),
    ...(body !== undefined && {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', method, path, headers, agent, signal: how.signal }
    const request = http.request(options, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('error', reject)
      response.once('close', () => {
        if (!response.complete) return reject(new Error('the answer was cut off'))
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      })
    })
    const { timeoutMs = 40_000 } = how
    const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs)
    request.once('error', reject)
    request.once('close', () => clearTimeout(timer))
    request.end(body)
  })
}

function formBody(form: NonNullable<Ask['form']>): string {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one)
  return body.toString()
}

/** Whether nobody took the connection: the request cannot have happened. */
export function wasRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}
