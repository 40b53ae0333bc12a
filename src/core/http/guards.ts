import type { RequestHandler } from 'express'

const names = new WeakMap<object, string>()

/** Names a middleware as a guard. Every route starts with exactly one; a convention test walks the router. */
export function guard(name: string, check: RequestHandler): RequestHandler {
  names.set(check, name)
  return check
}

/** The name of a guard, or undefined for an ordinary handler. */
export function guardName(handler: object): string | undefined {
  return names.get(handler)
}

/** For what the whole world may ask. */
export const anyone: RequestHandler = guard('anyone', (_request, _response, next) => next())
