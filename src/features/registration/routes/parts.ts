import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { inTransaction } from '../../../core/database.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { movePart, removePart } from '../actions/parts.ts'
import { cancelPart } from '../actions/sign-ups.ts'
import { registrationSetupNav } from '../frame.ts'
import { setupConfirmPage } from '../pages/part.ts'
import * as pages from '../pages/parts.ts'
import { listCategories } from '../queries/offers.ts'
import { findPart, listParts, listPartSources, type PartWithQuota } from '../queries/parts.ts'
import { listSharedQuotas } from '../queries/quotas.ts'
import { contextOf, headOf } from './setup.ts'

const parts = slot<PartWithQuota>('part')

/** Where everything about the parts of an event is. */
export const partsBase = '/organiser/events/:event/parts'

/** Loads the part that the URL names within its event. */
export function thePart({ db }: Services) {
  return loading(parts, request => findPart(db, eventOf(request).event.id, param(request, 'part')))
}

/** The part that `thePart` loaded; undefined on the form of a new one. */
export function partOf(request: Request): PartWithQuota | undefined {
  return parts.find(request)
}

/** The parts of an event: the list, their order, what ends them. */
export function partRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const one = thePart(services)

  routes.get(partsBase, organising, list)
  routes.post(`${partsBase}/:part/move`, organising, one, move)
  routes.get(`${partsBase}/:part/cancel`, organising, one, confirmCancelling)
  routes.post(`${partsBase}/:part/cancel`, organising, one, cancel)
  routes.get(`${partsBase}/:part/remove`, organising, one, confirmRemoval)
  routes.post(`${partsBase}/:part/remove`, organising, one, remove)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const sources = await listPartSources(db, event.id)
    const [found, categories] = [await listParts(db, event.id), await listCategories(db, event.id)]
    const shared = await listSharedQuotas(db, event.id)
    render(response, pages.partListPage, {
      head: headOf(request, response, context.t('capacity.parts.title')),
      flash: takeFlash(request),
      nav: registrationSetupNav(context, event, 'parts'),
      lines: pages.partLines(context, { event, parts: found, categories, shared, sources }),
      sources: pages.sourceLines(context, event, sources),
      newHref: pages.newPartHref(context, event),
      backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
    })
  }

  async function move(request: Request, response: Response): Promise<void> {
    const body: unknown = request.body
    const isUp = body !== null && typeof body === 'object' && 'direction' in body && body.direction === 'up'
    await movePart(db, actorOf(request), { part: parts.get(request), direction: isUp ? 'up' : 'down' })
    backToList(request, response, 'core.saved')
  }

  function confirmCancelling(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const part = parts.get(request)
    const count = part.taken + part.waiting
    confirm(request, response, 'cancel', {
      question: t('capacity.parts.cancelQuestion', { name: readText(part.title, locale) }),
      consequences: [t('capacity.parts.cancelPeople', { count }), t('capacity.parts.cancelNote')],
      submit: t('capacity.parts.cancel'),
    })
  }

  async function cancel(request: Request, response: Response): Promise<void> {
    const part = parts.get(request)
    if (part.cancelledAt === null) await inTransaction(db, trx => cancelPart(trx, actorOf(request), { part }))
    backToList(request, response, 'capacity.flash.partCancelled')
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    confirm(request, response, 'remove', {
      question: t('capacity.parts.removeQuestion', { name: readText(parts.get(request).title, locale) }),
      consequences: [t('capacity.parts.removeNote')],
      submit: t('capacity.parts.remove'),
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { kind } = await removePart(db, actorOf(request), { part: parts.get(request) })
    backToList(request, response, kind === 'removed' ? 'capacity.flash.partRemoved' : 'capacity.flash.partInUse')
  }

  function confirm(
    request: Request,
    response: Response,
    deed: 'cancel' | 'remove',
    words: { question: string; consequences: readonly string[]; submit: string },
  ): void {
    const context = contextOf(response)
    const href = pages.partHref(context, eventOf(request).event, parts.get(request).reference)
    render(response, setupConfirmPage, {
      head: headOf(request, response, words.question),
      ...words,
      action: `${href}/${deed}`,
      back: { href, label: context.t('core.back') },
    })
  }

  function backToList(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, pages.partHref(contextOf(response), eventOf(request).event))
  }
}
