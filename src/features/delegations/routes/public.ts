import { type Request, type RequestHandler, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { Busy, NotFound } from '../../../core/errors.ts'
import { blankRow, changeRows, postedValues, rowOperation, rowValues } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import { announceDelegation } from '../actions.ts'
import { inPageOrder, isCaught, personRows, readDelegationForm } from '../forms.ts'
import * as pages from '../pages/public.ts'
import { chosenCategory, refusalProblem, requestsOf } from './reading.ts'

const offers = slot<EventOffer>('offer')

/** The public form of a delegation. */
export function delegationRoutes(services: Services): Router {
  const { db } = services
  const isOff = !services.config.rateLimits
  // Each sends a mail to everybody it names.
  const posts = createThrottle(db, { name: 'delegation', attempts: 60, seconds: 3_600, isOff })
  const published = onPublicEvent(services)
  const taken = whereDelegationsAreTaken(services)
  const routes = Router()

  routes.get('/events/:event/registration/delegation', published, taken, show)
  routes.post('/events/:event/registration/delegation', published, taken, submit)
  routes.get('/events/:event/registration/delegation/done', published, taken, done)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const offer = offers.get(request)
    if (!isOpen(offer)) return renderClosed(request, response)
    const locale = localeOf(response)
    const group = personRows(offer.settings.largestDelegation)
    const rows = rowValues(
      group,
      Array.from({ length: pages.firstRows }, () => blankRow(group)),
    )
    const values = { country: 'CZ', locale, waits: 'each', ...rows }
    await renderForm(request, response, freshForm(actionOf(request, response), values))
  }

  async function submit(request: Request, response: Response): Promise<void> {
    const { largestDelegation } = offers.get(request).settings
    const operation = rowOperation(request.body)
    if (operation?.group === 'person') {
      const values = changeRows(postedValues(request.body), personRows(largestDelegation), operation)
      return renderForm(request, response, freshForm(actionOf(request, response), values))
    }
    if (!(await posts.take(networkOf(request.ip ?? '')))) throw new Busy('too many delegations from one address', 60)
    if (isCaught(request.body)) return finish(request, response)
    const reading = readDelegationForm(request.body, largestDelegation)
    const category = chosenCategory(offers.get(request), reading.typed.values['category'] ?? '')
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (!category) problems.push({ field: 'category', message: 'errors.choose' })
    if (!reading.ok || !category) return refuse(request, response, reading.typed, problems, 422)
    const context = contextOf(response)
    const wish = requestsOf(context, category, reading.value)
    const outcome = await announceDelegation(db, visitor, { event: publicEventOf(request), ...wish })
    if (outcome.kind === 'registered') return finish(request, response)
    await refuse(request, response, reading.typed, [refusalProblem(outcome)], 409)
  }

  async function done(request: Request, response: Response): Promise<void> {
    await renderMessage(request, response, pages.delegationDone(contextOf(response), publicEventOf(request)))
  }

  function finish(request: Request, response: Response): void {
    redirect(response, urls.delegationDone(localeOf(response), publicEventOf(request).slug))
  }

  /** What was typed stays; the places are those of now. */
  async function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
    status: 409 | 422,
  ): Promise<void> {
    const offer = await findOffer(db, publicEventOf(request))
    offers.set(request, offer)
    if (!isOpen(offer)) return renderClosed(request, response.status(409))
    const form = refusedForm(translatorOf(response), actionOf(request, response), typed, inPageOrder(problems))
    await renderForm(request, response.status(status), form)
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const model = pages.delegationForm(context, publicEventOf(request), offers.get(request), form)
    const head = await headOf(request, response, context.t('delegations.form.title'))
    render(response, pages.delegationFormPage, { ...model, head })
  }

  async function renderClosed(request: Request, response: Response): Promise<void> {
    await renderMessage(request, response, pages.delegationClosed(contextOf(response), publicEventOf(request)))
  }

  async function renderMessage(
    request: Request,
    response: Response,
    model: Omit<pages.DelegationMessageModel, 'head'>,
  ): Promise<void> {
    render(response, pages.delegationMessagePage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const event = publicEventOf(request)
    const publicity = await findPublicity(db, event.projectId, localeOf(response))
    const isPrivate = request.method === 'POST'
    return publicEventHead(contextOf(response), event, { title, current: 'registration', publicity, isPrivate })
  }
}

/** Without delegations there is no such page. */
function whereDelegationsAreTaken({ db }: Services): RequestHandler {
  return async (request, _response, next) => {
    const offer = await findOffer(db, publicEventOf(request))
    if (!offer.settings.takesDelegations) throw new NotFound()
    offers.set(request, offer)
    next()
  }
}

function actionOf(request: Request, response: Response): string {
  return urls.delegationForm(localeOf(response), publicEventOf(request).slug)
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function isOpen(offer: EventOffer): boolean {
  return offer.categories.some(pages.isOpenCategory)
}
