import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import { now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findEvent } from '../events/queries.ts'
import { isLinkExpired } from '../registration/rules/links.ts'
import { findDelegationByReference, listPeople } from './queries.ts'
import type { DelegationPerson, OwnDelegation } from './types.ts'

const owns = slot<OwnDelegation>('own delegation')
const people = slot<readonly DelegationPerson[]>('people of the delegation')

/**
 * Lets in whoever holds the link of a delegation (`:token`), and loads its people. A link that was replaced, or is past
 * its thirty days after the event, is 410 (SEC-32); anything else, links to registrations too, is 404. Three queries.
 */
export function onDelegationToken({ db, tokens }: Services): RequestHandler {
  return guard('onDelegationToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const delegation = reference && (await findDelegationByReference(db, reference))
    if (!delegation) throw new NotFound()
    const held = [token, 'delegation', delegation.reference, delegation.tokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('link was replaced') : new NotFound()
    }
    const event = await findEvent(db, delegation.eventId)
    if (event === undefined) throw new NotFound()
    if (isLinkExpired(event, now())) throw new Gone('link has expired')
    owns.set(request, { event, delegation, token })
    people.set(request, await listPeople(db, delegation.id))
    next()
  })
}

/** The delegation whose link was held out. */
export function ownDelegationOf(request: Request): OwnDelegation {
  return owns.get(request)
}

/** Its people, in their order. */
export function peopleOf(request: Request): readonly DelegationPerson[] {
  return people.get(request)
}

/**
 * The person the path names (`:registration`), who must be one of this delegation.
 * @throws NotFound for anybody else
 */
export function personOf(request: Request): DelegationPerson {
  const reference = param(request, 'registration')
  const person = peopleOf(request).find(one => one.reference === reference)
  if (person === undefined) throw new NotFound()
  return person
}
