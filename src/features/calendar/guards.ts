import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import { createThrottle } from '../../core/throttle.ts'
import type { Services } from '../../services.ts'
import { findEvent } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { findRegistrationByReference } from '../registration/queries/registrations.ts'
import type { RegistrationRow } from '../registration/types.ts'

interface Owner {
  readonly event: EventRow
  readonly registration: RegistrationRow
}

const owners = slot<Owner>('owner of a calendar')

/** Seconds over which fetches are counted; eight devices may ask every quarter of an hour, and whoever tries around. */
const hour = 3_600

/**
 * Lets in whoever holds the present token of a personal feed. An older one is 410, anything else 404. Fetches are
 * limited for each token and never for a network: Google and Microsoft fetch for everybody from a few addresses.
 */
export function onCalendarToken({ db, tokens, config }: Services): RequestHandler {
  const fetches = createThrottle(db, { name: 'calendar', attempts: 120, seconds: hour, isOff: !config.rateLimits })
  return guard('onCalendarToken', async (request, response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const registration = reference && (await findRegistrationByReference(db, reference))
    if (!registration) throw new NotFound()
    const held = [token, 'calendar', registration.reference, registration.calendarTokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('calendar token was replaced') : new NotFound()
    }
    if (!(await fetches.take(registration.reference))) {
      return void response
        .status(429)
        .set('Retry-After', String(hour / 4))
        .type('text')
        .send('Too many requests')
    }
    const event = await findEvent(db, registration.eventId)
    if (!event) throw new NotFound()
    owners.set(request, { event, registration })
    next()
  })
}

/** Whose feed the guard let in for. */
export function ownerOf(request: Request): Owner {
  return owners.get(request)
}
