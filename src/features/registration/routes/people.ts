import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { listHistory } from '../../audit/queries.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listMailsOfRegistration } from '../../mail/queries.ts'
import { changeRegistration, resendConfirmation } from '../actions/changes.ts'
import * as decisions from '../actions/decisions.ts'
import { organiserChangeForm } from '../forms.ts'
import * as pages from '../pages/one.ts'
import { findNeeds, findRegistrationOfEvent, listConsents } from '../queries/registrations.ts'
import { printedName } from '../queries/names.ts'
import type { RegistrationInEvent } from '../types.ts'

const registrations = slot<RegistrationInEvent>('registration')

/** One registration, and what an organiser does about it. */
export function registrationDeskRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/registrations/:registration'
  const viewing = onEvent(services, mayView)
  const organising = onEvent(services, mayOrganise)
  const theOne = loading(registrations, request =>
    findRegistrationOfEvent(db, eventOf(request).event.id, param(request, 'registration')),
  )

  routes.get(base, viewing, theOne, show)
  routes.get(`${base}/edit`, organising, theOne, edit)
  routes.post(`${base}/edit`, organising, theOne, save)
  routes.get(`${base}/cancel`, organising, theOne, confirmCancelling)
  routes.post(`${base}/cancel`, organising, theOne, cancel)
  routes.post(`${base}/promote`, organising, theOne, promote)
  routes.post(`${base}/approve`, organising, theOne, approve)
  routes.get(`${base}/decline`, organising, theOne, confirmDeclining)
  routes.post(`${base}/decline`, organising, theOne, decline)
  routes.post(`${base}/resend`, organising, theOne, resend)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const [access, registration] = [eventOf(request), registrations.get(request)]
    const data = {
      access,
      registration,
      needs: mayOrganise(access.role) ? await findNeeds(db, registration.id) : undefined,
      consents: await listConsents(db, registration.id),
      history: await listHistory(db, { kind: 'registration', id: registration.id }),
      mails: await listMailsOfRegistration(db, registration.id),
    }
    const model = pages.registrationModel(contextOf(response), data)
    render(response, pages.registrationPage, {
      ...model,
      head: headOf(request, response, model.name),
      flash: takeFlash(request),
    })
  }

  function edit(request: Request, response: Response): void {
    const form = freshForm(`${pathOf(request, response)}/edit`, pages.personalValues(registrations.get(request)))
    renderEdit(request, response, form)
  }

  async function save(request: Request, response: Response): Promise<void> {
    const reading = readForm(organiserChangeForm, request.body)
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (reading.ok) {
      const input = { registration: registrations.get(request), event: eventOf(request).event, details: reading.value }
      const { kind } = await changeRegistration(db, actorOf(request), input)
      if (kind === 'saved') return back(request, response, 'core.saved')
      if (kind === 'not-active') return back(request, response, 'registration.flash.notActive')
      problems.push({ field: 'email', message: 'errors.registeredAddress' })
    }
    const action = `${pathOf(request, response)}/edit`
    renderEdit(request, response.status(422), refusedForm(translatorOf(response), action, reading.typed, problems))
  }

  function confirmCancelling(request: Request, response: Response): void {
    renderConfirm(request, response, 'cancel')
  }

  async function cancel(request: Request, response: Response): Promise<void> {
    const { kind } = await decisions.cancelRegistration(db, actorOf(request), about(request))
    back(request, response, `registration.flash.${kind}`)
  }

  async function promote(request: Request, response: Response): Promise<void> {
    const { kind } = await decisions.promoteRegistration(db, actorOf(request), about(request))
    back(request, response, `registration.flash.${kind}`)
  }

  async function approve(request: Request, response: Response): Promise<void> {
    const { kind } = await decisions.approveRegistration(db, actorOf(request), about(request))
    back(request, response, `registration.flash.${kind}`)
  }

  function confirmDeclining(request: Request, response: Response): void {
    renderConfirm(request, response, 'decline')
  }

  async function decline(request: Request, response: Response): Promise<void> {
    const { kind } = await decisions.declineRegistration(db, actorOf(request), about(request))
    back(request, response, `registration.flash.${kind}`)
  }

  async function resend(request: Request, response: Response): Promise<void> {
    const input = { registration: registrations.get(request), event: eventOf(request).event }
    await resendConfirmation(db, actorOf(request), input)
    back(request, response, 'registration.flash.resent')
  }

  function about(request: Request) {
    return { registration: registrations.get(request) }
  }

  function pathOf(request: Request, response: Response): string {
    const part = `registrations/${registrations.get(request).reference}`
    return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, part)
  }

  function back(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, pathOf(request, response))
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }

  function renderEdit(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const title = context.t('registration.one.editTitle', { name: printedName(registrations.get(request)) })
    const backHref = pathOf(request, response)
    const head = headOf(request, response, title)
    const model = { head, title, form, categories: undefined, backHref }
    render(response, pages.registrationEditPage, { ...model, ...pages.editModel(context) })
  }

  function renderConfirm(request: Request, response: Response, deed: 'cancel' | 'decline'): void {
    const { t } = contextOf(response)
    const question = t(`registration.confirm.${deed}.question`, { name: printedName(registrations.get(request)) })
    const here = pathOf(request, response)
    render(response, pages.registrationConfirmPage, {
      head: headOf(request, response, question),
      question,
      consequences: [t(`registration.confirm.${deed}.mail`), t(`registration.confirm.${deed}.place`)],
      action: `${here}/${deed}`,
      submit: t(`registration.one.${deed}`),
      back: { href: here, label: t('core.back') },
    })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}
