import { type Request, type Response, Router } from 'express'
import { takeFlash } from '../../../core/http/flash.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayEnter, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { doorPage, overviewPage } from '../pages/overview.ts'
import { doorModel, navigationNotes, overviewModel } from '../pages/overview-model.ts'
import { findOverview, findPlaces } from '../queries/facts.ts'

/** The overview of one event: what waits, how registration goes, what happened; for door staff only the counts. */
export function overviewRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  routes.get('/organiser/events/:event', onEvent(services, mayEnter), overview)
  return routes

  async function overview(request: Request, response: Response): Promise<void> {
    const access = eventOf(request)
    if (!mayView(access.role)) return door(request, response)
    const context = contextOf(response)
    const facts = await findOverview(db, userOf(request), access.event)
    const left = takeFlash(request)
    render(response, overviewPage, {
      head: headOf(request, response, navigationNotes(context, facts)),
      flash: left === undefined ? undefined : context.t(left),
      ...overviewModel(context, access, facts, now()),
    })
  }

  async function door(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const facts = await findPlaces(db, userOf(request), event)
    const model = doorModel(contextOf(response), event, facts)
    render(response, doorPage, { head: headOf(request, response, {}), ...model })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function headOf(request: Request, response: Response, notes: ReturnType<typeof navigationNotes>): Head {
  const context = contextOf(response)
  const frame = { title: context.t('desk.overview.title'), current: 'overview', notes } as const
  return organiserEventHead(context, eventOf(request), userOf(request), frame)
}
