import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { changeRows, postedValues, rowOperation } from '../../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../../core/http/forms.ts'
import { NotFound } from '../../../../core/errors.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { editSpeaker, type EditSpeakerOutcome } from '../../actions/speaker-form.ts'
import { removeSpeaker, saveSpeaker } from '../../actions/speakers.ts'
import { linkRows } from '../../forms/fields.ts'
import { readSpeakerForm, type SpeakerReading } from '../../forms/speaker.ts'
import { editorPath } from '../../pages/editor.ts'
import { clashNote } from '../../pages/sentences.ts'
import { removePage } from '../../pages/session-form.ts'
import * as pages from '../../pages/speakers.ts'
import { findSpeakerDetails } from '../../queries/speakers.ts'
import { speakerName } from '../../rules/names.ts'
import { contextOf, draftOf, editorHead, findSpeaker, speakerOf, theDraft, theSpeaker } from './draft.ts'

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
    const context = contextOf(response)
    const { event } = eventOf(request)
    const path = (part: string) => editorPath(context.locale, event, part)
    render(response, pages.speakerListPage, {
      head: editorHead(request, response, context.t('agenda.speakers.title')),
      flash: takeFlash(request),
      newHref: path('speakers/new'),
      agendaHref: path(''),
      answersHref: path('speakers/answers'),
      documentHref: path('speakers/list'),
      speakers: pages.speakerLines(context, event, draftOf(request)),
    })
  }

  async function showNew(request: Request, response: Response): Promise<void> {
    await show(request, response, pages.newSpeakerForm(pathOf(request, response), localeOf(response)))
  }

  async function showEdit(request: Request, response: Response): Promise<void> {
    const details = await detailsOf(request)
    await show(request, response, pages.speakerFormOf(pathOf(request, response), speakerOf(request), details))
  }

  async function detailsOf(request: Request) {
    const details = await findSpeakerDetails(db, eventOf(request).event.id, speakerOf(request).id)
    if (!details) throw new NotFound()
    return details
  }

  async function save(request: Request, response: Response): Promise<void> {
    const operation = rowOperation(request.body)
    if (operation?.group === linkRows.name) {
      const values = changeRows(postedValues(request.body), linkRows, operation)
      return show(request, response, freshForm(pathOf(request, response), values))
    }
    const reading = readSpeakerForm(request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    await answer(request, response, reading.typed, await store(request, reading.value))
  }

  function store(request: Request, { input, lockVersion }: SpeakerReading): Promise<EditSpeakerOutcome> {
    const { event } = eventOf(request)
    const speaker = findSpeaker(request)
    return speaker
      ? editSpeaker(db, actorOf(request), { event, speaker, lockVersion, input })
      : saveSpeaker(db, actorOf(request), { event, input })
  }

  async function answer(
    request: Request,
    response: Response,
    typed: Typed,
    outcome: EditSpeakerOutcome,
  ): Promise<void> {
    if (outcome.kind === 'clash') {
      const clashes = outcome.clashes.map(clash => clashNote(clash, contextOf(response)))
      return refuse(request, response, typed, [{ field: 'isCollective', message: 'agenda.problem.onePerson' }], clashes)
    }
    if (outcome.kind === 'stale') {
      // Shown once with all that was typed; saving again then means it.
      const kept = { ...typed, values: { ...typed.values, lockVersion: String(outcome.lockVersion) } }
      return refuse(request, response, kept, [{ field: 'name.cs', message: 'agenda.problem.staleSpeaker' }])
    }
    flash(request, outcome.kind === 'saved' ? 'core.saved' : 'agenda.speakers.gone')
    redirect(response, listPath(request, response))
  }

  async function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
    clashes: readonly string[] = [],
  ): Promise<void> {
    const form = refusedForm(contextOf(response).t, pathOf(request, response), typed, problems)
    await show(request, response.status(422), form, clashes)
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const title = t('agenda.removeSpeaker.title', { name: speakerName(speakerOf(request), locale) })
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

  function listPath(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, 'speakers')
  }

  function pathOf(request: Request, response: Response): string {
    return `${listPath(request, response)}/${findSpeaker(request)?.reference ?? 'new'}`
  }

  async function show(
    request: Request,
    response: Response,
    form: FormModel,
    clashes: readonly string[] = [],
  ): Promise<void> {
    const context = contextOf(response)
    const speaker = findSpeaker(request)
    const stored = speaker && { speaker, details: await detailsOf(request) }
    const heading = speaker ? speakerName(speaker, context.locale) : context.t('agenda.speakers.new')
    render(response, pages.speakerFormPage, {
      head: editorHead(request, response, heading),
      heading,
      form,
      ...pages.speakerFields(context, form),
      clashes,
      ...pages.speakerFacts(context, eventOf(request).event, stored),
      listHref: listPath(request, response),
    })
  }
}
