import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { disposition, sendUntrusted } from '../../../core/http/caching.ts'
import { readForm } from '../../../core/http/forms.ts'
import { param, queryText } from '../../../core/http/loaders.ts'
import { localeOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import { drawQr } from '../../../core/qr.ts'
import { now } from '../../../core/time.ts'
import { ticketCode } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { findInvitation } from '../../calendar/queries/invitations.ts'
import { personalWays } from '../../calendar/frame.ts'
import { rotateCalendarToken, withdrawConsent } from '../../registration/actions/changes.ts'
import { cancelRegistration } from '../../registration/actions/decisions.ts'
import { confirmAddress } from '../../registration/actions/offers.ts'
import { mayCancel, mayChange } from '../../registration/permissions.ts'
import { findFileOfRegistration } from '../../registration/queries/files.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { listConsents } from '../../registration/queries/registrations.ts'
import { listSignUps } from '../../registration/queries/sign-ups.ts'
import { findVenue } from '../../venues/queries.ts'
import { consentForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import { askPage, askToCancel } from '../pages/asks.ts'
import { myRegistration, myRegistrationPage } from '../pages/mine.ts'
import { findMyData, findOwnDelegation } from '../queries.ts'
import { actorOf, back, contextOf, headOf } from './head.ts'

/** The private pages of a registration. GET changes nothing, whoever opens the link (SEC-31). */
export function attendeeRoutes(services: Services): Router {
  const { db, tokens, config } = services
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token', owner, show)
  routes.post('/r/:token/confirm', owner, confirm)
  routes.get('/r/:token/cancel', owner, confirmCancelling)
  routes.post('/r/:token/cancel', owner, cancel)
  routes.post('/r/:token/consent', owner, withdraw)
  routes.post('/r/:token/calendar', owner, renewCalendar)
  routes.get('/r/:token/data.json', owner, download)
  routes.get('/r/:token/files/:file', owner, downloadFile)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const { event, registration } = own
    const code = ticketCode(tokens, registration.reference, registration.tokenVersion)
    const calendarToken = tokens.issue('calendar', registration.reference, registration.calendarTokenVersion)
    const { delegationId } = registration
    const model = myRegistration(contextOf(response), {
      own,
      offer: await findOffer(db, event),
      signUps: await listSignUps(db, registration.id),
      delegation: delegationId === null ? undefined : await findOwnDelegation(db, delegationId),
      release: await findLatestOutline(db, event.id),
      consents: await listConsents(db, registration.id),
      venue: event.venueId === null ? undefined : await findVenue(db, event.venueId),
      code,
      qr: drawQr(code),
      ways: personalWays(config.baseUrl, calendarToken, readText(event.title, localeOf(response))),
      invitation: await findInvitation(db, registration),
      notice: queryText(request, 'done'),
    })
    render(response, myRegistrationPage, { ...model, head: await headOf(services, response, event, model.title) })
  }

  async function confirm(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayChange(own.registration.status, own.event, now())) return back(request, response, 'notConfirmed')
    const { kind } = await confirmAddress(db, actorOf(own), { registration: own.registration })
    if (kind === 'not-unconfirmed') return back(request, response, 'notConfirmed')
    const isGranted = kind === 'place' || kind === 'waiting' || kind === 'approval'
    back(request, response, isGranted ? 'confirmed' : 'addressFull')
  }

  async function confirmCancelling(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayCancel(own.registration.status, own.event, now())) return back(request, response)
    const signUps = await listSignUps(db, own.registration.id)
    const model = askToCancel(contextOf(response), own, signUps)
    render(response, askPage, { ...model, head: await headOf(services, response, own.event, model.question) })
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
    const name = `${own.event.slug}-${own.registration.reference}.json`
    privately(response, name)
    response.type('json').send(JSON.stringify(await findMyData(db, own), null, 2))
  }

  async function downloadFile(request: Request, response: Response): Promise<void> {
    const file = await findFileOfRegistration(db, ownOf(request).registration.id, param(request, 'file'))
    if (file === undefined) throw new NotFound()
    response.set('X-Robots-Tag', 'noindex')
    sendUntrusted(response, { name: file.fileName, type: file.contentType, bytes: await services.files.read(file) })
  }
}

/** Something of one person, to keep: stored by no cache, indexed by nobody, opened as nothing but a file. */
function privately(response: Response, name: string): void {
  response.set('Content-Disposition', disposition('attachment', name))
  response.set({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' })
}
