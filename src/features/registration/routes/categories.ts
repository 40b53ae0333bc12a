import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import * as actions from '../actions/categories.ts'
import { type CategoryFormValue, categoryForm, readWindow } from '../forms/categories.ts'
import { localisedOf } from '../forms/moments.ts'
import { registrationSetupNav } from '../frame.ts'
import * as pages from '../pages/categories.ts'
import { setupConfirmPage } from '../pages/part.ts'
import { isUnused } from '../pages/places.ts'
import { findCategory, listCategories } from '../queries/offers.ts'
import { listSharedQuotas } from '../queries/quotas.ts'
import type { CategoryWithQuota } from '../types/places.ts'
import { belowTaken, contextOf, headOf, refusal, savedMessage } from './setup.ts'

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
    const [found, shared] = [await listCategories(db, event.id), await listSharedQuotas(db, event.id)]
    render(response, pages.categoryListPage, {
      head: headOf(request, response, context.t('capacity.categories.title')),
      flash: takeFlash(request),
      nav: registrationSetupNav(context, event, 'categories'),
      lines: pages.categoryLines(context, event, found, shared),
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
    if (!reading.ok) return renderForm(request, response, refusal(response, hrefOf(request, response, 'new'), reading))
    await actions.addCategory(db, actorOf(request), { event, input: reading.input, isForm: true })
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
    if (!reading.ok) return renderForm(request, response, refusal(response, href, reading))
    const outcome = await actions.editCategory(db, actorOf(request), { category, input: reading.input })
    if (outcome.kind === 'saved') return backToList(request, response, savedMessage(outcome.promoted))
    renderForm(request, response, refusal(response, href, belowTaken(reading.typed, outcome.taken)))
  }

  async function move(request: Request, response: Response): Promise<void> {
    const body: unknown = request.body
    const isUp = body !== null && typeof body === 'object' && 'direction' in body && body.direction === 'up'
    const direction = isUp ? 'up' : 'down'
    await actions.moveCategory(db, actorOf(request), { category: categories.get(request), direction })
    backToList(request, response, 'core.saved')
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const category = categories.get(request)
    const question = t('capacity.categories.removeQuestion', { name: readText(category.name, locale) })
    render(response, setupConfirmPage, {
      head: headOf(request, response, question),
      question,
      consequences: [t('capacity.categories.removeNote')],
      action: `${hrefOf(request, response, category.reference)}/remove`,
      submit: t('capacity.categories.remove'),
      back: { href: hrefOf(request, response, ''), label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { kind } = await actions.removeCategory(db, actorOf(request), { category: categories.get(request) })
    backToList(request, response, `capacity.flash.category.${kind}`)
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

  function renderForm(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const category = categories.find(request)
    const title = category ? readText(category.name, context.locale) : context.t('capacity.categories.new')
    render(response, pages.categoryFormPage, {
      head: headOf(request, response, title),
      title,
      form,
      taken: category?.taken ?? 0,
      removeHref:
        category && isUnused(category) ? `${hrefOf(request, response, category.reference)}/remove` : undefined,
      ...pages.categoryForm(context, eventOf(request).event),
    })
  }
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
    approvalHoldsPlace: value.approvalHoldsPlace,
    hasWaitingList: value.hasWaitingList,
    isHidden: value.isHidden,
    mostPerOrganisation: value.mostPerOrganisation ?? null,
  }
}
