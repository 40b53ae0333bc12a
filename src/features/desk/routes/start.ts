import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, oneOf, optionalLine, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { findDraft } from '../../agenda/queries.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { hasSessions, type StartOutcome, startWithCopy, startWithTemplate } from '../actions/start.ts'
import { eventOptions } from '../pages/copy.ts'
import { startLinks, startPage, templateModels } from '../pages/start.ts'
import { listEventsToCopy } from '../queries/my-events.ts'
import { findTemplate } from '../rules/templates.ts'
import { templateKeys } from '../rules/template.ts'

const templateForm = z.object({ template: oneOf(templateKeys) })
const sourceForm = z.object({ from: optionalLine(80).pipe(z.string().min(1, 'errors.choose')) })

/** The beginning of a programme: a template, another event’s programme, a table, or by hand. */
export function startRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/agenda/start'
  routes.get(base, organisers, offer)
  routes.post(`${base}/template`, organisers, useTemplate)
  routes.post(`${base}/copy`, organisers, copy)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    await show(request, response, freshForm(pathOf(request, response, 'copy')))
  }

  async function useTemplate(request: Request, response: Response): Promise<void> {
    const reading = readForm(templateForm, request.body)
    const template = reading.ok ? findTemplate(reading.value.template) : undefined
    if (!template) return show(request, response.status(422), freshForm(pathOf(request, response, 'copy')))
    const withSatellites = (await sourcesOf(request)).mayMakeEvents
    const what = { event: eventOf(request).event, template, withSatellites }
    answer(request, response, await startWithTemplate(db, actorOf(request), what))
  }

  async function copy(request: Request, response: Response): Promise<void> {
    const reading = readForm(sourceForm, request.body)
    const { events } = await sourcesOf(request)
    const from = events.find(event => reading.ok && event.slug === reading.value.from)
    if (!from) {
      const problems = reading.ok ? [{ field: 'from', message: 'errors.unknownChoice' }] : reading.problems
      const form = refusedForm(translatorOf(response), pathOf(request, response, 'copy'), reading.typed, problems)
      return show(request, response.status(422), form)
    }
    answer(request, response, await startWithCopy(db, actorOf(request), { event: eventOf(request).event, from }))
  }

  function answer(request: Request, response: Response, outcome: StartOutcome): void {
    const { slug } = eventOf(request).event
    if (outcome.kind === 'not-empty') {
      flash(request, 'desk.start.notEmpty')
      return redirect(response, pathOf(request, response))
    }
    flash(request, resultText(outcome))
    redirect(response, urls.organiserEventPart(localeOf(response), slug, 'agenda'))
  }

  /** Other events whose programme may be taken, and whether the organiser may make events beside this one. */
  async function sourcesOf(request: Request) {
    const { event } = eventOf(request)
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = organisations.map(({ id }) => id)
    const events = await listEventsToCopy(db, ids)
    return { events: events.filter(({ id }) => id !== event.id), mayMakeEvents: ids.includes(event.organisationId) }
  }

  function pathOf(request: Request, response: Response, part?: string): string {
    const path = urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'agenda/start')
    return part === undefined ? path : `${path}/${part}`
  }

  async function show(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const access = eventOf(request)
    const { events, mayMakeEvents } = await sourcesOf(request)
    const withSatellites = mayMakeEvents && access.event.parentEventId === null
    const title = context.t('desk.start.title')
    render(response, startPage, {
      head: organiserEventHead(context, access, userOf(request), { title, current: 'agenda' }),
      flash: takeFlash(request),
      isBegun: hasSessions(await findDraft(db, access.event.id)),
      ...startLinks(context, access.event),
      templates: templateModels(context, access.event, withSatellites),
      form,
      events: eventOptions(context, events),
      withSatellites,
    })
  }
}

function resultText({ waiting, satellites }: Extract<StartOutcome, { kind: 'started' }>): string {
  if (satellites.length === 0) return waiting === 0 ? 'desk.start.done' : 'desk.start.doneWaiting'
  return waiting === 0 ? 'desk.start.doneWithSatellites' : 'desk.start.doneWithSatellitesWaiting'
}
