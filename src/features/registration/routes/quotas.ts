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
import { addSharedQuota, editSharedQuota, removeSharedQuota, type SharedQuotaInput } from '../actions/quotas.ts'
import { localisedOf } from '../forms/moments.ts'
import { memberName, readMembers, sharedQuotaForm, sharedQuotaLists } from '../forms/quotas.ts'
import { registrationSetupNav } from '../frame.ts'
import { setupConfirmPage } from '../pages/part.ts'
import * as pages from '../pages/quotas.ts'
import { findSharedQuota, listCountedThings, listSharedQuotas, type QuotaWithMembers } from '../queries/quotas.ts'
import { belowTaken, contextOf, headOf, refusal, savedMessage } from './setup.ts'

const quotas = slot<QuotaWithMembers>('quota')

/** Places that several things share, and how many may come at all. */
export function quotaRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/quotas'
  const one = loading(quotas, request => findSharedQuota(db, eventOf(request).event.id, param(request, 'quota')))

  routes.get(base, organising, list)
  routes.get(`${base}/new`, organising, newOne)
  routes.post(`${base}/new`, organising, create)
  routes.get(`${base}/:quota`, organising, one, edit)
  routes.post(`${base}/:quota`, organising, one, save)
  routes.get(`${base}/:quota/remove`, organising, one, confirmRemoval)
  routes.post(`${base}/:quota/remove`, organising, one, remove)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const found = await listSharedQuotas(db, event.id)
    render(response, pages.quotaListPage, {
      head: headOf(request, response, context.t('capacity.quotas.title')),
      flash: takeFlash(request),
      nav: registrationSetupNav(context, event, 'quotas'),
      whole: pages.wholeLines(context, event, found),
      wholeHref: urls.organiserEventPart(context.locale, event.slug, 'whole-places'),
      lines: pages.sharedLines(context, event, found),
      newHref: pages.quotaHref(context, event, 'new'),
      checkHref: urls.organiserEventPart(context.locale, event.slug, 'self-check'),
      backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
    })
  }

  function newOne(request: Request, response: Response): Promise<void> {
    return renderForm(request, response, freshForm(actionOf(request, response)))
  }

  async function create(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const reading = await read(request)
    const action = actionOf(request, response)
    if (!reading.ok) return renderForm(request, response, refusal(response, action, reading))
    const outcome = await addSharedQuota(db, actorOf(request), { event, input: reading.input })
    if (outcome.kind === 'saved') return backToList(request, response, 'core.saved')
    await renderForm(request, response, refusal(response, action, belowTaken(reading.typed, outcome.taken)))
  }

  function edit(request: Request, response: Response): Promise<void> {
    const quota = quotas.get(request)
    const members = quota.members.map(memberName)
    return renderForm(request, response, freshForm(actionOf(request, response), pages.quotaValues(quota), { members }))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const quota = quotas.get(request)
    const reading = await read(request)
    const action = actionOf(request, response)
    if (!reading.ok) return renderForm(request, response, refusal(response, action, reading))
    const outcome = await editSharedQuota(db, actorOf(request), { quota, input: reading.input })
    if (outcome.kind === 'saved') return backToList(request, response, 'core.saved')
    await renderForm(request, response, refusal(response, action, belowTaken(reading.typed, outcome.taken)))
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const href = actionOf(request, response)
    const question = t('capacity.quotas.removeQuestion', { name: readText(quotas.get(request).name, locale) })
    render(response, setupConfirmPage, {
      head: headOf(request, response, question),
      question,
      consequences: [t('capacity.quotas.removeNote'), t('capacity.quotas.removePromotes')],
      action: `${href}/remove`,
      submit: t('capacity.quotas.remove'),
      back: { href, label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const { promoted } = await removeSharedQuota(db, actorOf(request), { quota: quotas.get(request) })
    backToList(request, response, promoted === 0 ? 'capacity.flash.quotaRemoved' : savedMessage(promoted))
  }

  async function read(request: Request) {
    const reading = readForm(sharedQuotaForm, request.body, sharedQuotaLists)
    if (!reading.ok) return reading
    const things = await listCountedThings(db, eventOf(request).event.id)
    const { members, problems } = readMembers(reading.value, things)
    if (problems.length > 0) return { ok: false, typed: reading.typed, problems } as const
    const input: SharedQuotaInput = {
      name: localisedOf(reading.value, 'name'),
      capacity: reading.value.capacity,
      members,
    }
    return { ok: true, typed: reading.typed, input } as const
  }

  function actionOf(request: Request, response: Response): string {
    const reference = quotas.find(request)?.reference ?? 'new'
    return pages.quotaHref(contextOf(response), eventOf(request).event, reference)
  }

  function backToList(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, pages.quotaHref(contextOf(response), eventOf(request).event))
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const quota = quotas.find(request)
    const title = quota ? readText(quota.name, context.locale) : context.t('capacity.quotas.newTitle')
    render(response, pages.quotaFormPage, {
      head: headOf(request, response, title),
      title,
      form,
      taken: quota?.taken ?? 0,
      groups: pages.memberGroups(context, await listCountedThings(db, event.id), memberName),
      labels: pages.quotaLabels(context),
      removeHref: quota && `${actionOf(request, response)}/remove`,
      backHref: pages.quotaHref(context, event),
    })
  }
}
