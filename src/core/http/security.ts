import type { ServerResponse } from 'node:http'
import type { Request, RequestHandler, Response, Router } from 'express'
import helmet from 'helmet'
import { Forbidden } from '../errors.ts'
import { handlersFor, methodsFor } from './errors.ts'
import { takesUploads } from './uploads.ts'

/**
 * Headers on every answer. Scripts and styles come from our own files only; there are no nonces, so a page stays the
 * same bytes for everybody. Referrer-Policy is same-origin because `no-referrer` makes browsers send `Origin: null`
 * with our own forms.
 */
export function securityHeaders(isSecure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
  })
}

/**
 * Lets sites of these origins show the answer in a frame of theirs; without any, nobody. X-Frame-Options knows no list of
 * origins, so it goes where there is one.
 */
export function allowFraming(response: Response, origins: readonly string[]): void {
  if (origins.length === 0) return
  const policy = String(response.getHeader('Content-Security-Policy') ?? '')
  const framing = `frame-ancestors ${origins.join(' ')}`
  response.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]*/, framing))
  response.removeHeader('X-Frame-Options')
}

/** Style sheets, scripts and fonts are for other sites too, which show an event with them. They say nothing of anybody. */
export function openToOtherSites(response: ServerResponse): void {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
  response.setHeader('Access-Control-Allow-Origin', '*')
}

/** No page of ours needs any of these. */
export const permissionsPolicy: RequestHandler = (_request, response, next) => {
  response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  next()
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests that another site made a browser send. The order of proof: Sec-Fetch-Site (a browser cannot
 * lie about it; `same-site` is refused too, because a neighbour on another port or subdomain is not us), then Origin
 * against the configured address (never the Host header), then: no browser sends neither together with our cookie.
 * @param isForeign paths that other programs post to; their links are secrets, and no cookie counts there
 */
export function refuseCrossSite(ownOrigin: () => string, isForeign?: (path: string) => boolean): RequestHandler {
  return (request, _response, next) => {
    if (isForeign?.(request.path)) return next()
    if (safeMethods.has(request.method) || isSameOrigin(request, ownOrigin())) return next()
    throw new Forbidden('cross-site request')
  }
}

function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.get('origin')
  if (origin !== undefined) return origin === ownOrigin
  return !/(?:^|;\s*)(?:__Host-)?sid=/.test(request.get('cookie') ?? '')
}

/**
 * Everything posted here is a form as browsers send it; anything else is refused as 415 instead of being read as an
 * empty form, whose answer would complain of fields that were filled in. Where nothing may be posted, 405 says more.
 * A form with files passes where a route takes uploads.
 */
export function refuseOtherTypes(router: () => Router): RequestHandler {
  return (request, _response, next) => {
    const isEmpty = request.get('transfer-encoding') === undefined && Number(request.get('content-length') ?? 0) === 0
    if (safeMethods.has(request.method) || isEmpty || request.is('urlencoded')) return next()
    if (!methodsFor(router(), request.path).has(request.method.toLowerCase())) return next()
    const handlers = () => handlersFor(router(), request.path, request.method.toLowerCase())
    if (request.is('multipart/form-data') && handlers().some(takesUploads)) return next()
    next(Object.assign(new Error('not a form'), { status: 415 }))
  }
}

/**
 * Answers only for its own names (SEC-49): the configured address and, where the installation is a demonstration on
 * this machine, the loopback names. Health checks come by address and are let through before this.
 */
export function refuseForeignHosts(ownOrigin: () => string, allowLoopback: boolean): RequestHandler {
  const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/
  return (request, response, next) => {
    const host = (request.headers.host ?? '').toLowerCase()
    if (host === new URL(ownOrigin()).host || (allowLoopback && loopback.test(host))) return next()
    response.status(421).type('text').send('This server does not answer for that host name.')
  }
}
