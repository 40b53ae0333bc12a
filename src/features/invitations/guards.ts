import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import type { Services } from '../../services.ts'
import { findEvent } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { findInvitationByReference } from './queries/invitations.ts'
import type { InvitationInEvent } from './types.ts'

/** An invitation in the hands of the invited. */
export interface OwnInvitation {
  readonly event: EventRow
  readonly invitation: InvitationInEvent
  /** The link itself, for the addresses of its page. */
  readonly token: string
}

const owns = slot<OwnInvitation>('own invitation')

/**
 * Lets in whoever holds the private link of an invitation (`:token`). A link that was replaced is 410; anything else, a
 * forged link or one made for another purpose too, is 404. Two queries.
 */
export function onInvitationToken({ db, tokens }: Services): RequestHandler {
  return guard('onInvitationToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const invitation = reference && (await findInvitationByReference(db, reference))
    if (!invitation) throw new NotFound()
    const held = [token, 'invitation', invitation.reference, invitation.tokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('link was replaced') : new NotFound()
    }
    const event = await findEvent(db, invitation.eventId)
    if (event === undefined) throw new NotFound()
    owns.set(request, { event, invitation, token })
    next()
  })
}

/** The invitation whose link was held out. */
export function ownInvitationOf(request: Request): OwnInvitation {
  return owns.get(request)
}
