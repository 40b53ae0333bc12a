import type { Request, RequestHandler } from 'express'
import { Gone, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import type { Services } from '../../services.ts'
import { findEvent } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { findSpeakerByReference } from './queries/speakers.ts'
import type { Speaker } from './types.ts'

/** A speaker with the private link in hand. */
export interface OwnPart {
  readonly event: EventRow
  readonly speaker: Speaker
  /** The link itself, for the addresses of its pages. */
  readonly token: string
}

const owns = slot<OwnPart>('own part')

/**
 * Lets in whoever holds the private link of a speaker (`:token`), at a draft too: speakers are asked before an event is
 * public. A link that was replaced is 410; anything else, a forged link or one made for another purpose too, is 404. It
 * lives as long as the speaker stands in the event, because a consent can be taken back at any time. Two queries.
 */
export function onSpeakerToken({ db, tokens }: Services): RequestHandler {
  return guard('onSpeakerToken', async (request, _response, next) => {
    const token = param(request, 'token')
    const reference = tokens.referenceOf(token)
    const speaker = reference && (await findSpeakerByReference(db, reference))
    if (!speaker) throw new NotFound()
    const held = [token, 'speaker', speaker.reference, speaker.tokenVersion] as const
    if (!tokens.isGenuine(...held)) {
      throw tokens.wasGenuine(...held) ? new Gone('link was replaced') : new NotFound()
    }
    const event = await findEvent(db, speaker.eventId)
    if (event === undefined) throw new NotFound()
    owns.set(request, { event, speaker, token })
    next()
  })
}

/** The speaker whose link was held out. */
export function ownPartOf(request: Request): OwnPart {
  return owns.get(request)
}
