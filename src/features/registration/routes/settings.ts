import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm } from '../../../core/http/forms.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { saveSettings } from '../actions/settings.ts'
import { readSettings, settingsForm } from '../forms/settings.ts'
import { registrationSetupNav } from '../frame.ts'
import { selfCheck, selfCheckPage } from '../pages/self-check.ts'
import * as pages from '../pages/settings.ts'
import { findDisagreements } from '../queries/offers.ts'
import { findSettings } from '../queries/settings.ts'
import { contextOf, headOf, refusal, savedMessage } from './setup.ts'

/** How registration works beyond its times, and whether its counters tell the truth. */
export function registrationSettingsRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const path = '/organiser/events/:event/registration-settings'

  routes.get(path, organising, edit)
  routes.post(path, organising, save)
  routes.get('/organiser/events/:event/self-check', organising, check)
  return routes

  async function edit(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const values = pages.settingsValues(await findSettings(db, event.id), event)
    renderForm(request, response, freshForm(actionOf(request, response), values))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const action = actionOf(request, response)
    const reading = readForm(settingsForm, request.body)
    if (!reading.ok) return renderForm(request, response, refusal(response, action, reading))
    const { input, problems } = readSettings(reading.value, event.timeZone)
    if (problems.length > 0)
      return renderForm(request, response, refusal(response, action, { typed: reading.typed, problems }))
    const { promoted } = await saveSettings(db, actorOf(request), { event, input })
    flash(request, savedMessage(promoted))
    redirect(response, action)
  }

  async function check(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, selfCheckPage, {
      head: headOf(request, response, context.t('capacity.check.title')),
      nav: registrationSetupNav(context, event, 'self-check'),
      ...selfCheck(context, event, await findDisagreements(db, event.id)),
    })
  }

  function actionOf(request: Request, response: Response): string {
    return urls.organiserEventPart(contextOf(response).locale, eventOf(request).event.slug, 'registration-settings')
  }

  function renderForm(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, pages.settingsPage, {
      head: headOf(request, response, context.t('capacity.settings.title')),
      flash: takeFlash(request),
      nav: registrationSetupNav(context, event, 'registration-settings'),
      form,
      ...pages.settingsForm(context, event),
    })
  }
}
