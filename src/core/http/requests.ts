import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { type Log, withoutSecrets } from '../log.ts'
import { counter, gauge, histogram } from '../metrics.ts'
import { withRequest } from '../request-context.ts'

const answered = counter('http_requests_total', 'Requests by what became of them', ['method', 'route', 'status'])
const took = histogram('http_request_seconds', 'Time from the head of a request to the end of its answer', {
  labels: ['method', 'route'],
})
let running = 0
gauge('http_requests_running', 'Requests that have no complete answer yet', [], () => [[{}, running]])

/** Milliseconds after which an answer is worth a warning. */
const slow = 1_000

const names = new WeakMap<ServerResponse, string>()

/**
 * Begins a request: gives it a name that its answer, its log lines and its error page share, and counts and logs how it
 * ends. For whoever sees it first; further calls only give the name again.
 */
export function noteRequest(log: Log, request: IncomingMessage, response: ServerResponse): string {
  const known = names.get(response)
  if (known !== undefined) return known
  const started = performance.now()
  const { url } = request
  const requestId = randomUUID()
  names.set(response, requestId)
  response.setHeader('X-Request-Id', requestId)
  running++
  response.once('close', () => {
    running--
    const milliseconds = performance.now() - started
    count(request, response, milliseconds)
    report(log, request, response, { requestId, path: url, milliseconds: Math.round(milliseconds) })
  })
  return requestId
}

/** The pattern of the route that a request took, `/{lang}/events/:event`; `none` when no route did. */
export function routeOf(request: IncomingMessage): string {
  const { route, baseUrl = '', originalUrl = '' } = request as Partial<Request>
  const path: unknown = route?.path
  if (typeof path !== 'string') return path === undefined ? 'none' : 'other'
  const pattern = `${baseUrl}${path}`.replace(/^\/(?:cs|en)(?=\/|$)/, '/{lang}')
  // Errors are answered outside the router of the language, which has taken its part of the path back by then.
  const lost = /^\/(?:cs|en)(?:\/|$)/.test(originalUrl) && !pattern.startsWith('/{lang}')
  return lost ? `/{lang}${pattern}` : pattern
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function count(request: IncomingMessage, response: ServerResponse, milliseconds: number): void {
  const route = routeOf(request)
  // Anybody may send any method; labels must stay few.
  const method = methods.has(request.method ?? '') ? String(request.method) : 'other'
  const status = response.writableFinished ? String(response.statusCode) : 'aborted'
  answered.inc({ method, route, status })
  if (!isStream(response)) took.observe({ method, route }, milliseconds / 1_000)
}

/** An answer that goes on as long as somebody listens says nothing about speed. */
function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')
}

interface Line {
  readonly requestId: string
  readonly path: string | undefined
  readonly milliseconds: number
}

function report(log: Log, { method }: IncomingMessage, response: ServerResponse, line: Line): void {
  const isSlow = line.milliseconds >= slow && !isStream(response)
  const level = isSlow ? 'warn' : 'info'
  if (!log.isLevelEnabled(level)) return
  const end = response.writableFinished
    ? { status: response.statusCode }
    : { status: response.statusCode, aborted: true }
  log[level]({ ...line, path: withoutSecrets(line.path), method, ...end }, isSlow ? 'slow request' : 'request')
}

/** Gives every request a name that its error page and its log lines share, and logs how it ended. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = noteRequest(log, request, response)
    response.locals['requestId'] = requestId
    withRequest(requestId, next)
  }
}
