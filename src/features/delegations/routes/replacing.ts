import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { replacePerson } from '../../registration/actions/replace.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import { organiserReplaceForm } from '../forms.ts'
import * as pages from '../pages/organiser.ts'

const registrations = slot<RegistrationInEvent>('registration')

/** An organiser puts somebody else into a place. */
export function replacingRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const path = '/organiser/events/:event/registrations/:registration/replace'
  const organising = onEvent(services, mayOrganise)
  const theOne = loading(registrations, request =>
    findRegistrationOfEvent(db, eventOf(request).event.id, param(request, 'registration')),
  )

  routes.get(path, organising, theOne, show)
  routes.post(path, organising, theOne, replace)
  return routes

  function show(request: Request, response: Response): void {
    const { organisation, country, locale } = registrations.get(request)
    const values = { organisation, country, locale }
    renderForm(request, response, freshForm(`${backPath(request, response)}/replace`, values))
  }

  async function replace(request: Request, response: Response): Promise<void> {
    const registration = registrations.get(request)
    const { event } = eventOf(request)
    const reading = readForm(organiserReplaceForm, request.body)
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    if (reading.ok) {
      const { version, ...person } = reading.value
      const outcome = await replacePerson(db, actorOf(request), { registration, event, person, version })
      if (outcome.kind === 'replaced' || outcome.kind === 'not-active') {
        flash(request, `delegations.instead.${outcome.kind}`)
        return redirect(response, backPath(request, response))
      }
      problems.push(
        outcome.kind === 'address-taken'
          ? { field: 'email', message: 'errors.registeredAddress' }
          : { field: 'organisation', message: 'delegations.instead.organisationFull', values: { most: outcome.most } },
      )
    }
    const action = `${backPath(request, response)}/replace`
    renderForm(request, response.status(422), refusedForm(translatorOf(response), action, reading.typed, problems))
  }

  function backPath(request: Request, response: Response): string {
    const part = `registrations/${registrations.get(request).reference}`
    return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, part)
  }

  function renderForm(request: Request, response: Response, form: FormModel): void {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const model = pages.insteadModel(context, eventOf(request).event, registrations.get(request), form)
    const frame = { title: model.title, current: 'registrations' } as const
    const head = organiserEventHead(context, eventOf(request), userOf(request), frame)
    render(response, pages.insteadPage, { ...model, head })
  }
}
