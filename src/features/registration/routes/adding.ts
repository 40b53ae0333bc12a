import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { type AddedByHand, registerByHand } from '../actions/register.ts'
import { addForm, refusalMessages } from '../forms.ts'
import * as pages from '../pages/one.ts'
import { categoryOptions } from '../pages/words.ts'
import { listCategories } from '../queries/offers.ts'

/** Adding somebody who wrote or rang; mounted before the routes of one registration. */
export function registrationAddRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)

  routes.get('/organiser/events/:event/registrations/new', organising, newOne)
  routes.post('/organiser/events/:event/registrations/new', organising, add)
  return routes

  async function newOne(request: Request, response: Response): Promise<void> {
    const locale = localeOf(response)
    await renderForm(request, response, freshForm(pathOf(request, response), { country: 'CZ', locale }))
  }

  async function add(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = readForm(addForm, request.body)
    const problems: FieldProblem[] = reading.ok ? [] : [...reading.problems]
    const wanted = reading.typed.values['category']
    const category = (await listCategories(db, event.id)).find(({ reference }) => reference === wanted)
    if (reading.ok && category) {
      const { category: _, dietary, access, ...person } = reading.value
      const needs = { dietary, access }
      const wish = { ...person, needs, consents: [], eventId: event.id, categoryId: category.id }
      const outcome = await registerByHand(db, actorOf(request), wish)
      if ('reference' in outcome && outcome.reference) return finish(request, response, outcome, outcome.reference)
      problems.push({
        field: 'category',
        message: refusalMessages[outcome.kind === 'cancelled' ? 'cancelled' : 'full'],
      })
    }
    if (reading.ok && !category) problems.push({ field: 'category', message: 'errors.choose' })
    const form = refusedForm(translatorOf(response), pathOf(request, response), reading.typed, problems)
    await renderForm(request, response.status(422), form)
  }

  function finish(request: Request, response: Response, { kind }: AddedByHand, reference: string): void {
    const wasThere = kind === 'already-registered'
    flash(request, wasThere ? 'registration.flash.alreadyRegistered' : 'registration.flash.added')
    const part = `registrations/${reference}`
    redirect(response, urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, part))
  }

  function pathOf(request: Request, response: Response): string {
    return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'registrations/new')
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const { event } = eventOf(request)
    const title = context.t('registration.one.newTitle')
    const frame = { title, current: 'registrations' } as const
    render(response, pages.registrationEditPage, {
      head: organiserEventHead(context, eventOf(request), userOf(request), frame),
      title,
      form,
      categories: categoryOptions(context.locale, await listCategories(db, event.id)),
      backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
      ...pages.editModel(context),
    })
  }
}
