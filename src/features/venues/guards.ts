import type { Request, RequestHandler } from 'express'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import { NotFound } from '../../core/errors.ts'
import type { Services } from '../../services.ts'
import { signedIn, userOf } from '../accounts/guards.ts'
import { mayOrganise } from '../accounts/permissions.ts'
import { listOrganisationsOf } from '../accounts/queries.ts'
import { findVenueOf } from './queries.ts'
import type { VenueRow } from './types.ts'

const venues = slot<VenueRow>('venue')

/** Lets in who organises for the venue's organisation; to everybody else the venue does not exist. */
export function ownVenue({ db }: Services): RequestHandler {
  return guard('ownVenue', (request, response, next) => {
    signedIn(request, response, async (refusal?: unknown) => {
      if (refusal !== undefined) return next(refusal)
      await load(request).then(() => next(), next)
    })
  })

  async function load(request: Request): Promise<void> {
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = organisations.map(organisation => organisation.id)
    const venue = await findVenueOf(db, ids, param(request, 'venue'))
    if (venue === undefined) throw new NotFound()
    venues.set(request, venue)
  }
}

/** The venue the guard let in for. */
export function venueOf(request: Request): VenueRow {
  return venues.get(request)
}
