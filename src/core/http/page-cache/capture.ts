import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDateSeconds } from '../../time.ts'
import { madeOfWhat } from '../caching.ts'
import { routeOf } from '../requests.ts'
import type { DrawnAnswer } from './answers.ts'

/** Longer answers are not kept. */
const mostBytes = 4 * 1024 * 1024

/** An answer whose reader has gone may still come, for those who wait for the same; so many milliseconds. */
const patience = 10_000

/** What the application answered: something to keep, or something it has sent by itself (`undefined`). */
export type Outcome = DrawnAnswer | undefined

/**
 * Watches what the application answers. An answer for everybody is held back, whole, for the caller to send; any other
 * goes to its reader as if nobody watched.
 * @param settled called once, before anything of a held answer is sent
 */
export function capture(request: IncomingMessage, response: ServerResponse, settled: (outcome: Outcome) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  let state: 'open' | 'holding' | 'done' = 'open'
  let timer: NodeJS.Timeout | undefined
  const restoreRequest = askForAll(request)

  /** From here on the response is an ordinary one again. */
  function finish(outcome: Outcome): void {
    if (state === 'done') return
    state = 'done'
    if (timer) clearTimeout(timer)
    for (const name of ['writeHead', 'flushHeaders', 'write', 'end']) Reflect.deleteProperty(response, name)
    restoreRequest()
    settled(outcome)
  }

  /** Whether the answer is held; decided when the application begins to send it. */
  function isHolding(): boolean {
    if (state !== 'open') return state === 'holding'
    if (isForEverybody(response)) state = 'holding'
    else finish(undefined)
    return state === 'holding'
  }

  /** An answer that grew too long after all: what was held goes out, and the rest follows by itself. */
  function hold(chunk: unknown, encoding: unknown): boolean {
    if (!isHolding()) return false
    const buffer = bufferOf(chunk, encoding)
    if (bytes + buffer.length <= mostBytes) {
      bytes += buffer.length
      if (buffer.length > 0) chunks.push(buffer)
      return true
    }
    finish(undefined)
    for (const held of chunks) response.write(held)
    return false
  }

  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.statusCode = status
    for (const [name, value] of Object.entries(rest.find(isHeaderObject) ?? {})) response.setHeader(name, value)
    return isHolding() ? response : response.writeHead(status)
  }
  response.flushHeaders = () => {
    if (!isHolding()) response.flushHeaders()
  }
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (hold(chunk, rest[0])) return true
    return response.write(...([chunk, ...rest] as Parameters<ServerResponse['write']>))
  }) as ServerResponse['write']
  response.end = ((...given: unknown[]) => {
    if (!hold(given[0], given[1])) return response.end(...(given as Parameters<ServerResponse['end']>))
    const ended = given.find(one => typeof one === 'function')
    if (ended) response.once('finish', ended as () => void)
    const drawn = drawnAnswer(request, response, Buffer.concat(chunks))
    finish(drawn)
    return response
  }) as ServerResponse['end']
  response.once('close', () => {
    if (state !== 'done') timer = setTimeout(() => finish(undefined), patience).unref()
  })
}

/** The whole answer is wanted, whatever part of it this reader asks for; afterwards they ask as they did. */
function askForAll(request: IncomingMessage): () => void {
  const { method, headers } = request
  request.method = 'GET'
  const rest = Object.entries(headers).filter(([name]) => !/^(?:if-.*|cache-control)$/.test(name))
  request.headers = Object.fromEntries(rest)
  return () => {
    if (method !== undefined) request.method = method
    request.headers = headers
  }
}

/**
 * Whether everybody who asks for the address gets these bytes: what says so by itself, or what a route has marked.
 * Never what sets a cookie, differs with a header we do not look at, or is kept by nobody.
 */
function isForEverybody(response: ServerResponse): boolean {
  const text = (name: string) => String(response.getHeader(name) ?? '').toLowerCase()
  const cacheControl = text('cache-control')
  const isShared = /\bpublic\b/.test(cacheControl) && !response.hasHeader('accept-ranges')
  return (
    response.statusCode === 200 &&
    (isShared || madeOfWhat(response) !== undefined) &&
    !cacheControl.includes('no-store') &&
    !response.hasHeader('set-cookie') &&
    !response.hasHeader('content-encoding') &&
    ['', 'accept-encoding'].includes(text('vary')) &&
    !(Number(response.getHeader('content-length') ?? 0) > mostBytes)
  )
}

/** What belongs to one request, or is written anew for each coding. */
const ofOneRequest = new Set([
  'x-request-id',
  'date',
  'connection',
  'accept-ranges',
  'vary',
  'etag',
  'cache-control',
  'content-type',
  'content-length',
  'transfer-encoding',
])

/** Whoever draws an answer without saying what of is taken to have looked at everything. */
const everything = ['content', 'places', 'people', 'minute'] as const

function drawnAnswer(request: IncomingMessage, response: ServerResponse, body: Buffer): DrawnAnswer {
  const text = (name: string) => (response.hasHeader(name) ? String(response.getHeader(name)) : undefined)
  const headers = Object.entries(response.getHeaders())
    .filter(([name]) => !ofOneRequest.has(name))
    .flatMap(([name, value]) => [value ?? []].flat().flatMap(one => [properName(name), String(one)]))
  return {
    headers,
    body,
    etag: text('etag'),
    lastModified: httpDateSeconds(text('last-modified')),
    cacheControl: text('cache-control') ?? 'private, no-cache',
    type: text('content-type') ?? 'application/octet-stream',
    madeOf: madeOfWhat(response) ?? everything,
    route: routeOf(request),
  }
}

function properName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, part => part.toUpperCase())
}

function isHeaderObject(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bufferOf(chunk: unknown, encoding: unknown): Buffer {
  if (chunk instanceof Uint8Array) return Buffer.from(chunk)
  if (typeof chunk !== 'string') return Buffer.alloc(0)
  return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
}
