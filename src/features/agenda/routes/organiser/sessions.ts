import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../../core/errors.ts'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { changeRows, postedValues, rowOperation } from '../../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../../core/http/forms.ts'
import { param, queryText } from '../../../../core/http/loaders.ts'
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
import { readSessionForm, type SessionReading, sessionRows } from '../../forms/session.ts'
import { editorDays, editorPath } from '../../pages/editor.ts'
import { fieldProblems } from '../../pages/problems.ts'
import { conflictOf } from '../../pages/session-conflict.ts'
import * as pages from '../../pages/session-form.ts'
import { sessionLabels, sessionNaming } from '../../pages/session-labels.ts'
import { sessionValues, shownOf } from '../../pages/session-values.ts'
import { sessionWarnings } from '../../pages/session-warnings.ts'
import { listLastChanges } from '../../queries/edits.ts'
import type { ChangesOutcome, SessionChange, SessionConflict } from '../../types/changes.ts'
import { contextOf, draftOf, editorHead, findSession, sessionOf, theDraft, theSession } from './draft.ts'
import { sessionMoveRoutes } from './session-moves.ts'

/** The form of a session of the draft: add one, edit one. */
export function sessionEditorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)
  const base = '/organiser/events/:event/agenda/sessions'

  routes.get(`${base}/new`, organisers, draft, showNew)
  routes.post(`${base}/new`, organisers, draft, save)
  routes.get(`${base}/:session`, organisers, draft, theSession, showEdit)
  routes.post(`${base}/:session`, organisers, draft, save)
  routes.use(sessionMoveRoutes(services))
  return routes

  function showNew(request: Request, response: Response): void {
    const days = editorDays(draftOf(request))
    const wanted = queryText(request, 'day')
    const day = days.find(one => one === wanted) ?? days[0] ?? ''
    const place = { room: queryText(request, 'room', 20), start: queryText(request, 'start', 5) }
    show(request, response, { form: pages.newSessionForm(pathOf(request, response), day, place) })
  }

  function showEdit(request: Request, response: Response): void {
    const session = sessionOf(request)
    const shown = shownOf(session)
    const values = sessionValues(shown, session.lockVersion, draftOf(request), localeOf(response))
    show(request, response, { form: freshForm(pathOf(request, response), values) })
  }

  async function save(request: Request, response: Response): Promise<void> {
    if (await isLost(request)) return showLost(request, response)
    const operation = rowOperation(request.body)
    const group = sessionRows.find(({ name }) => name === operation?.group)
    if (operation && group) {
      const values = changeRows(postedValues(request.body), group, operation)
      return show(request, response, { form: freshForm(pathOf(request, response), values) })
    }
    const reading = readSessionForm(request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    const what = { event: eventOf(request).event, ...changesOf(request, reading.value) }
    const outcome = await changeSessions(db, actorOf(request), what)
    answer(request, response, reading.typed, outcome)
  }

  /** The address names a session that is gone, and that once was in this programme: what was typed must not be. */
  async function isLost(request: Request): Promise<boolean> {
    if (request.params['session'] === undefined || findSession(request)) return false
    const known = await listLastChanges(db, eventOf(request).event.id, [param(request, 'session')])
    if (known.size === 0) throw new NotFound()
    return true
  }

  function changesOf(request: Request, { input, lockVersion }: SessionReading) {
    const session = findSession(request)
    if (!session) return { changes: [{ kind: 'add', session: input }], deed: 'added' } as const
    const { reference } = session
    const edit: SessionChange = { kind: 'edit', reference, lockVersion, session: input }
    if (!session.isCancelled) return { changes: [edit], deed: 'edited' } as const
    const reinstate: SessionChange = { kind: 'reinstate', reference, lockVersion }
    return { changes: [reinstate, edit], deed: 'reinstated' } as const
  }

  function answer(request: Request, response: Response, typed: Typed, outcome: ChangesOutcome): void {
    if (outcome.kind === 'stale') return showConflict(request, response, typed, outcome.conflicts[0])
    if (outcome.kind === 'refused') {
      const source = { draft: draftOf(request), typed, form: 'session' as const, locale: localeOf(response) }
      const problems = outcome.refusals.flatMap(refusal => refusal.problems)
      return refuse(request, response, typed, fieldProblems(problems, source))
    }
    const isWaiting = typed.values['unscheduled'] !== undefined && typed.values['unscheduled'] !== ''
    flash(request, isWaiting ? 'agenda.session.savedWaiting' : 'agenda.session.saved')
    redirect(response, dayPath(request, response, isWaiting ? '' : (typed.values['day'] ?? '')))
  }

  function refuse(request: Request, response: Response, typed: Typed, problems: readonly FieldProblem[]): void {
    const form = refusedForm(contextOf(response).t, pathOf(request, response), typed, problems)
    show(request, response.status(422), { form })
  }

  /** Both versions side by side, and the form with all that was typed: saved again, it means it. */
  function showConflict(request: Request, response: Response, typed: Typed, conflict?: SessionConflict): void {
    if (!conflict || conflict.now === null) return showLost(request, response)
    const context = contextOf(response)
    const kept = { ...typed, values: { ...typed.values, lockVersion: String(conflict.lockVersion) } }
    const path = pathOf(request, response)
    const form = refusedForm(context.t, path, kept, [{ field: 'conflict', message: 'agenda.problem.stale' }])
    const naming = sessionNaming(context, draftOf(request))
    const collision = { conflict, draft: draftOf(request), typed: typed.values, naming, href: path }
    show(request, response.status(422), { form, conflict: conflictOf(context, collision) })
  }

  /** The session is gone: the form becomes that of a new one. */
  function showLost(request: Request, response: Response): void {
    const { t } = contextOf(response)
    const typed = { values: { ...postedValues(request.body), lockVersion: '0' }, lists: {} }
    const action = editorPath(localeOf(response), eventOf(request).event, 'sessions/new')
    const form = refusedForm(t, action, typed, [{ field: 'conflict', message: 'agenda.problem.gone' }])
    const conflict = { said: t('agenda.conflict.gone'), rows: [], theirsHref: undefined }
    show(request, response.status(422), { form, conflict })
  }

  /** Where the form is posted: the session's own address, or that of a new one. */
  function pathOf(request: Request, response: Response): string {
    const reference = findSession(request)?.reference ?? 'new'
    return editorPath(localeOf(response), eventOf(request).event, `sessions/${reference}`)
  }

  function dayPath(request: Request, response: Response, day: string): string {
    return withQuery(editorPath(localeOf(response), eventOf(request).event), { day })
  }

  function show(
    request: Request,
    response: Response,
    { form, conflict }: { form: FormModel; conflict?: pages.SessionFormModel['conflict'] },
  ): void {
    const context = contextOf(response)
    const { t, locale } = context
    const draft = draftOf(request)
    const session = findSession(request)
    const path = pathOf(request, response)
    const heading = session ? readText(session.title, locale) : t('agenda.session.new')
    const isStored = session !== undefined && !session.isCancelled
    const day = session && 'startsLocal' in session ? dateOf(session.startsLocal) : form.values['day']
    render(response, pages.sessionFormPage, {
      head: editorHead(request, response, heading),
      flash: takeFlash(request),
      heading,
      labels: sessionLabels(t),
      warnings: isStored ? sessionWarnings(context, draft, session) : [],
      conflict,
      ...pages.sessionChoices(context, draft, form),
      backHref: dayPath(request, response, day ?? ''),
      speakersHref: editorPath(locale, eventOf(request).event, 'speakers'),
      moveHref: isStored ? `${path}/move` : undefined,
      removeHref: isStored ? `${path}/remove` : undefined,
      materialsHref: isStored ? `${path}/materials` : undefined,
    })
  }
}
