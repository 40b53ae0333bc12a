import { type Request, type RequestHandler, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { archiveEvent, cancelEvent, publishEvent, reinstateEvent, restoreEvent } from '../actions/phases.ts'
import { cancellationForm } from '../forms/parts.ts'
import { organiserEventHead } from '../frame.ts'
import { eventOf, onEvent } from '../guards.ts'
import { cancelPage, statusModel, statusPage } from '../pages/status.ts'
import { settingsTabs } from '../pages/tabs.ts'
import { findFundingFacts, listSatellites } from '../queries.ts'
import { checkPublication } from '../rules.ts'
import type { PublicationWarning } from '../types.ts'

/** The life of an event: published, cancelled, reinstated, archived, restored. */
export function statusRoutes(services: Services): Router {
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/settings'
  routes.get(`${base}/status`, organising, show(services))
  routes.post(`${base}/publish`, organising, publish(services))
  routes.get(`${base}/cancel`, organising, askCancel(services))
  routes.post(`${base}/cancel`, organising, cancel(services))
  routes.post(`${base}/reinstate`, organising, change(services, reinstateEvent))
  routes.post(`${base}/archive`, organising, change(services, archiveEvent))
  routes.post(`${base}/restore`, organising, change(services, restoreEvent))
  return routes
}

const statusPath = (request: Request, response: Response) =>
  urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'settings/status')

function show(services: Services): RequestHandler {
  return (request, response) => drawStatus(services, request, response)
}

function publish(services: Services): RequestHandler {
  return async (request, response) => {
    const { event } = eventOf(request)
    const accepting = acceptedWarnings(request.body)
    const outcome = await publishEvent(services.db, actorOf(request), { event, accepting })
    if (outcome.kind === 'not-ready') return drawStatus(services, request, response.status(422), true)
    flash(request, 'core.saved')
    redirect(response, statusPath(request, response))
  }
}

const warnings: readonly PublicationWarning[] = [
  'title-in-one-language',
  'project-without-programme',
  'project-without-statement',
  'project-without-number',
  'project-without-evidence-date',
]

/** The warnings that were ticked: “I know of it.” */
function acceptedWarnings(body: unknown): PublicationWarning[] {
  const sent: unknown = body !== null && typeof body === 'object' && 'accepting' in body ? body.accepting : []
  const ticked: readonly unknown[] = Array.isArray(sent) ? sent : [sent]
  return warnings.filter(warning => ticked.includes(warning))
}

function askCancel(services: Services): RequestHandler {
  return (request, response) => drawCancel(services, request, response, freshForm(cancelPath(request, response)))
}

const cancelPath = (request: Request, response: Response) =>
  urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'settings/cancel')

function cancel(services: Services): RequestHandler {
  return async (request, response) => {
    const reading = readForm(cancellationForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), cancelPath(request, response), reading.typed, reading.problems)
      return drawCancel(services, request, response.status(422), form)
    }
    await cancelEvent(services.db, actorOf(request), { event: eventOf(request).event, note: reading.value })
    redirect(response, statusPath(request, response))
  }
}

/** Where the phase no longer allows it (somebody was faster), the page simply shows how things stand. */
function change({ db }: Services, action: typeof reinstateEvent): RequestHandler {
  return async (request, response) => {
    const outcome = await action(db, actorOf(request), { event: eventOf(request).event })
    if (outcome.kind === 'done') flash(request, 'core.saved')
    redirect(response, statusPath(request, response))
  }
}

async function drawStatus({ db }: Services, request: Request, response: Response, isRefused = false): Promise<void> {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { event, role } = eventOf(request)
  const title = context.t('events.tab.status')
  render(response, statusPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'settings' }),
    flash: takeFlash(request),
    tabs: settingsTabs(context, event.slug, role, 'status'),
    isRefused,
    ...statusModel(context.locale, event, checkPublication(event, await findFundingFacts(db, event)), now()),
  })
}

async function drawCancel({ db }: Services, request: Request, response: Response, form: FormModel): Promise<void> {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { event } = eventOf(request)
  const title = context.t('events.cancel.title', { event: readText(event.title, context.locale) })
  const satellites = (await listSatellites(db, event.id)).filter(one => one.publishedAt && !one.cancelledAt)
  render(response, cancelPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'settings' }),
    title,
    form,
    satellites: satellites.map(satellite => readText(satellite.title, context.locale)),
    backHref: statusPath(request, response),
  })
}
