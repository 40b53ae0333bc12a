import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, madeOf } from '../../../core/http/caching.ts'
import { param } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { setPicture } from '../../../core/typesetting.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { listEventHosts } from '../../events/queries.ts'
import { findVenue } from '../../venues/queries.ts'
import { eventPicture, sessionPicture } from '../pages/picture.ts'

/** The pictures that other sites show beside a link to an event or a session (Open Graph). */
export function pictureRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/events/:event/share.png', onPublicEvent(services), ofEvent(services))
  routes.get('/events/:event/sessions/:session/share.png', onPublicEvent(services), ofSession(services))
  return routes
}

function ofEvent({ db }: Services): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const [venue, hosts] = await Promise.all([
      event.venueId === null ? undefined : findVenue(db, event.venueId),
      listEventHosts(db, event.id),
    ])
    const context = { t: translatorOf(response), locale: localeOf(response) }
    answer(request, response, await setPicture(eventPicture(context, event, venue, hosts)))
  }
}

function ofSession({ db }: Services): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const content = (await findLatestOutline(db, event.id))?.content
    const session = content?.sessions.find(({ reference }) => reference === param(request, 'session'))
    if (!content || !session) throw new NotFound()
    const context = { t: translatorOf(response), locale: localeOf(response) }
    answer(request, response, await setPicture(sessionPicture(context, event, content, session)))
  }
}

/** Those who fetch pictures come in crowds: five minutes old is new enough. */
function answer(request: Request, response: Response, bytes: Buffer): void {
  // Other sites show it: that is what it is for (helmet's default would forbid it).
  response.set('Cross-Origin-Resource-Policy', 'cross-origin')
  madeOf(response, ['content'])
  answerBytes(request, response, { bytes, type: 'image/png', cacheControl: 'public, max-age=300' })
}
