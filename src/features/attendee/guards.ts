import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import { now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findEvent } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { findRegistrationByReference } from '../registration/queries/registrations.ts'
import { isLinkExpired } from '../registration/rules/links.ts'
import type { Own } from './types.ts'

const owns = slot<Own>('own registration')
const formerEvents = slot<EventRow>('event of a registration handed over')

/**
 * Lets in whoever holds the private link of a registration (`:token`). A link that was replaced, or is past its
 * thirty days after the event, is 410 (SEC-32); anything else, forged links too, is 404. Two queries.
 */
export function onRegistrationToken({ db, tokens }: Services): RequestHandler {
  return guard('onRegistrationToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const registration = reference && (await findRegistrationByReference(db, reference))
    if (!registration) throw new NotFound()
    const held = [token, 'registration', registration.reference, registration.tokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('link was replaced') : new NotFound()
    }
    const event = await findEvent(db, registration.eventId)
    if (event === undefined) throw new NotFound()
    if (isLinkExpired(event, now())) throw new Gone('link has expired')
    owns.set(request, { event, registration, token })
    next()
  })
}

/**
 * Lets in whoever holds a link that was replaced by the latest change: after handing over the place the former person
 * is told so, and nothing else. Any other link is 404.
 */
export function onFormerToken({ db, tokens }: Services): RequestHandler {
  return guard('onFormerToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const registration = reference && (await findRegistrationByReference(db, reference))
    if (!registration) throw new NotFound()
    const { tokenVersion } = registration
    const isFormer =
      tokenVersion > 0 && tokens.isGenuine(token, 'registration', registration.reference, tokenVersion - 1)
    const event = isFormer ? await findEvent(db, registration.eventId) : undefined
    if (event === undefined) throw new NotFound()
    formerEvents.set(request, event)
    next()
  })
}

/** The event of a registration that was handed over. */
export function formerEventOf(request: Request): EventRow {
  return formerEvents.get(request)
}

/** The registration whose link was held out. */
export function ownOf(request: Request): Own {
  return owns.get(request)
}
