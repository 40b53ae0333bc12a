import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { param } from '../../../core/http/loaders.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import * as decisions from '../../registration/actions/decisions.ts'
import { changeCategory, promoteSignUp, switchAttendance } from '../../registration/actions/moves.ts'
import { printedName } from '../../registration/queries/names.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import { listSignUps, type SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { attendanceForm, categoryForm, declineForm, moveForm, reasonForm } from '../forms.ts'
import { deedPage } from '../pages/deeds.ts'
import * as asks from '../pages/asks.ts'
import { oneConfirmPage } from '../pages/one.ts'
import { back, headOf, onePath, pathOf, registrationOf, theRegistration } from './loading.ts'
import { contextOf } from './reading.ts'

/** What an organiser decides about one registration, each on a page that says what follows. */
export function deedRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const theOne = theRegistration(services)

  routes.get(`${onePath}/cancel`, organising, theOne, askToCancel)
  routes.post(`${onePath}/cancel`, organising, theOne, cancel)
  routes.get(`${onePath}/decline`, organising, theOne, askToDecline)
  routes.post(`${onePath}/decline`, organising, theOne, decline)
  routes.get(`${onePath}/promote`, organising, theOne, askToPromote)
  routes.post(`${onePath}/promote`, organising, theOne, promote)
  routes.get(`${onePath}/move`, organising, theOne, askToMove)
  routes.post(`${onePath}/move`, organising, theOne, move)
  routes.get(`${onePath}/category`, organising, theOne, askForCategory)
  routes.post(`${onePath}/category`, organising, theOne, putInCategory)
  routes.get(`${onePath}/attendance`, organising, theOne, askForAttendance)
  routes.post(`${onePath}/attendance`, organising, theOne, changeAttendance)
  routes.get(`${onePath}/places/:place/promote`, organising, theOne, askToPromotePlace)
  routes.post(`${onePath}/places/:place/promote`, organising, theOne, promotePlace)
  return routes

  function askToCancel(request: Request, response: Response): void {
    const { event } = eventOf(request)
    const model = asks.cancelling(contextOf(response), event, registrationOf(request))
    render(response, oneConfirmPage, { ...model, head: headOf(request, response, model.question) })
  }

  async function cancel(request: Request, response: Response): Promise<void> {
    const input = { registration: registrationOf(request), reason: 'organiser' } as const
    const { kind } = await decisions.cancelRegistration(db, actorOf(request), input)
    back(request, response, `roster.flash.${kind}`)
  }

  function askToDecline(request: Request, response: Response): void {
    renderAsk(request, response, asks.declining, freshForm(pathOf(request, response, '/decline')))
  }

  async function decline(request: Request, response: Response): Promise<void> {
    const reading = readForm(declineForm, request.body)
    if (!reading.ok) return refuse(request, response, asks.declining, '/decline', reading)
    const input = { registration: registrationOf(request), reason: reading.value.reason }
    const { kind } = await decisions.declineRegistration(db, actorOf(request), input)
    back(request, response, `roster.flash.${kind}`)
  }

  function askToPromote(request: Request, response: Response): void {
    renderAsk(request, response, asks.promoting, freshForm(pathOf(request, response, '/promote')))
  }

  async function promote(request: Request, response: Response): Promise<void> {
    const reading = readForm(reasonForm, request.body)
    if (!reading.ok) return refuse(request, response, asks.promoting, '/promote', reading)
    const input = { registration: registrationOf(request), reason: reading.value.reason }
    const { kind } = await decisions.promoteRegistration(db, actorOf(request), input)
    back(request, response, `roster.flash.${kind}`)
  }

  function askToMove(request: Request, response: Response): void {
    const values = { position: String(registrationOf(request).position || 1) }
    renderAsk(request, response, asks.moving, freshForm(pathOf(request, response, '/move'), values))
  }

  async function move(request: Request, response: Response): Promise<void> {
    const reading = readForm(moveForm, request.body)
    if (!reading.ok) return refuse(request, response, asks.moving, '/move', reading)
    const input = { registration: registrationOf(request), ...reading.value }
    const { kind } = await decisions.moveInQueue(db, actorOf(request), input)
    back(request, response, `roster.flash.${kind}`)
  }

  async function askForCategory(request: Request, response: Response): Promise<void> {
    const { categoryReference } = registrationOf(request)
    const form = freshForm(pathOf(request, response, '/category'), { category: categoryReference })
    const categories = await listCategories(db, eventOf(request).event.id)
    renderAsk(request, response, (context, event, one) => asks.categorising(context, event, one, categories), form)
  }

  async function putInCategory(request: Request, response: Response): Promise<void> {
    const reading = readForm(categoryForm, request.body)
    const categories = await listCategories(db, eventOf(request).event.id)
    const chosen = categories.find(({ reference }) => reading.ok && reference === reading.value.category)
    if (chosen === undefined) {
      const problems = [{ field: 'category', message: 'errors.choose' }]
      const ask: asks.Ask = (context, event, one) => asks.categorising(context, event, one, categories)
      return refuse(request, response, ask, '/category', { problems, typed: reading.typed })
    }
    const input = { registration: registrationOf(request), categoryId: chosen.id }
    const { kind } = await changeCategory(db, actorOf(request), input)
    back(request, response, kind === 'full' ? 'roster.flash.categoryFull' : `roster.flash.${kind}`)
  }

  function askForAttendance(request: Request, response: Response): void {
    const { attendance } = registrationOf(request)
    renderAsk(request, response, asks.attending, freshForm(pathOf(request, response, '/attendance'), { attendance }))
  }

  async function changeAttendance(request: Request, response: Response): Promise<void> {
    const reading = readForm(attendanceForm, request.body)
    if (eventOf(request).event.mode !== 'hybrid') throw new NotFound()
    if (!reading.ok) return refuse(request, response, asks.attending, '/attendance', reading)
    const input = { registration: registrationOf(request), attendance: reading.value.attendance }
    const { kind } = await switchAttendance(db, actorOf(request), input)
    back(request, response, kind === 'full' ? 'roster.flash.attendanceFull' : `roster.flash.${kind}`)
  }

  async function askToPromotePlace(request: Request, response: Response): Promise<void> {
    const place = await placeOf(request)
    const path = pathOf(request, response, `/places/${param(request, 'place')}/promote`)
    renderAsk(request, response, (context, _event, one) => asks.promotingPlace(context, one, place), freshForm(path))
  }

  async function promotePlace(request: Request, response: Response): Promise<void> {
    const place = await placeOf(request)
    const reading = readForm(reasonForm, request.body)
    if (!reading.ok) {
      const ask: asks.Ask = (context, _event, one) => asks.promotingPlace(context, one, place)
      return refuse(request, response, ask, `/places/${param(request, 'place')}/promote`, reading)
    }
    const input = { registration: registrationOf(request), signUp: place, reason: reading.value.reason }
    const { kind } = await promoteSignUp(db, actorOf(request), input)
    back(request, response, kind === 'full' ? 'roster.flash.placeFull' : `roster.flash.${kind}`)
  }

  /** The part or option the path names, among those of this registration. */
  async function placeOf(request: Request): Promise<SignUpOfRegistration> {
    const reference = param(request, 'place')
    const places = await listSignUps(db, registrationOf(request).id)
    const place = places.find(one => one.partReference === reference || one.optionReference === reference)
    if (place === undefined) throw new NotFound()
    return place
  }

  type Refusal = Parameters<typeof refusedForm>

  function refuse(
    request: Request,
    response: Response,
    ask: asks.Ask,
    part: string,
    { problems, typed }: { problems: Refusal[3]; typed: Refusal[2] },
  ): void {
    const form = refusedForm(translatorOf(response), pathOf(request, response, part), typed, problems)
    renderAsk(request, response.status(422), ask, form)
  }

  function renderAsk(request: Request, response: Response, ask: asks.Ask, form: FormModel): void {
    const registration = registrationOf(request)
    const model = ask(contextOf(response), eventOf(request).event, registration)
    const head = headOf(request, response, model.title)
    const back = { backHref: pathOf(request, response), backLabel: printedName(registration) }
    render(response, deedPage, { ...model, ...back, head, form })
  }
}
