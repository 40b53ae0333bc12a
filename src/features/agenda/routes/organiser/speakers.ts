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
import { removeSpeaker, saveSpeaker } from '../../actions/speakers.ts'
import { speakerForm } from '../../forms.ts'
import { editorPath } from '../../pages/editor.ts'
import { speakerFormOf, speakerFormPage, speakerLines, speakerListPage } from '../../pages/lists.ts'
import { clashNote } from '../../pages/sentences.ts'
import { removePage } from '../../pages/session-form.ts'
import { contextOf, draftOf, editorHead, speakerOf, theDraft, theSpeaker } from './draft.ts'

/** The speakers of the draft. */
export function speakerEditorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda/speakers'

  routes.get(base, organisers, draft, list)
  routes.get(`${base}/new`, organisers, draft, showNew)
  routes.post(`${base}/new`, organisers, draft, save)
  routes.get(`${base}/:speaker`, organisers, draft, theSpeaker, showEdit)
  routes.post(`${base}/:speaker`, organisers, draft, theSpeaker, save)
  routes.get(`${base}/:speaker/remove`, organisers, draft, theSpeaker, confirmRemoval)
  routes.post(`${base}/:speaker/remove`, organisers, draft, theSpeaker, remove)
  return routes

  function list(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const { event } = eventOf(request)
    render(response, speakerListPage, {
      head: editorHead(request, response, t('agenda.speakers.title')),
      flash: takeFlash(request),
      newHref: editorPath(locale, event, 'speakers/new'),
      agendaHref: editorPath(locale, event),
      speakers: speakerLines(locale, event, draftOf(request)),
    })
  }

  function showNew(request: Request, response: Response): void {
    renderForm(request, response, freshForm(pathOf(request, response)))
  }

  function showEdit(request: Request, response: Response): void {
    renderForm(request, response, speakerFormOf(pathOf(request, response), speakerOf(request)))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const reading = readForm(speakerForm, request.body)
    const refuse = (problems: Parameters<typeof refusedForm>[3], clashes: readonly string[] = []) => {
      const form = refusedForm(context.t, pathOf(request, response), reading.typed, problems)
      renderForm(request, response.status(422), form, clashes)
    }
    if (!reading.ok) return refuse(reading.problems)
    const known = isNew(request) ? {} : { speaker: speakerOf(request) }
    const outcome = await saveSpeaker(db, actorOf(request), { event, ...known, input: reading.value })
    if (outcome.kind === 'clash') {
      const clashes = outcome.clashes.map(clash => clashNote(clash, context))
      return refuse([{ field: 'isCollective', message: 'agenda.problem.onePerson' }], clashes)
    }
    flash(request, outcome.kind === 'saved' ? 'core.saved' : 'agenda.speakers.gone')
    redirect(response, listPath(request, response))
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const title = t('agenda.removeSpeaker.title', { name: readText(speakerOf(request).name, locale) })
    render(response, removePage, {
      head: editorHead(request, response, title),
      question: title,
      consequence: t('agenda.removeSpeaker.consequence'),
      submit: t('agenda.removeSpeaker.submit'),
      action: `${pathOf(request, response)}/remove`,
      back: { href: pathOf(request, response), label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await removeSpeaker(db, actorOf(request), { event: eventOf(request).event, speaker: speakerOf(request) })
    flash(request, 'agenda.removeSpeaker.done')
    redirect(response, listPath(request, response))
  }

  function isNew(request: Request): boolean {
    return request.params['speaker'] === undefined
  }

  function listPath(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, 'speakers')
  }

  function pathOf(request: Request, response: Response): string {
    return `${listPath(request, response)}/${isNew(request) ? 'new' : speakerOf(request).reference}`
  }

  function renderForm(request: Request, response: Response, form: FormModel, clashes: readonly string[] = []): void {
    const { t, locale } = contextOf(response)
    const heading = isNew(request) ? t('agenda.speakers.new') : readText(speakerOf(request).name, locale)
    render(response, speakerFormPage, {
      head: editorHead(request, response, heading),
      heading,
      form,
      clashes,
      listHref: listPath(request, response),
      removeHref: isNew(request) ? undefined : `${pathOf(request, response)}/remove`,
    })
  }
}
