import { type Request, type Response, Router } from 'express'
import { madeOf } from '../../../core/http/caching.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { allowFraming } from '../../../core/http/security.ts'
import { absolute } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { listEmbedOrigins } from '../../agenda/queries/embedding.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { embeddedAgenda, embeddedAgendaPage, embeddedRegistration, embeddedRegistrationPage } from '../pages/embed.ts'

/**
 * What other sites show of an event: in a frame where the organisers allowed their origin, or fetched by the elements of
 * `src/client/embed.ts`. Public data alone, without cookies, so any site may read it.
 */
export function embedRoutes(services: Services): Router {
  const { db, config } = services
  const routes = Router()
  const known = onPublicEvent(services)
  const link = (path: string) => absolute(config.baseUrl, path)

  routes.get('/events/:event/embed/agenda', known, showAgenda)
  routes.get('/events/:event/embed/registration', known, showRegistration)
  return routes

  async function showAgenda(request: Request, response: Response): Promise<void> {
    madeOf(response, ['content'])
    const event = publicEventOf(request)
    const release = await findLatestOutline(db, event.id)
    const model = embeddedAgenda(contextOf(response), { event, release, asked: queryText(request, 'day', 10), link })
    await openToOthers(response, event.id)
    render(response, embeddedAgendaPage, { ...model, head: headOf(model.title, event.hue) })
  }

  async function showRegistration(request: Request, response: Response): Promise<void> {
    madeOf(response, ['content', 'places', 'minute'])
    const event = publicEventOf(request)
    const model = embeddedRegistration(contextOf(response), { event, offer: await findOffer(db, event), link })
    await openToOthers(response, event.id)
    render(response, embeddedRegistrationPage, { ...model, head: headOf(model.title, event.hue) })
  }

  async function openToOthers(response: Response, eventId: number): Promise<void> {
    allowFraming(response, await listEmbedOrigins(db, eventId))
    response.set('Access-Control-Allow-Origin', '*')
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function headOf(title: string, hue: number) {
  return { title, layout: 'embed', hue } as const
}
