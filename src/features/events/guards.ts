import type { Request, RequestHandler } from 'express'
import { Forbidden, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import type { Services } from '../../services.ts'
import { userOf, whenSignedIn } from '../accounts/guards.ts'
import type { Permission } from '../accounts/types.ts'
import { findEventAccess, findEventBySlug } from './queries.ts'
import type { EventAccess, EventRow } from './types.ts'

const accesses = slot<EventAccess>('event')
const publicEvents = slot<EventRow>('public event')

/**
 * Lets in who may do this at the event the path names (`:event`). Not signed in: sent to sign in. Nothing to do with
 * the event: 404, so that a stranger does not learn that it exists. A role that may not: 403.
 */
export function onEvent(services: Services, permission: Permission): RequestHandler {
  const check: RequestHandler = async (request, _response, next) => {
    const access = await findEventAccess(services.db, userOf(request), param(request, 'event'))
    if (access === undefined) throw new NotFound()
    if (!permission(access.role)) throw new Forbidden()
    accesses.set(request, access)
    next()
  }
  return guard('onEvent', whenSignedIn(check))
}

/** The event `onEvent` let in, and the role there. */
export function eventOf(request: Request): EventAccess {
  return accesses.get(request)
}

/** Lets everybody in to an event the world may see; a draft is 404. */
export function onPublicEvent(services: Services): RequestHandler {
  return guard('onPublicEvent', async (request, _response, next) => {
    const event = await findEventBySlug(services.db, param(request, 'event'))
    if (event === undefined || event.publishedAt === null) throw new NotFound()
    publicEvents.set(request, event)
    next()
  })
}

/** The event `onPublicEvent` found. */
export function publicEventOf(request: Request): EventRow {
  return publicEvents.get(request)
}
