import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
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

/** Lets in whoever holds the present token of a personal feed. An older one is 410, anything else 404. */
export function onCalendarToken({ db, tokens }: Services): RequestHandler {
  return guard('onCalendarToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const registration = reference && (await findRegistrationByReference(db, reference))
    if (!registration) throw new NotFound()
    const held = [token, 'calendar', registration.reference, registration.calendarTokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('calendar token was replaced') : new NotFound()
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
