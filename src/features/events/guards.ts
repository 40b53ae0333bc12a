import type { Request, RequestHandler } from 'express'
import { type Remembered, rememberWhile, type Versions } from '../../core/content-versions.ts'
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

const publicVersions = slot<Versions>('versions of the content')

/** Events by their slugs, undefined where there is none; one memory for all routes of an application. */
const memories = new WeakMap<Services, Remembered<EventRow | undefined>>()

function memoryOf(services: Services): Remembered<EventRow | undefined> {
  const known = memories.get(services) ?? rememberWhile<EventRow | undefined>(['content'], 500)
  memories.set(services, known)
  return known
}

/**
 * Lets everybody in to an event the world may see; a draft is 404. The event is as it was committed when the request
 * came, or later: it is read again as soon as the version of the content says that anything changed.
 */
export function onPublicEvent(services: Services): RequestHandler {
  const remembered = memoryOf(services)
  return guard('onPublicEvent', async (request, _response, next) => {
    const slug = param(request, 'event')
    const versions = await services.versions.read()
    const event = await remembered(versions, slug, () => findEventBySlug(services.db, slug))
    if (event === undefined || event.publishedAt === null) throw new NotFound()
    publicEvents.set(request, event)
    publicVersions.set(request, versions)
    next()
  })
}

/** The versions of the content that `onPublicEvent` read: what is remembered under them is as new as the request. */
export function publicVersionsOf(request: Request): Versions {
  return publicVersions.get(request)
}

/** The event `onPublicEvent` found. */
export function publicEventOf(request: Request): EventRow {
  return publicEvents.get(request)
}
