import { type Request, type Response, Router } from 'express'
import { disposition } from '../../../core/http/caching.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls, withQuery } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { drawQr } from '../../../core/qr.ts'
import { now } from '../../../core/time.ts'
import { ticketCode } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { findLatestRelease } from '../../agenda/queries.ts'
import { calendarLinks } from '../../calendar/frame.ts'
import { findPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { changeRegistration, rotateCalendarToken, withdrawConsent } from '../../registration/actions/changes.ts'
import { cancelRegistration } from '../../registration/actions/decisions.ts'
import { findNeeds, listConsents } from '../../registration/queries/registrations.ts'
import { mayCancel, mayChange } from '../../registration/permissions.ts'
import { findVenue } from '../../venues/queries.ts'
import { changeForm, consentForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import * as pages from '../pages.ts'
import { findMyData } from '../queries.ts'
import type { Own } from '../types.ts'

/** The private pages of a registration. GET changes nothing, whoever opens the link (SEC-31). */
export function attendeeRoutes(services: Services): Router {
  const { db, tokens, config } = services
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token', owner, show)
  routes.get('/r/:token/edit', owner, edit)
  routes.post('/r/:token/edit', owner, save)
  routes.get('/r/:token/cancel', owner, confirmCancelling)
  routes.post('/r/:token/cancel', owner, cancel)
  routes.post('/r/:token/consent', owner, withdraw)
  routes.post('/r/:token/calendar', owner, renewCalendar)
  routes.get('/r/:token/data.json', owner, download)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { event, registration } = own
    const code = ticketCode(tokens, registration.reference, registration.tokenVersion)
    const calendarToken = tokens.issue('calendar', registration.reference, registration.calendarTokenVersion)
    const model = pages.myRegistration(contextOf(response), {
      own,
      release: await findLatestRelease(db, event.id),
      consents: await listConsents(db, registration.id),
      venue: event.venueId === null ? undefined : await findVenue(db, event.venueId),
      code,
      qr: drawQr(code),
      links: calendarLinks(config.baseUrl, calendarToken, readText(event.title, localeOf(response))),
      notice: queryText(request, 'done'),
    })
    render(response, pages.myRegistrationPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayChange(own.registration.status, own.event, now())) return back(request, response)
    const values = pages.answers(own.registration, await findNeeds(db, own.registration.id))
    await renderEdit(request, response, freshForm(urls.mineEdit(localeOf(response), own.token), values))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { event, registration } = own
    if (!mayChange(registration.status, event, now())) return back(request, response)
    const reading = readForm(changeForm, request.body)
    if (!reading.ok) {
      const action = urls.mineEdit(localeOf(response), own.token)
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return renderEdit(request, response.status(422), form)
    }
    const { dietary, access, ...details } = reading.value
    await changeRegistration(db, actorOf(own), { registration, event, details, needs: { dietary, access } })
    back(request, response, 'changed')
  }

  async function confirmCancelling(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayCancel(own.registration.status, own.event, now())) return back(request, response)
    const model = pages.myCancel(contextOf(response), own)
    render(response, pages.myCancelPage, { ...model, head: await headOf(request, response, model.question) })
  }

  async function cancel(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { kind } = await cancelRegistration(db, actorOf(own), { registration: own.registration })
    back(request, response, kind === 'cancelled' ? 'cancelled' : undefined)
  }

  async function withdraw(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const reading = readForm(consentForm, request.body)
    if (!reading.ok) return back(request, response)
    const { purpose } = reading.value
    await withdrawConsent(db, actorOf(own), { registration: own.registration, purpose })
    back(request, response, 'consent')
  }

  async function renewCalendar(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    await rotateCalendarToken(db, actorOf(own), { registration: own.registration })
    back(request, response, 'calendar')
  }

  async function download(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const data = await findMyData(db, own)
    response.set(
      'Content-Disposition',
      disposition('attachment', `${own.event.slug}-${own.registration.reference}.json`),
    )
    response.set({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' })
    response.type('json').send(JSON.stringify(data, null, 2))
  }

  function back(request: Request, response: Response, done?: (typeof pages.notices)[number]): void {
    redirect(response, withQuery(urls.mine(localeOf(response), ownOf(request).token), { done }))
  }

  async function renderEdit(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const head = await headOf(request, response, context.t('attendee.edit.title'))
    render(response, pages.myEditPage, { ...pages.myEdit(context, ownOf(request)), form, head })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const { event } = ownOf(request)
    const publicity = await findPublicity(db, event.projectId, localeOf(response))
    return publicEventHead(contextOf(response), event, { title, isPrivate: true, publicity })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function actorOf({ registration }: Own) {
  return { kind: 'attendee', registrationId: registration.id } as const
}
