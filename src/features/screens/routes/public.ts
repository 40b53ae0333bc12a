import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { param } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { screenModel, screenPage } from '../pages/screen.ts'

/** The screens of a venue. */
export function screenRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const known = onPublicEvent(services)

  routes.get('/events/:event/display', known, (request, response) => show(request, response))
  routes.get('/events/:event/display/:room', known, (request, response) =>
    show(request, response, param(request, 'room')),
  )
  return routes

  async function show(request: Request, response: Response, wanted?: string): Promise<void> {
    const event = publicEventOf(request)
    const release = await findLatestOutline(db, event.id)
    const content = release?.content ?? { rooms: [], tracks: [], sessions: [], speakers: [] }
    const room = content.rooms.find(({ reference }) => reference === wanted)
    if (wanted !== undefined && room === undefined) throw new NotFound()
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const model = screenModel(context, { event, content, room, at: now() })
    const title = `${room ? readText(room.name, context.locale) : context.t('screens.foyer')} · ${model.eventTitle}`
    render(response, screenPage, { ...model, head: { title, layout: 'screen', hue: event.hue, isPrivate: true } })
  }
}
