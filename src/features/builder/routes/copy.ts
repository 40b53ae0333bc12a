import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { copyForm } from '../actions.ts'
import { copyFormForm } from '../forms.ts'
import { copyFormPage, formChoices } from '../pages/copy.ts'
import { formHref } from '../pages/list.ts'
import { type EventWithForm, listEventsWithForms } from '../queries.ts'
import { contextOf, formHead } from './head.ts'

/** Taking the questions over from another event of the organisations one organises for. */
export function copyFormRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  routes.get('/organiser/events/:event/form/copy', organising, offer)
  routes.post('/organiser/events/:event/form/copy', organising, copy)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    draw(request, response, await eventsOf(request), freshForm(actionOf(request, response)))
  }

  async function copy(request: Request, response: Response): Promise<void> {
    const [context, to] = [contextOf(response), eventOf(request).event]
    const events = await eventsOf(request)
    const reading = readForm(copyFormForm, request.body)
    const from = events.find(({ slug }) => reading.ok && slug === reading.value.event)
    if (from === undefined) {
      const problems = [{ field: 'event', message: 'errors.choose' }]
      const form = refusedForm(context.t, actionOf(request, response), reading.typed, problems)
      return draw(request, response.status(422), events, form)
    }
    await copyForm(db, actorOf(request), { from, to })
    flash(request, 'builder.flash.copied')
    redirect(response, formHref(context, to))
  }

  async function eventsOf(request: Request): Promise<EventWithForm[]> {
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = organisations.map(({ id }) => id)
    return listEventsWithForms(db, ids, eventOf(request).event)
  }
}

function actionOf(request: Request, response: Response): string {
  return formHref(contextOf(response), eventOf(request).event, 'copy')
}

function draw(request: Request, response: Response, events: readonly EventWithForm[], form: FormModel): void {
  const context = contextOf(response)
  render(response, copyFormPage, {
    head: formHead(request, response, context.t('builder.copy.title')),
    form,
    events: formChoices(context, events),
    labels: { event: context.t('builder.copy.event') },
    backHref: formHref(context, eventOf(request).event),
  })
}
