import { type Request, type Response, Router } from 'express'
import { flash } from '../../../../core/http/flash.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../../core/http/forms.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect, withQuery } from '../../../../core/http/urls.ts'
import { readText } from '../../../../core/localised-text.ts'
import { dateOf } from '../../../../core/time.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { changeSessions } from '../../actions/changes.ts'
import { versionForm } from '../../forms.ts'
import { moveForm } from '../../forms/session.ts'
import { editorPath } from '../../pages/editor.ts'
import { fieldProblems } from '../../pages/problems.ts'
import { conflictOf } from '../../pages/session-conflict.ts'
import * as pages from '../../pages/session-form.ts'
import { sessionNaming } from '../../pages/session-labels.ts'
import { whenText } from '../../pages/session-times.ts'
import { placeValues, shownOf } from '../../pages/session-values.ts'
import type { ChangesOutcome, EditDeed, SessionChange, SessionConflict } from '../../types/changes.ts'
import { contextOf, draftOf, editorHead, sessionOf, theDraft, theRemovedSession, theSession } from './draft.ts'

/** What happens to a session without its form: another time or room, taken off, brought back. */
export function sessionMoveRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda/sessions/:session'

  routes.get(`${base}/move`, organisers, draft, theSession, showMove)
  routes.post(`${base}/move`, organisers, draft, theSession, move)
  routes.get(`${base}/remove`, organisers, draft, theSession, confirmRemoval)
  routes.post(`${base}/remove`, organisers, draft, theSession, remove)
  routes.post(`${base}/reinstate`, organisers, draft, theRemovedSession, reinstate)
  return routes

  function showMove(request: Request, response: Response): void {
    const session = sessionOf(request)
    const shown = shownOf(session)
    const values = placeValues(shown, session.lockVersion, draftOf(request), localeOf(response))
    show(request, response, { form: freshForm(`${pathOf(request, response)}/move`, values) })
  }

  async function move(request: Request, response: Response): Promise<void> {
    const reading = readForm(moveForm, request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    const { reference } = sessionOf(request)
    const outcome = await change(request, { kind: 'place', reference, ...reading.value }, 'moved')
    if (outcome.kind === 'stale') return showConflict(request, response, reading.typed, outcome.conflicts[0])
    if (outcome.kind === 'refused') {
      const source = {
        draft: draftOf(request),
        typed: reading.typed,
        form: 'move' as const,
        locale: localeOf(response),
      }
      const problems = outcome.refusals.flatMap(refusal => refusal.problems)
      return refuse(request, response, reading.typed, fieldProblems(problems, source))
    }
    flash(request, 'agenda.session.saved')
    redirect(response, backPath(request, response, dateOf(reading.value.to.startsLocal)))
  }

  function change(request: Request, what: SessionChange, deed: EditDeed): Promise<ChangesOutcome> {
    return changeSessions(db, actorOf(request), { event: eventOf(request).event, changes: [what], deed })
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
    const outcome = await change(request, { kind: 'remove', reference: sessionOf(request).reference }, 'removed')
    // What a release has shown is kept, taken off; anything else is gone.
    const isKept = outcome.kind === 'saved' && outcome.sessions.length > 0
    flash(request, isKept ? 'agenda.removeSession.cancelled' : 'agenda.removeSession.deleted')
    redirect(response, backPath(request, response))
  }

  async function reinstate(request: Request, response: Response): Promise<void> {
    const { reference } = sessionOf(request)
    const reading = readForm(versionForm, request.body)
    const lockVersion = reading.ok ? reading.value.lockVersion : -1
    const outcome = await change(request, { kind: 'reinstate', reference, lockVersion }, 'reinstated')
    const said = {
      saved: 'agenda.reinstate.done',
      refused: 'agenda.reinstate.refused',
      stale: 'agenda.reinstate.stale',
    }
    flash(request, said[outcome.kind])
    redirect(response, backPath(request, response))
  }

  function pathOf(request: Request, response: Response): string {
    return editorPath(localeOf(response), eventOf(request).event, `sessions/${sessionOf(request).reference}`)
  }

  /** The editor, on the day that was named or on which the session stands. */
  function backPath(request: Request, response: Response, wanted?: string): string {
    const session = sessionOf(request)
    const day = wanted ?? ('startsLocal' in session ? dateOf(session.startsLocal) : '')
    return withQuery(editorPath(localeOf(response), eventOf(request).event), { day })
  }

  function refuse(request: Request, response: Response, typed: Typed, problems: readonly FieldProblem[]): void {
    const action = `${pathOf(request, response)}/move`
    show(request, response.status(422), { form: refusedForm(contextOf(response).t, action, typed, problems) })
  }

  function showConflict(request: Request, response: Response, typed: Typed, conflict?: SessionConflict): void {
    const context = contextOf(response)
    if (!conflict || conflict.now === null) {
      flash(request, 'agenda.reinstate.stale')
      return redirect(response, backPath(request, response))
    }
    const kept = { ...typed, values: { ...typed.values, lockVersion: String(conflict.lockVersion) } }
    const action = `${pathOf(request, response)}/move`
    const form = refusedForm(context.t, action, kept, [{ field: 'conflict', message: 'agenda.problem.stale' }])
    const naming = sessionNaming(context, draftOf(request))
    const collision = { conflict, draft: draftOf(request), typed: typed.values, naming, href: action }
    show(request, response.status(422), { form, conflict: conflictOf(context, collision) })
  }

  function show(
    request: Request,
    response: Response,
    { form, conflict }: { form: FormModel; conflict?: pages.MoveModel['conflict'] },
  ): void {
    const context = contextOf(response)
    const session = sessionOf(request)
    const heading = context.t('agenda.move.title', { title: readText(session.title, context.locale) })
    render(response, pages.movePage, {
      head: editorHead(request, response, heading),
      heading,
      now: whenText(shownOf(session), context),
      form,
      place: pages.placeFields(context, draftOf(request), form, false),
      conflict,
      backHref: backPath(request, response),
    })
  }
}
