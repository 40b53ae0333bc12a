import { type Request, type Response, Router } from 'express'
import { visitor } from '../../../core/actor.ts'
import { Busy } from '../../../core/errors.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls, withQuery } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import { createThrottle } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { cancelRegistration } from '../../registration/actions/decisions.ts'
import { replacePerson } from '../../registration/actions/replace.ts'
import { mayCancel, mayChange } from '../../registration/permissions.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import { addPerson, cancelDelegation } from '../actions.ts'
import { addPersonForm, contactReplaceForm } from '../forms.ts'
import { onDelegationToken, ownDelegationOf, peopleOf, personOf } from '../guards.ts'
import * as pages from '../pages/contact.ts'
import { isOpenCategory } from '../pages/public.ts'
import { findUnfinished } from '../queries.ts'
import { chosenCategory, contactConsent, refusalProblem, requestOf } from './reading.ts'

/** The pages of a contact. GET changes nothing, whoever opens the link (SEC-31). */
export function delegationContactRoutes(services: Services): Router {
  const { db } = services
  // Whoever has a link must not ask with it who is registered.
  const writes = createThrottle(db, {
    name: 'delegation-people',
    attempts: 120,
    seconds: 3_600,
    isOff: !services.config.rateLimits,
  })
  const contact = onDelegationToken(services)
  const routes = Router()

  routes.get('/delegations/:token', contact, show)
  routes.get('/delegations/:token/add', contact, newPerson)
  routes.post('/delegations/:token/add', contact, add)
  routes.get('/delegations/:token/cancel', contact, confirmAll)
  routes.post('/delegations/:token/cancel', contact, cancelAll)
  routes.get('/delegations/:token/people/:registration/replace', contact, newReplacement)
  routes.post('/delegations/:token/people/:registration/replace', contact, replace)
  routes.get('/delegations/:token/people/:registration/cancel', contact, confirmOne)
  routes.post('/delegations/:token/people/:registration/cancel', contact, cancelOne)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const [own, people] = [ownDelegationOf(request), peopleOf(request)]
    const model = pages.delegationModel(contextOf(response), {
      own,
      people,
      unfinished: await findUnfinished(db, own.event.id, people),
      offer: await findOffer(db, own.event),
      notice: queryText(request, 'done'),
    })
    render(response, pages.delegationPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function newPerson(request: Request, response: Response): Promise<void> {
    const { token } = ownDelegationOf(request)
    await renderAdd(request, response, freshForm(urls.delegationPart(localeOf(response), token, 'add')))
  }

  async function add(request: Request, response: Response): Promise<void> {
    const own = ownDelegationOf(request)
    const offer = await findOffer(db, own.event)
    if (!pages.mayAddPerson(own, peopleOf(request), offer)) return back(request, response)
    await countAttempt(request)
    const reading = readForm(addPersonForm, request.body)
    const open = { ...offer, categories: offer.categories.filter(isOpenCategory) }
    const category = chosenCategory(open, reading.typed.values['category'] ?? '')
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (!category) problems.push({ field: 'category', message: 'errors.choose' })
    if (!reading.ok || !category) return refuseAdding(request, response.status(422), reading.typed, problems)
    const { category: _chosen, participation: _given, ...person } = reading.value
    const wish = requestOf(person, await commonOf(request, response, category.category.id))
    const outcome = await addPerson(db, visitor, { delegation: own.delegation, request: wish })
    if (outcome.kind !== 'refused') return back(request, response, outcome.kind === 'added' ? 'added' : undefined)
    await refuseAdding(request, response.status(409), reading.typed, [refusalProblem(outcome)])
  }

  async function refuseAdding(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const action = urls.delegationPart(localeOf(response), ownDelegationOf(request).token, 'add')
    await renderAdd(request, response, refusedForm(translatorOf(response), action, typed, problems))
  }

  /** Whoever is added comes from where the others do. */
  async function commonOf(request: Request, response: Response, categoryId: number) {
    const { event, delegation } = ownDelegationOf(request)
    const [first] = peopleOf(request)
    const known = first && (await findRegistrationOfEvent(db, event.id, first.reference))
    const { organisation, locale } = delegation
    const consents = contactConsent(contextOf(response), 'one')
    return { eventId: event.id, categoryId, organisation, locale, country: known?.country ?? 'CZ', consents }
  }

  function newReplacement(request: Request, response: Response): Promise<void> | void {
    const person = personOf(request)
    if (!mayChange(person.status, ownDelegationOf(request).event, now())) return back(request, response, 'not-active')
    return renderReplace(request, response, freshForm(replacePath(request, response)))
  }

  async function replace(request: Request, response: Response): Promise<void> {
    const { event } = ownDelegationOf(request)
    const seen = personOf(request)
    if (!mayChange(seen.status, event, now())) return back(request, response, 'not-active')
    await countAttempt(request)
    const reading = readForm(contactReplaceForm, request.body)
    const registration = await findRegistrationOfEvent(db, event.id, seen.reference)
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (reading.ok && registration) {
      const { participation: _given, version, ...fields } = reading.value
      const { organisation, country, locale } = registration
      const person = { ...fields, titleAfter: '', organisation, country, locale }
      const consents = contactConsent(contextOf(response), 'one')
      const { kind } = await replacePerson(db, visitor, { registration, event, person, version, consents })
      if (kind === 'replaced') return back(request, response, 'replaced')
      if (kind === 'not-active') return back(request, response, 'not-active')
      problems.push({ field: 'email', message: 'errors.registeredAddress' })
    }
    const form = refusedForm(translatorOf(response), replacePath(request, response), reading.typed, problems)
    await renderReplace(request, response.status(422), form)
  }

  async function confirmOne(request: Request, response: Response): Promise<void> {
    const [own, person] = [ownDelegationOf(request), personOf(request)]
    if (!mayCancel(person.status, own.event, now())) return back(request, response, 'not-active')
    const model = pages.cancelOneModel(contextOf(response), own, person)
    render(response, pages.delegationConfirmPage, { ...model, head: await headOf(request, response, model.question) })
  }

  async function cancelOne(request: Request, response: Response): Promise<void> {
    const { event } = ownDelegationOf(request)
    const registration = { id: personOf(request).id, eventId: event.id }
    const { kind } = await cancelRegistration(db, visitor, { registration, reason: 'contact' })
    back(request, response, kind === 'already-cancelled' ? 'not-active' : kind)
  }

  async function confirmAll(request: Request, response: Response): Promise<void> {
    const own = ownDelegationOf(request)
    const model = pages.cancelAllModel(contextOf(response), own, peopleOf(request))
    render(response, pages.delegationConfirmPage, { ...model, head: await headOf(request, response, model.question) })
  }

  async function cancelAll(request: Request, response: Response): Promise<void> {
    const cancelled = await cancelDelegation(db, visitor, ownDelegationOf(request))
    back(request, response, cancelled > 0 ? 'all-cancelled' : 'not-active')
  }

  async function countAttempt(request: Request): Promise<void> {
    const isAllowed = await writes.take(ownDelegationOf(request).delegation.reference)
    if (!isAllowed) throw new Busy('too many changes of one delegation', 60)
  }

  function replacePath(request: Request, response: Response): string {
    const { token } = ownDelegationOf(request)
    return urls.delegationPart(localeOf(response), token, `people/${personOf(request).reference}/replace`)
  }

  function back(request: Request, response: Response, done?: pages.Notice): void {
    redirect(response, withQuery(urls.delegation(localeOf(response), ownDelegationOf(request).token), { done }))
  }

  async function renderAdd(request: Request, response: Response, form: FormModel): Promise<void> {
    const own = ownDelegationOf(request)
    const offer = await findOffer(db, own.event)
    if (!pages.mayAddPerson(own, peopleOf(request), offer)) return back(request, response)
    const model = pages.addModel(contextOf(response), own, offer, form)
    render(response, pages.personFormPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function renderReplace(request: Request, response: Response, form: FormModel): Promise<void> {
    const model = pages.replaceModel(contextOf(response), ownDelegationOf(request), personOf(request), form)
    render(response, pages.personFormPage, { ...model, head: await headOf(request, response, model.title) })
  }

  async function headOf(request: Request, response: Response, title: string) {
    const { event } = ownDelegationOf(request)
    const publicity = await findPublicity(db, event.projectId, localeOf(response))
    return publicEventHead(contextOf(response), event, { title, isPrivate: true, publicity })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}
