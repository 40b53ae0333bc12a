import { type Request, type RequestHandler, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { moveEventLink, removeEventLink, saveEventLink } from '../actions/links.ts'
import { linkForm } from '../forms/parts.ts'
import { organiserEventHead } from '../frame.ts'
import { eventOf, onEvent } from '../guards.ts'
import { linkHref, linkKindOptions, linkLines, linkPage, linksPage, linkValues } from '../pages/links.ts'
import { confirmPage } from '../pages/status.ts'
import { settingsTabs } from '../pages/tabs.ts'
import { findEventLink, listEventLinks } from '../queries.ts'
import type { EventLinkRow } from '../types.ts'

const links = slot<EventLinkRow>('event link')

/** Documents and links of an event. */
export function linkRoutes(services: Services): Router {
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const link = loading(links, request => findEventLink(services.db, eventOf(request).event.id, param(request, 'link')))
  const base = '/organiser/events/:event/settings/links'
  routes.get(base, organising, list(services))
  routes.post(base, organising, add(services))
  routes.get(`${base}/:link`, organising, link, edit)
  routes.post(`${base}/:link`, organising, link, save(services))
  routes.post(`${base}/:link/move`, organising, link, move(services))
  routes.get(`${base}/:link/remove`, organising, link, confirmRemoval)
  routes.post(`${base}/:link/remove`, organising, link, remove(services))
  return routes
}

const listPath = (request: Request, response: Response) =>
  urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'settings/links')

function list(services: Services): RequestHandler {
  return (request, response) =>
    showList(services, request, response, freshForm(listPath(request, response), { kind: 'document' }))
}

function add(services: Services): RequestHandler {
  return async (request, response) => {
    const path = listPath(request, response)
    const reading = readForm(linkForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), path, reading.typed, reading.problems)
      return showList(services, request, response.status(422), form)
    }
    await saveEventLink(services.db, actorOf(request), { event: eventOf(request).event, input: reading.value })
    flash(request, 'core.saved')
    redirect(response, path)
  }
}

const edit: RequestHandler = (request, response) => {
  const link = links.get(request)
  const action = linkHref(localeOf(response), eventOf(request).event.slug, link.reference)
  showLink(request, response, freshForm(action, linkValues(link)))
}

function save({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [{ event }, link] = [eventOf(request), links.get(request)]
    const reading = readForm(linkForm, request.body)
    if (!reading.ok) {
      const action = linkHref(localeOf(response), event.slug, link.reference)
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return showLink(request, response.status(422), form)
    }
    await saveEventLink(db, actorOf(request), { event, link, input: reading.value })
    flash(request, 'core.saved')
    redirect(response, listPath(request, response))
  }
}

function move({ db }: Services): RequestHandler {
  return async (request, response) => {
    const body: unknown = request.body
    const isUp = body !== null && typeof body === 'object' && 'direction' in body && body.direction === 'up'
    const about = { event: eventOf(request).event, link: links.get(request) }
    await moveEventLink(db, actorOf(request), { ...about, direction: isUp ? 'up' : 'down' })
    redirect(response, listPath(request, response))
  }
}

const confirmRemoval: RequestHandler = (request, response) => {
  const [t, locale] = [translatorOf(response), localeOf(response)]
  const [{ event }, link] = [eventOf(request), links.get(request)]
  const question = t('events.links.removeQuestion', { title: readText(link.title, locale) })
  render(response, confirmPage, {
    head: organiserEventHead({ t, locale }, eventOf(request), userOf(request), {
      title: question,
      current: 'settings',
    }),
    question,
    consequences: [t('events.links.removeConsequence')],
    action: `${linkHref(locale, event.slug, link.reference)}/remove`,
    submit: t('events.links.remove'),
    back: { href: listPath(request, response), label: t('core.back') },
  })
}

function remove({ db }: Services): RequestHandler {
  return async (request, response) => {
    await removeEventLink(db, actorOf(request), { event: eventOf(request).event, link: links.get(request) })
    redirect(response, listPath(request, response))
  }
}

async function showList({ db }: Services, request: Request, response: Response, form: FormModel): Promise<void> {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { event, role } = eventOf(request)
  const title = context.t('events.tab.links')
  render(response, linksPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'settings' }),
    flash: takeFlash(request),
    tabs: settingsTabs(context, event.slug, role, 'links'),
    links: linkLines(context.locale, event, await listEventLinks(db, event.id)),
    form,
    kinds: linkKindOptions(context.t),
  })
}

function showLink(request: Request, response: Response, form: FormModel): void {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const heading = readText(links.get(request).title, context.locale)
  render(response, linkPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title: heading, current: 'settings' }),
    heading,
    form,
    kinds: linkKindOptions(context.t),
    backHref: listPath(request, response),
  })
}
