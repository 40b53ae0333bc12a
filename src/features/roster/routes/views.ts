import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { removeView, renameView, saveView, type ViewOutcome } from '../actions/views.ts'
import { renameForm, viewForm } from '../forms.ts'
import { partHref } from '../pages/query.ts'
import { viewsModel, viewsPage } from '../pages/views.ts'
import { findView, listViews } from '../queries/views.ts'
import { parseSelection, selectionQuery } from '../rules/selection.ts'
import type { RegistrationViewRow } from '../types.ts'
import { headOf } from './loading.ts'
import { noticeOf } from '../pages/notice.ts'
import { contextOf } from './reading.ts'

const views = slot<RegistrationViewRow>('view')

/** Ways of looking at the table that were given a name; everybody at the event has the same. */
export function viewRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/registrations/views'
  const organising = onEvent(services, mayOrganise)
  const theView = loading(views, request => findView(db, eventOf(request).event.id, param(request, 'view')))

  routes.get(base, organising, list)
  routes.post(base, organising, save)
  routes.post(`${base}/:view`, organising, theView, rename)
  routes.post(`${base}/:view/remove`, organising, theView, remove)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    await renderViews(request, response, {})
  }

  /** What is saved is the canonical query: nothing in it but what the table knows. */
  async function save(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = readForm(viewForm, request.body)
    const query = selectionQuery(parseSelection(reading.typed.values['query'] ?? '')).toString()
    const outcome = reading.ok
      ? await saveView(db, actorOf(request), { eventId: event.id, name: reading.value.name, query })
      : undefined
    if (outcome?.kind === 'saved') {
      flash(request, 'roster.flash.viewSaved')
      return redirect(response, `${partHref(contextOf(response).locale, event, '')}?${query}`)
    }
    const problems = reading.ok ? [] : reading.problems
    const fresh = refused(request, response, '', reading.typed, [...problems, ...problemsOf(outcome)])
    await renderViews(request, response.status(422), { fresh })
  }

  async function rename(request: Request, response: Response): Promise<void> {
    const view = views.get(request)
    const reading = readForm(renameForm, request.body)
    const outcome = reading.ok ? await renameView(db, actorOf(request), { view, name: reading.value.name }) : undefined
    if (outcome?.kind === 'saved') return backToList(request, response, 'core.saved')
    const problems = reading.ok ? [] : reading.problems
    const form = refused(request, response, `/${view.reference}`, reading.typed, [...problems, ...problemsOf(outcome)])
    await renderViews(request, response.status(422), { renaming: { reference: view.reference, form } })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await removeView(db, actorOf(request), { view: views.get(request) })
    backToList(request, response, 'roster.flash.viewRemoved')
  }

  function backToList(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, partHref(contextOf(response).locale, eventOf(request).event, '/views'))
  }

  function refused(
    request: Request,
    response: Response,
    part: string,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): FormModel {
    const action = partHref(contextOf(response).locale, eventOf(request).event, `/views${part}`)
    return refusedForm(translatorOf(response), action, typed, problems)
  }

  async function renderViews(
    request: Request,
    response: Response,
    forms: Parameters<typeof viewsModel>[3],
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const model = viewsModel(context, event, await listViews(db, event.id), forms)
    const head = headOf(request, response, context.t('roster.views.title'))
    render(response, viewsPage, { ...model, head, notice: noticeOf(contextOf(response), takeFlash(request)) })
  }
}

function problemsOf(outcome: ViewOutcome | undefined): FieldProblem[] {
  if (outcome === undefined || outcome.kind === 'saved') return []
  return [{ field: 'name', message: outcome.kind === 'name-taken' ? 'errors.viewName' : 'errors.tooManyViews' }]
}
