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
    const isOf = (version: number) => tokens.isGenuine(token, 'calendar', registration.reference, version)
    if (!isOf(registration.calendarTokenVersion)) {
      throw olderVersions(registration).some(isOf) ? new Gone('calendar token was replaced') : new NotFound()
    }
    const event = await findEvent(db, registration.eventId)
    if (!event) throw new NotFound()
    owners.set(request, { event, registration })
    next()
  })
}

/** The last few versions: enough to tell a subscriber that the address was replaced, cheap against guessing. */
function olderVersions({ calendarTokenVersion }: RegistrationRow): number[] {
  const count = Math.min(calendarTokenVersion, 20)
  return Array.from({ length: count }, (_, back) => calendarTokenVersion - 1 - back)
}

/** Whose feed the guard let in for. */
export function ownerOf(request: Request): Owner {
  return owners.get(request)
}
