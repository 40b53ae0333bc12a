import { type Request, type Response, Router } from 'express'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { requestLinks } from '../actions/changes.ts'
import { linkForm } from '../forms/public.ts'
import * as pages from '../pages/outcomes.ts'
import { findSettings } from '../queries/settings.ts'

/** What follows a registration, and the page that sends a lost link. */
export function registrationLinkRoutes(services: Services): Router {
  const { db } = services
  const isOff = !services.config.rateLimits
  const linkRequests = createThrottle(db, { name: 'registration-link', attempts: 3, seconds: 3_600, isOff })
  const linkRequestsFrom = createThrottle(db, { name: 'registration-link-ip', attempts: 60, seconds: 3_600, isOff })
  const published = onPublicEvent(services)
  const routes = Router()

  routes.get('/events/:event/registration/done', published, done)
  routes.get('/events/:event/registration/link', published, askForLink)
  routes.post('/events/:event/registration/link', published, sendLink)
  return routes

  async function done(request: Request, response: Response): Promise<void> {
    const asked = queryText(request, 'state')
    const outcome = pages.outcomes.find(known => known === asked) ?? 'place'
    const position = Number(/^\d{1,6}$/.exec(queryText(request, 'position'))?.[0] ?? 0)
    const event = publicEventOf(request)
    const { promotion } = await findSettings(db, event.id)
    const model = pages.registrationDone(contextOf(response), event, outcome, { position, promotion })
    render(response, pages.registrationDonePage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function askForLink(request: Request, response: Response): Promise<void> {
    const action = urls.registrationLink(localeOf(response), publicEventOf(request).slug)
    await renderLink(request, response, freshForm(action), queryText(request, 'sent') === 'yes')
  }

  async function sendLink(request: Request, response: Response): Promise<void> {
    const event = publicEventOf(request)
    const action = urls.registrationLink(localeOf(response), event.slug)
    const reading = readForm(linkForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return renderLink(request, response.status(422), form, false)
    }
    const { email } = reading.value
    const network = networkOf(request.ip ?? '')
    const isAllowed = (await linkRequestsFrom.take(network)) && (await linkRequests.take(email.toLowerCase()))
    if (isAllowed) await requestLinks(db, { email, event })
    redirect(response, `${action}?sent=yes`)
  }

  async function renderLink(request: Request, response: Response, form: FormModel, isSent: boolean): Promise<void> {
    const head = await headOf(request, response, translatorOf(response)('registration.link.title'))
    const eventHref = urls.event(localeOf(response), publicEventOf(request).slug)
    render(response, pages.registrationLinkPage, { head, form, isSent, eventHref })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const event = publicEventOf(request)
    const publicity = await findPublicity(db, event.projectId, localeOf(response))
    const isPrivate = request.method === 'POST'
    return publicEventHead(contextOf(response), event, { title, current: 'registration', publicity, isPrivate })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}
