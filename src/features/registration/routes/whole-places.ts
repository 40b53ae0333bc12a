import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm } from '../../../core/http/forms.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { setWholePlaces } from '../actions/whole-places.ts'
import { wholePlacesForm } from '../forms/quotas.ts'
import * as pages from '../pages/quotas.ts'
import { listSharedQuotas } from '../queries/quotas.ts'
import { belowTaken, contextOf, headOf, refusal, savedMessage } from './setup.ts'

/** How many may come at all, on site and online. */
export function wholePlacesRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const path = '/organiser/events/:event/whole-places'

  routes.get(path, organising, edit)
  routes.post(path, organising, save)
  return routes

  async function edit(request: Request, response: Response): Promise<void> {
    const quotas = await listSharedQuotas(db, eventOf(request).event.id)
    await renderForm(request, response, freshForm(actionOf(request, response), pages.wholeValues(quotas)))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const action = actionOf(request, response)
    const reading = readForm(wholePlacesForm, request.body)
    if (!reading.ok) return renderForm(request, response, refusal(response, action, reading))
    const isHybrid = event.mode === 'hybrid'
    const { event: all = null, on_site: onSite = null, online = null } = reading.value
    const capacities = { event: all, on_site: isHybrid ? onSite : null, online: isHybrid ? online : null }
    const outcome = await setWholePlaces(db, actorOf(request), { event, capacities })
    if (outcome.kind === 'below-taken')
      return renderForm(
        request,
        response,
        refusal(response, action, belowTaken(reading.typed, outcome.taken, outcome.scope)),
      )
    flash(request, savedMessage(outcome.promoted))
    redirect(response, pages.quotaHref(contextOf(response), event))
  }

  function actionOf(request: Request, response: Response): string {
    return urls.organiserEventPart(contextOf(response).locale, eventOf(request).event.slug, 'whole-places')
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const title = context.t('capacity.quotas.wholeTitle')
    render(response, pages.wholePlacesPage, {
      head: headOf(request, response, title),
      title,
      form,
      ...pages.wholePlacesForm(context, event, await listSharedQuotas(db, event.id)),
    })
  }
}
