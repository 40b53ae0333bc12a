import type { Request, RequestHandler } from 'express'
import { NotFound } from '../errors.ts'

/** A typed place on a request where a guard leaves what it loaded, and a handler finds it. */
export interface Slot<Value> {
  /** Leaves the value for the handlers that follow. */
  set(request: Request, value: Value): void
  /** What the guard left; a missing guard is a programming error and breaks loudly. */
  get(request: Request): Value
  /** What may have been left. */
  find(request: Request): Value | undefined
}

/** Makes a slot. Values live exactly as long as their request. */
export function slot<Value>(name: string): Slot<Value> {
  const values = new WeakMap<Request, Value>()
  return {
    set: (request, value) => void values.set(request, value),
    find: request => values.get(request),
    get(request) {
      const value = values.get(request)
      if (value === undefined) throw new Error(`no ${name} was loaded for ${request.method} ${request.route?.path}`)
      return value
    },
  }
}

/**
 * A scoped loader as middleware: finds what the URL names within what the reader may see, or answers 404.
 * Handlers take the row from the slot, never an id from the URL (law 5: possession is permission).
 */
export function loading<Value>(
  target: Slot<Value>,
  find: (request: Request) => Promise<Value | undefined>,
): RequestHandler {
  return async (request, _response, next) => {
    const value = await find(request)
    if (value === undefined) throw new NotFound()
    target.set(request, value)
    next()
  }
}

/**
 * A path parameter as a string (Express 5 may hand out arrays for wildcards; ours never are). One with a NUL names
 * nothing: PostgreSQL would refuse the query.
 */
export function param(request: Request, name: string): string {
  const value = request.params[name]
  if (typeof value !== 'string' || value.includes('\u0000')) throw new NotFound()
  return value
}

/** A query parameter given once, else the empty string: `?a=1&a=2` and `?a[b]=1` are nobody's honest request. */
export function queryText(request: Request, name: string, limit = 200): string {
  const value: unknown = request.query[name]
  return typeof value === 'string' ? value.slice(0, limit).replaceAll('\u0000', '').trim() : ''
}
