import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, readForm, refusedForm, type Typed } from '../../../../core/http/forms.ts'
import { queryText } from '../../../../core/http/loaders.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect, withQuery } from '../../../../core/http/urls.ts'
import { readText } from '../../../../core/localised-text.ts'
import { dateOf } from '../../../../core/time.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import * as actions from '../../actions/sessions.ts'
import { moveForm, sessionForm, versionForm } from '../../forms.ts'
import { editorDays, editorPath } from '../../pages/editor.ts'
import { fieldProblems, type SessionFormKind } from '../../pages/problems.ts'
import * as pages from '../../pages/session-form.ts'
import { spanText } from '../../pages/sentences.ts'
import type { SessionOutcome } from '../../types.ts'
import { contextOf, draftOf, editorHead, sessionOf, theDraft, theRemovedSession, theSession } from './draft.ts'

/** The sessions of the draft: add, edit, move, take off, bring back. */
export function sessionEditorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda/sessions'

  routes.get(`${base}/new`, organisers, draft, showNew)
  routes.post(`${base}/new`, organisers, draft, add)
  routes.get(`${base}/:session`, organisers, draft, theSession, showEdit)
  routes.post(`${base}/:session`, organisers, draft, theSession, edit)
  routes.get(`${base}/:session/move`, organisers, draft, theSession, showMove)
  routes.post(`${base}/:session/move`, organisers, draft, theSession, move)
  routes.get(`${base}/:session/remove`, organisers, draft, theSession, confirmRemoval)
  routes.post(`${base}/:session/remove`, organisers, draft, theSession, remove)
  routes.post(`${base}/:session/reinstate`, organisers, draft, theRemovedSession, reinstate)
  return routes

  function showNew(request: Request, response: Response): void {
    const days = editorDays(draftOf(request))
    const wanted = queryText(request, 'day')
    const day = days.find(one => one === wanted) ?? days[0] ?? ''
    renderForm(request, response, pages.newSessionForm(pathOf(request, response), day, queryText(request, 'room', 20)))
  }

  async function add(request: Request, response: Response): Promise<void> {
    const reading = readForm(sessionForm, request.body)
    if (!reading.ok) return refuse(request, response, 'session', reading.typed, reading.problems)
    const { input } = reading.value
    const outcome = await actions.addSession(db, actorOf(request), { event: eventOf(request).event, session: input })
    answer(request, response, 'session', reading.typed, outcome, dateOf(input.startsLocal))
  }

  function showEdit(request: Request, response: Response): void {
    const path = pathOf(request, response)
    const form = pages.sessionFormOf(path, sessionOf(request), draftOf(request), localeOf(response))
    renderForm(request, response, form)
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const reading = readForm(sessionForm, request.body)
    if (!reading.ok) return refuse(request, response, 'session', reading.typed, reading.problems)
    const { input, lockVersion } = reading.value
    const session = { reference: sessionOf(request).reference, lockVersion }
    const what = { event: eventOf(request).event, session, changes: input }
    const outcome = await actions.editSession(db, actorOf(request), what)
    answer(request, response, 'session', reading.typed, outcome, dateOf(input.startsLocal))
  }

  function showMove(request: Request, response: Response): void {
    const action = `${pathOf(request, response)}/move`
    renderMove(request, response, pages.moveFormOf(action, sessionOf(request), draftOf(request), localeOf(response)))
  }

  async function move(request: Request, response: Response): Promise<void> {
    const reading = readForm(moveForm, request.body)
    if (!reading.ok) return refuse(request, response, 'move', reading.typed, reading.problems)
    const { to, lockVersion } = reading.value
    const session = { reference: sessionOf(request).reference, lockVersion }
    const outcome = await actions.moveSession(db, actorOf(request), { event: eventOf(request).event, session, to })
    answer(request, response, 'move', reading.typed, outcome, dateOf(to.startsLocal))
  }

  function confirmRemoval(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const path = pathOf(request, response)
    const title = t('agenda.removeSession.title', { title: readText(sessionOf(request).title, locale) })
    render(response, pages.removePage, {
      head: editorHead(request, response, title),
      question: title,
      consequence: t('agenda.removeSession.consequence'),
      submit: t('agenda.removeSession.submit'),
      action: `${path}/remove`,
      back: { href: path, label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const session = sessionOf(request)
    const { kind } = await actions.removeSession(db, actorOf(request), { event: eventOf(request).event, session })
    flash(request, kind === 'cancelled' ? 'agenda.removeSession.cancelled' : 'agenda.removeSession.deleted')
    redirect(response, dayPath(request, response, dateOf(session.startsLocal)))
  }

  async function reinstate(request: Request, response: Response): Promise<void> {
    const { reference, startsLocal } = sessionOf(request)
    const reading = readForm(versionForm, request.body)
    const session = { reference, lockVersion: reading.ok ? reading.value.lockVersion : -1 }
    const outcome = await actions.reinstateSession(db, actorOf(request), { event: eventOf(request).event, session })
    const said = {
      saved: 'agenda.reinstate.done',
      refused: 'agenda.reinstate.refused',
      stale: 'agenda.reinstate.stale',
    }
    flash(request, said[outcome.kind])
    redirect(response, dayPath(request, response, dateOf(startsLocal)))
  }

  /** Where the form is posted: the session's own address, or that of a new one. */
  function pathOf(request: Request, response: Response): string {
    const reference = request.params['session'] === undefined ? 'new' : sessionOf(request).reference
    return editorPath(localeOf(response), eventOf(request).event, `sessions/${reference}`)
  }

  function dayPath(request: Request, response: Response, day: string): string {
    return withQuery(editorPath(localeOf(response), eventOf(request).event), { day })
  }

  function answer(
    request: Request,
    response: Response,
    form: SessionFormKind,
    typed: Typed,
    outcome: SessionOutcome,
    day: string,
  ): void {
    if (outcome.kind === 'stale') {
      // Shown once with all that was typed; saving again then means it.
      const lockVersion = String(sessionOf(request).lockVersion)
      const kept = { ...typed, values: { ...typed.values, lockVersion } }
      const field = form === 'move' ? 'start' : 'title.cs'
      return refuse(request, response, form, kept, [{ field, message: 'agenda.problem.stale' }])
    }
    if (outcome.kind === 'refused') {
      const source = { draft: draftOf(request), typed, form, locale: localeOf(response) }
      return refuse(request, response, form, typed, fieldProblems(outcome.problems, source))
    }
    flash(request, 'agenda.session.saved')
    redirect(response, dayPath(request, response, day))
  }

  function refuse(
    request: Request,
    response: Response,
    kind: SessionFormKind,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): void {
    const path = pathOf(request, response)
    const form = refusedForm(contextOf(response).t, kind === 'move' ? `${path}/move` : path, typed, problems)
    if (kind === 'move') return renderMove(request, response.status(422), form)
    renderForm(request, response.status(422), form)
  }

  function renderForm(request: Request, response: Response, form: FormModel): void {
    const { t, locale } = contextOf(response)
    const isNew = request.params['session'] === undefined
    const heading = isNew ? t('agenda.session.new') : readText(sessionOf(request).title, locale)
    const path = pathOf(request, response)
    render(response, pages.sessionFormPage, {
      head: editorHead(request, response, heading),
      flash: takeFlash(request),
      heading,
      ...pages.sessionChoices({ t, locale }, draftOf(request), form),
      backHref: dayPath(request, response, form.values['day'] ?? ''),
      speakersHref: editorPath(locale, eventOf(request).event, 'speakers'),
      moveHref: isNew ? undefined : `${path}/move`,
      removeHref: isNew ? undefined : `${path}/remove`,
    })
  }

  function renderMove(request: Request, response: Response, form: FormModel): void {
    const context = contextOf(response)
    const session = sessionOf(request)
    const heading = context.t('agenda.move.title', { title: readText(session.title, context.locale) })
    render(response, pages.movePage, {
      head: editorHead(request, response, heading),
      heading,
      now: pages.whenText(session, spanText(session, context), context.locale),
      form,
      place: pages.placeFields(context, draftOf(request), form),
      backHref: dayPath(request, response, dateOf(session.startsLocal)),
    })
  }
}
