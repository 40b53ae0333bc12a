import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../../core/http/forms.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import { readText } from '../../../../core/localised-text.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { orderTracks, removeTrack, saveTrack } from '../../actions/tracks.ts'
import { orderForm, trackForm } from '../../forms.ts'
import { editorPath } from '../../pages/editor.ts'
import { trackColours, trackFormOf, trackFormPage, trackLines, trackListPage } from '../../pages/lists.ts'
import { removePage } from '../../pages/session-form.ts'
import { steppedOrder } from '../../rules/order.ts'
import { contextOf, draftOf, editorHead, theDraft, theTrack, trackOf } from './draft.ts'

/** The tracks of the draft. */
export function trackEditorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda/tracks'

  routes.get(base, organisers, draft, list)
  routes.post(base, organisers, draft, add)
  routes.post('/organiser/events/:event/agenda/track-order', organisers, draft, reorder)
  routes.get(`${base}/:track`, organisers, draft, theTrack, show)
  routes.post(`${base}/:track`, organisers, draft, theTrack, save)
  routes.get(`${base}/:track/remove`, organisers, draft, theTrack, confirmRemoval)
  routes.post(`${base}/:track/remove`, organisers, draft, theTrack, remove)
  return routes

  function list(request: Request, response: Response): void {
    const free = [1, 2, 3, 4, 5, 6, 7, 8].find(one => !draftOf(request).tracks.some(({ colour }) => colour === one))
    renderList(request, response, freshForm(listPath(request, response), { colour: String(free ?? 1) }))
  }

  async function add(request: Request, response: Response): Promise<void> {
    const reading = readForm(trackForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(contextOf(response).t, listPath(request, response), reading.typed, reading.problems)
      return renderList(request, response.status(422), form)
    }
    await saveTrack(db, actorOf(request), { event: eventOf(request).event, input: reading.value })
    done(request, response)
  }

  async function reorder(request: Request, response: Response): Promise<void> {
    const reading = readForm(orderForm, request.body)
    const order = draftOf(request).tracks.map(({ slug }) => slug)
    if (reading.ok) {
      const slugs = steppedOrder(order, reading.value.track, reading.value.direction)
      await orderTracks(db, actorOf(request), { event: eventOf(request).event, slugs })
    }
    redirect(response, listPath(request, response))
  }

  function show(request: Request, response: Response): void {
    renderTrack(request, response, trackFormOf(trackPath(request, response), trackOf(request)))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const reading = readForm(trackForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(contextOf(response).t, trackPath(request, response), reading.typed, reading.problems)
      return renderTrack(request, response.status(422), form)
    }
    const what = { event: eventOf(request).event, track: trackOf(request), input: reading.value }
    await saveTrack(db, actorOf(request), what)
    done(request, response)
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const title = t('agenda.removeTrack.title', { name: readText(trackOf(request).name, locale) })
    render(response, removePage, {
      head: editorHead(request, response, title),
      question: title,
      consequence: t('agenda.removeTrack.consequence'),
      submit: t('agenda.removeTrack.submit'),
      action: `${trackPath(request, response)}/remove`,
      back: { href: trackPath(request, response), label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await removeTrack(db, actorOf(request), { event: eventOf(request).event, track: trackOf(request) })
    flash(request, 'agenda.removeTrack.done')
    redirect(response, listPath(request, response))
  }

  function done(request: Request, response: Response): void {
    flash(request, 'core.saved')
    redirect(response, listPath(request, response))
  }

  function listPath(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, 'tracks')
  }

  function trackPath(request: Request, response: Response): string {
    return `${listPath(request, response)}/${trackOf(request).slug}`
  }

  function renderList(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, trackListPage, {
      head: editorHead(request, response, context.t('agenda.tracks.title')),
      flash: takeFlash(request),
      agendaHref: editorPath(context.locale, event),
      orderAction: editorPath(context.locale, event, 'track-order'),
      tracks: trackLines(context.locale, event, draftOf(request)),
      form,
      colours: trackColours(context),
    })
  }

  function renderTrack(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const heading = readText(trackOf(request).name, context.locale)
    render(response, trackFormPage, {
      head: editorHead(request, response, heading),
      heading,
      form,
      colours: trackColours(context),
      listHref: listPath(request, response),
      removeHref: `${trackPath(request, response)}/remove`,
    })
  }
}
