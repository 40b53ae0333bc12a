import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import * as actions from '../actions/categories.ts'
import { type CategoryFormValue, categoryForm, localisedOf, readWindow } from '../forms.ts'
import * as pages from '../pages/categories.ts'
import { registrationConfirmPage } from '../pages/one.ts'
import { findCategory, listCategories } from '../queries/offers.ts'
import type { CategoryWithQuota } from '../types.ts'

const categories = slot<CategoryWithQuota>('category')

/** The categories of an event: places, times, approval, waiting list, order. */
export function categoryRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/categories'
  const theOne = loading(categories, request => findCategory(db, eventOf(request).event.id, param(request, 'category')))

  routes.get(base, organising, list)
  routes.get(`${base}/new`, organising, newOne)
  routes.post(`${base}/new`, organising, create)
  routes.get(`${base}/:category`, organising, theOne, edit)
  routes.post(`${base}/:category`, organising, theOne, save)
  routes.post(`${base}/:category/move`, organising, theOne, move)
  routes.get(`${base}/:category/remove`, organising, theOne, confirmRemoval)
  routes.post(`${base}/:category/remove`, organising, theOne, remove)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, pages.categoryListPage, {
      head: headOf(request, response, context.t('registration.categories.title')),
      flash: takeFlash(request),
      lines: pages.categoryLines(context, event, await listCategories(db, event.id)),
      newHref: pages.categoryHref(context, event, 'new'),
      backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
    })
  }

  function newOne(request: Request, response: Response): void {
    renderForm(request, response, freshForm(hrefOf(request, response, 'new'), { hasWaitingList: 'yes' }))
  }

  async function create(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = read(request)
    if (!reading.ok) return refuse(request, response, hrefOf(request, response, 'new'), reading)
    await actions.addCategory(db, actorOf(request), { event, input: reading.input })
    backToList(request, response, 'core.saved')
  }

  function edit(request: Request, response: Response): void {
    const category = categories.get(request)
    const values = pages.categoryValues(category, eventOf(request).event)
    renderForm(request, response, freshForm(hrefOf(request, response, category.reference), values))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const category = categories.get(request)
    const href = hrefOf(request, response, category.reference)
    const reading = read(request)
    if (!reading.ok) return refuse(request, response, href, reading)
    const outcome = await actions.editCategory(db, actorOf(request), { category, input: reading.input })
    if (outcome.kind === 'saved') return backToList(request, response, savedMessage(outcome.promoted))
    const values = { taken: outcome.taken }
    const problems = [{ field: 'capacity', message: 'errors.capacityBelowTaken', values }]
    refuse(request, response, href, { typed: reading.typed, problems })
  }

  async function move(request: Request, response: Response): Promise<void> {
    const body: unknown = request.body
    const isUp = body !== null && typeof body === 'object' && 'direction' in body && body.direction === 'up'
    const direction = isUp ? 'up' : 'down'
    await actions.moveCategory(db, actorOf(request), { category: categories.get(request), direction })
    backToList(request, response, 'core.saved')
  }

  function confirmRemoval(request: Request, response: Response): void {
    const context = contextOf(response)
    const category = categories.get(request)
    const name = readText(category.name, context.locale)
    const question = context.t('registration.categories.removeQuestion', { name })
    render(response, registrationConfirmPage, {
      head: headOf(request, response, question),
      question,
      consequences: [context.t('registration.categories.removeNote')],
      action: `${hrefOf(request, response, category.reference)}/remove`,
      submit: context.t('registration.categories.remove'),
      back: { href: hrefOf(request, response, ''), label: context.t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { kind } = await actions.removeCategory(db, actorOf(request), { category: categories.get(request) })
    backToList(request, response, kind === 'removed' ? 'registration.flash.removed' : 'registration.flash.inUse')
  }

  function read(request: Request) {
    const reading = readForm(categoryForm, request.body)
    if (!reading.ok) return reading
    const window = readWindow(reading.value, eventOf(request).event.timeZone)
    if (window.problems.length > 0) return { ok: false, typed: reading.typed, problems: window.problems } as const
    return { ok: true, typed: reading.typed, input: inputOf(reading.value, window) } as const
  }

  function hrefOf(request: Request, response: Response, part: string): string {
    return pages.categoryHref(contextOf(response), eventOf(request).event, part).replace(/\/$/, '')
  }

  function backToList(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, hrefOf(request, response, ''))
  }

  function refuse(
    request: Request,
    response: Response,
    href: string,
    { typed, problems }: { typed: Pick<FormModel, 'values' | 'lists'>; problems: readonly FieldProblem[] },
  ): void {
    renderForm(request, response.status(422), refusedForm(translatorOf(response), href, typed, problems))
  }

  function renderForm(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const category = categories.find(request)
    const title = category ? readText(category.name, context.locale) : context.t('registration.categories.new')
    render(response, pages.categoryFormPage, {
      head: headOf(request, response, title),
      title,
      form,
      taken: category?.taken ?? 0,
      ...pages.categoryForm(context, event),
    })
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function inputOf(
  value: CategoryFormValue,
  { opensAt, closesAt }: Pick<actions.CategoryInput, 'opensAt' | 'closesAt'>,
): actions.CategoryInput {
  return {
    name: localisedOf(value, 'name'),
    description: localisedOf(value, 'description'),
    capacity: value.capacity ?? null,
    opensAt,
    closesAt,
    needsApproval: value.needsApproval,
    hasWaitingList: value.hasWaitingList,
  }
}

/** Saved, and whether somebody who waited has a place now. */
function savedMessage(promoted: number): string {
  return promoted === 0 ? 'core.saved' : 'registration.flash.capacityRaised'
}
