import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FormModel, refusedForm } from '../../../../core/http/forms.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { saveAgendaSettings } from '../../actions/settings.ts'
import { readSettingsForm } from '../../forms/settings.ts'
import { editorPath } from '../../pages/editor.ts'
import { agendaSettingsPage, settingsFormOf, zoneText } from '../../pages/settings.ts'
import { contextOf, draftOf, editorHead, theDraft } from './draft.ts'

/** What the programme of an event is judged by, and who may show it. */
export function agendaSettingsRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  routes.get('/organiser/events/:event/agenda/settings', organisers, draft, showStored)
  routes.post('/organiser/events/:event/agenda/settings', organisers, save)
  return routes

  function showStored(request: Request, response: Response): void {
    const { settings } = draftOf(request)
    show(
      request,
      response,
      settingsFormOf(pathOf(request, response), settings, eventOf(request).event, localeOf(response)),
    )
  }

  async function save(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const path = pathOf(request, response)
    const reading = readSettingsForm(request.body, event.timeZone)
    if (!reading.ok) {
      const form = refusedForm(contextOf(response).t, path, reading.typed, reading.problems)
      return show(request, response.status(422), form)
    }
    await saveAgendaSettings(db, actorOf(request), { event, settings: reading.value })
    flash(request, 'core.saved')
    redirect(response, path)
  }

  function pathOf(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, 'settings')
  }

  function show(request: Request, response: Response, form: FormModel): void {
    const { t, locale } = contextOf(response)
    const { event } = eventOf(request)
    render(response, agendaSettingsPage, {
      head: editorHead(request, response, t('agenda.settings.title')),
      flash: takeFlash(request),
      agendaHref: editorPath(locale, event),
      form,
      zone: zoneText(event, locale),
    })
  }
}
