import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express'
import { postgresCode } from '../database.ts'
import { AppError, Busy, NotFound } from '../errors.ts'
import { isLocale } from '../localised-text.ts'
import type { Log } from '../log.ts'
import { translator } from '../messages.ts'
import { isUnavailable } from '../outages.ts'
import { type KeptForm, keptForm } from './kept-form.ts'
import { localeOf } from './locale.ts'
import { type Head, page, render } from './pages.ts'

interface ErrorModel {
  readonly head: Head
  readonly requestId: string
  /** What was sent, where it can be sent again in a moment. */
  readonly kept: KeptForm | undefined
}

/** The language of an error page: the path says it even where no router ran. */
function settleLocale(request: Request, response: Response): void {
  const first = request.path.split('/')[1] ?? ''
  if (response.locals['locale'] === undefined && isLocale(first)) response.locals['locale'] = first
}

function answer(request: Request, response: Response, status: number, view: string): void {
  settleLocale(request, response)
  const t = translator(localeOf(response))
  const name = view.replace('errors/', '')
  const head: Head = { title: t(`core.errorPages.${name}.title`), isPrivate: true, layout: 'plain' }
  const requestId = String(response.locals['requestId'] ?? '')
  if (!wantsHtml(request)) return void response.status(status).type('text').send(head.title)
  const kept = status === 503 ? keptForm(request) : undefined
  render(response.status(status), page<ErrorModel>(view), { head, requestId, kept })
}

/** Calendars and scripts get one line of text, people get a page. */
function wantsHtml(request: Request): boolean {
  return !/^\/(?:calendar|health|api)\//.test(request.path)
}

interface HttpError {
  readonly status: number
}

/** What the body parser and Express themselves refuse, by status. */
const refusals: Readonly<Record<number, string>> = {
  400: 'errors/bad-request',
  413: 'errors/too-large',
  415: 'errors/unsupported',
}

const foreignKeyViolation = '23503'

/** The one error handler: expected ends become their page, anything else is logged and becomes 500. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      // Too late for a page: whoever reads must not take what came for the whole.
      log.error({ err: error, path: request.path }, 'an answer broke off')
      return void response.destroy()
    }
    if (isUnavailable(error)) {
      log.warn({ err: error, path: request.path }, 'the database could not answer')
      response.set('Retry-After', '3')
      return answer(request, response, 503, 'errors/busy')
    }
    if (error instanceof AppError) {
      if (error instanceof Busy) response.set('Retry-After', String(error.retryAfterSeconds))
      return answer(request, response, error.status, error.view)
    }
    // What a form named was there when it was read, and is no more: somebody removed it in the same moment.
    if (postgresCode(error) === foreignKeyViolation) {
      log.warn({ err: error, path: request.path }, 'something was removed meanwhile')
      return answer(request, response, 409, 'errors/conflict')
    }
    const refused = isHttpError(error) ? refusals[error.status] : undefined
    if (refused !== undefined && isHttpError(error)) return answer(request, response, error.status, refused)
    log.error({ err: error, path: request.path }, 'request failed')
    answer(request, response, 500, 'errors/failure')
  }
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
}

/** After every route: 405 with `Allow` where the path exists for other methods, 400 for a broken path, else 404. */
export function nothingFound(router: () => Router): RequestHandler {
  return (request, response) => {
    if (!isReadable(request.path)) return answer(request, response, 400, 'errors/bad-request')
    const allowed = methodsFor(router(), request.path)
    if (allowed.size === 0 || allowed.has(request.method.toLowerCase())) throw new NotFound()
    const list = [...allowed].map(method => method.toUpperCase())
    if (list.includes('GET')) list.push('HEAD')
    response.set('Allow', list.join(', '))
    answer(request, response, 405, 'errors/method')
  }
}

/** Whether the percent-encoding of a path makes sense; routes with parameters are told so by Express itself. */
function isReadable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

interface RouteOfLayer {
  readonly methods: Readonly<Record<string, boolean>>
  readonly stack: readonly { readonly handle: object }[]
}

interface RouteLayer {
  readonly route?: RouteOfLayer | undefined
  readonly handle: { readonly stack?: readonly RouteLayer[] }
  match(path: string): false | { readonly path: string }
}

/** Every method some route takes for a path, found in the router's own layers. */
export function methodsFor(router: { readonly stack: unknown }, path: string): Set<string> {
  return new Set(routesFor(router, path).flatMap(route => Object.keys(route.methods)))
}

/** The handlers of every route that takes a method for a path. */
export function handlersFor(router: { readonly stack: unknown }, path: string, method: string): object[] {
  const routes = routesFor(router, path).filter(route => route.methods[method] === true)
  return routes.flatMap(route => route.stack.map(layer => layer.handle))
}

function routesFor(router: { readonly stack: unknown }, path: string): RouteOfLayer[] {
  const found: RouteOfLayer[] = []
  for (const layer of router.stack as readonly RouteLayer[]) {
    const match = layer.match(path)
    if (!match) continue
    if (layer.route) found.push(layer.route)
    const nested = layer.handle.stack
    if (nested) found.push(...routesFor({ stack: nested }, path.slice(match.path.length) || '/'))
  }
  return found
}
