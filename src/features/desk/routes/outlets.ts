import { type Request, type Response, Router } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayView } from '../../accounts/permissions.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { listEmbedOrigins } from '../../agenda/queries/embedding.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { outletsModel, outletsPage } from '../pages/outlets.ts'

/** Where else the programme can be had: paper, screens, calendars, other sites. */
export function outletRoutes(services: Services): Router {
  const { db, config } = services
  const routes = Router()

  routes.get('/organiser/events/:event/agenda/outlets', onEvent(services, mayView), show)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const access = eventOf(request)
    const { event } = access
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const model = outletsModel(context, {
      event,
      release: await findLatestOutline(db, event.id),
      origins: await listEmbedOrigins(db, event.id),
      baseUrl: config.baseUrl,
    })
    const title = context.t('desk.outlets.title')
    const head = organiserEventHead(context, access, userOf(request), { title, current: 'agenda' })
    render(response, outletsPage, { ...model, head })
  }
}
