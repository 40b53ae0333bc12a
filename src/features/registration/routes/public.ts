import { type Request, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { Busy } from '../../../core/errors.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
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
import { register } from '../actions/register.ts'
import { isCaught, linkForm, refusalMessages, registerForm } from '../forms.ts'
import * as pages from '../pages/public.ts'
import { findOffer } from '../queries/offers.ts'
import { consentsOf } from '../rules.ts'
import type { Admission, CategoryOffer, EventOffer, Granted, Refusal } from '../types.ts'

/** The public form, and the page that sends a lost link. */
export function registrationRoutes(services: Services): Router {
  const { db } = services
  const isOff = !services.config.rateLimits
  // A university's whole hall behind one address registers in the opening minute.
  const posts = createThrottle(db, { name: 'registration', attempts: 2_000, seconds: 60, isOff })
  const linkRequests = createThrottle(db, { name: 'registration-link', attempts: 3, seconds: 3_600, isOff })
  const linkRequestsFrom = createThrottle(db, { name: 'registration-link-ip', attempts: 60, seconds: 3_600, isOff })
  const published = onPublicEvent(services)
  const routes = Router()

  routes.get('/events/:event/registration', published, show)
  routes.post('/events/:event/registration', published, submit)
  routes.get('/events/:event/registration/done', published, done)
  routes.get('/events/:event/registration/link', published, askForLink)
  routes.post('/events/:event/registration/link', published, sendLink)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const event = publicEventOf(request)
    const offer = await findOffer(db, event)
    if (!isOpen(offer)) return renderClosed(request, response, offer)
    const locale = localeOf(response)
    const wanted = queryText(request, 'category')
    const chosen = offer.categories.find(({ category }) => category.reference === wanted)
    const values = { country: 'CZ', locale, category: chosen?.category.reference ?? '' }
    await renderForm(request, response, offer, freshForm(urls.registration(locale, event.slug), values))
  }

  async function submit(request: Request, response: Response): Promise<void> {
    if (!(await posts.take(networkOf(request.ip ?? '')))) throw new Busy('too many registrations from one address', 30)
    if (isCaught(request.body)) return redirectToDone(request, response, { kind: 'place' })
    const offer = await findOffer(db, publicEventOf(request))
    // Full goes on: who got the last place and sent the form twice is told so twice.
    if (!isOpen(offer) && offer.event.kind !== 'full') return renderClosed(request, response.status(409), offer)
    const reading = readForm(registerForm, request.body)
    const category = chosenCategory(offer, reading.typed.values['category'] ?? '')
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (!category) problems.push({ field: 'category', message: 'errors.choose' })
    if (!reading.ok || !category) return refuse(request, response, offer, reading.typed, problems)
    const { category: _, participation: _given, newsletter, dietary, access, ...person } = reading.value
    const { id: categoryId, eventId } = category.category
    const consents = consentsOf(translatorOf(response), localeOf(response), newsletter)
    const needs = { dietary, access }
    const outcome = await register(db, visitor, { ...person, eventId, categoryId, needs, consents })
    if (isGranted(outcome)) return redirectToDone(request, response, outcome)
    await refuseTaken(request, response, reading.typed, outcome)
  }

  async function done(request: Request, response: Response): Promise<void> {
    const asked = queryText(request, 'state')
    const outcome = pages.outcomes.find(known => known === asked) ?? 'place'
    const position = Number(/^\d{1,6}$/.exec(queryText(request, 'position'))?.[0] ?? 0)
    const model = pages.registrationDone(contextOf(response), publicEventOf(request), outcome, position)
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

  function redirectToDone(request: Request, response: Response, outcome: Granted): void {
    const position = outcome.kind === 'waiting' ? outcome.position : undefined
    const query = { state: outcome.kind, position }
    redirect(response, urls.registrationDone(localeOf(response), publicEventOf(request).slug, query))
  }

  /** The last place went, or the category closed, while the form was being filled in: what was typed stays. */
  async function refuseTaken(
    request: Request,
    response: Response,
    typed: FormModelTyped,
    { kind }: Refusal,
  ): Promise<void> {
    const offer = await findOffer(db, publicEventOf(request))
    const problems = [{ field: 'category', message: refusalMessages[kind] }]
    await refuse(request, response, offer, typed, problems, 409)
  }

  async function refuse(
    request: Request,
    response: Response,
    offer: EventOffer,
    typed: FormModelTyped,
    problems: readonly FieldProblem[],
    status: 422 | 409 = 422,
  ): Promise<void> {
    if (!isOpen(offer)) return renderClosed(request, response.status(409), offer)
    response.status(status)
    const action = urls.registration(localeOf(response), publicEventOf(request).slug)
    await renderForm(request, response, offer, refusedForm(translatorOf(response), action, typed, problems))
  }

  async function renderForm(request: Request, response: Response, offer: EventOffer, form: FormModel): Promise<void> {
    const title = translatorOf(response)('registration.form.title')
    const head = await headOf(request, response, title)
    const model = pages.registrationForm(contextOf(response), publicEventOf(request), offer, form)
    render(response, pages.registrationFormPage, { ...model, head })
  }

  async function renderClosed(request: Request, response: Response, offer: EventOffer): Promise<void> {
    const model = pages.registrationClosed(contextOf(response), publicEventOf(request), offer.event)
    render(response, pages.registrationClosedPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function renderLink(request: Request, response: Response, form: FormModel, isSent: boolean): Promise<void> {
    const head = await headOf(request, response, translatorOf(response)('registration.link.title'))
    const eventHref = urls.event(localeOf(response), publicEventOf(request).slug)
    render(response, pages.registrationLinkPage, { head, form, isSent, eventHref })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const event = publicEventOf(request)
    const publicity = await findPublicity(db, event.projectId, localeOf(response))
    // What somebody typed is nobody else's: such an answer is never kept.
    const isPrivate = request.method === 'POST'
    return publicEventHead(contextOf(response), event, { title, current: 'registration', publicity, isPrivate })
  }
}

type FormModelTyped = Pick<FormModel, 'values' | 'lists'>

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function isOpen(offer: EventOffer): boolean {
  return offer.event.kind === 'open' || offer.event.kind === 'waiting-list'
}

function isGranted(outcome: Admission): outcome is Granted {
  return outcome.kind === 'place' || outcome.kind === 'waiting' || outcome.kind === 'approval'
}

/** The category that was chosen; with only one there is nothing to choose. */
function chosenCategory({ categories }: EventOffer, reference: string): CategoryOffer | undefined {
  const [only, ...others] = categories
  if (only !== undefined && others.length === 0) return only
  return categories.find(({ category }) => category.reference === reference)
}
