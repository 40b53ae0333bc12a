import { type Request, type Response, Router } from 'express'
import { flash } from '../../../../core/http/flash.ts'
import { readForm } from '../../../../core/http/forms.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { changeSessions, redoEdit, undoEdit, type UndoOutcome } from '../../actions/changes.ts'
import { type Batch, batchForm } from '../../forms/batch.ts'
import { conflictLines, conflictPage, insisted, refusalLines } from '../../pages/editor-conflicts.ts'
import { editorHref, editorPath, viewOf } from '../../pages/editor-view.ts'
import { findProgramme } from '../../queries.ts'
import { changesOf } from '../../rules/batch.ts'
import type { ChangesOutcome, EditDeed, SessionConflict } from '../../types/changes.ts'
import type { Draft } from '../../types.ts'
import { contextOf, editorHead } from './draft.ts'
import { showing, viewReader } from './showing.ts'

/** An edit that came, and what became of it. */
interface Answered {
  readonly deed: EditDeed
  readonly outcome: UndoOutcome
  /** What “mine” would be; undefined where there is nothing to insist on. */
  readonly batch?: Batch | undefined
}

/** Changes of the programme, several at once, from the script of the editor or as a form; undo and redo. */
export function editorBatchRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const answer = answering(services)

  routes.post('/organiser/events/:event/agenda/changes', organisers, change)
  routes.post('/organiser/events/:event/agenda/undo', organisers, undo)
  routes.post('/organiser/events/:event/agenda/redo', organisers, redo)
  return routes

  async function change(request: Request, response: Response): Promise<void> {
    const reading = readForm(batchForm, request.body)
    if (!reading.ok) return answer.refuse(request, response, [contextOf(response).t('errors.invalid')])
    await answer.apply(request, response, reading.value.batch)
  }

  async function undo(request: Request, response: Response): Promise<void> {
    const outcome = await undoEdit(db, actorOf(request), { event: eventOf(request).event })
    await answer.tell(request, response, { deed: 'undone', outcome })
  }

  async function redo(request: Request, response: Response): Promise<void> {
    const outcome = await redoEdit(db, actorOf(request), { event: eventOf(request).event })
    await answer.tell(request, response, { deed: 'redone', outcome })
  }
}

/** What every edit of the editor ends in: JSON for its script, else a page. */
export function answering(services: Services) {
  const { db } = services
  const show = showing(services)
  return { apply, tell, refuse }

  /** Makes the changes and says what became of them. */
  async function apply(request: Request, response: Response, batch: Batch): Promise<void> {
    const { event } = eventOf(request)
    const named = batch.changes.flatMap(change => ('reference' in change ? [change.reference] : []))
    const changes = changesOf(await findProgramme(db, event.id, named), batch.changes)
    const deed = batch.deed
    const outcome: ChangesOutcome =
      changes.length === 0
        ? { kind: 'refused', refusals: [] }
        : await changeSessions(db, actorOf(request), { event, changes, deed })
    await tell(request, response, { deed, outcome, batch })
  }

  async function tell(request: Request, response: Response, { deed, outcome, batch }: Answered): Promise<void> {
    const context = contextOf(response)
    switch (outcome.kind) {
      case 'saved': {
        const { editId, sessions } = outcome
        if (wantsJson(request))
          return void response.json({
            kind: 'saved',
            editId,
            sessions: sessions.map(withoutId),
            said: context.t(`editor.done.${deed}`),
          })
        return back(request, response, `editor.done.${deed}`)
      }
      case 'nothing':
        if (wantsJson(request))
          return void response.json({
            kind: 'nothing',
            said: context.t(`editor.nothing.${deed === 'undone' ? 'undo' : 'redo'}`),
          })
        return back(request, response, `editor.nothing.${deed === 'undone' ? 'undo' : 'redo'}`)
      case 'refused': {
        const lines = refusalLines(context, eventOf(request).event, outcome.refusals)
        return refuse(request, response, lines.length > 0 ? lines : [context.t('editor.problem.nothing')])
      }
      case 'stale':
        return contradict(request, response, outcome.conflicts, batch)
    }
  }

  async function refuse(request: Request, response: Response, lines: readonly string[]): Promise<void> {
    if (wantsJson(request)) return void response.status(422).json({ kind: 'refused', lines })
    await show(request, response.status(422), { lines })
  }

  async function back(request: Request, response: Response, said: string): Promise<void> {
    flash(request, said)
    const draft = await findProgramme(db, eventOf(request).event.id, [])
    redirect(response, hrefOf(request, response, draft))
  }

  async function contradict(
    request: Request,
    response: Response,
    conflicts: readonly SessionConflict[],
    batch: Batch | undefined,
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const draft = await findProgramme(db, event.id, [])
    const lines = conflictLines(context, draft, conflicts)
    const mine = batch && insisted(batch, conflicts)
    if (wantsJson(request)) return void response.status(409).json({ kind: 'stale', lines, mine: mine ?? null })
    const query = viewField(request)
    const action = editorPath(context.locale, event, 'changes')
    render(response.status(409), conflictPage, {
      head: editorHead(request, response, context.t('editor.conflict.title')),
      lines,
      mine: mine && { action, batch: JSON.stringify(mine), view: query },
      backHref: hrefOf(request, response, draft),
    })
  }
}

function hrefOf(request: Request, response: Response, draft: Draft): string {
  return editorHref(contextOf(response).locale, eventOf(request).event, viewOf(viewReader(request), draft))
}

function viewField(request: Request): string {
  const body: unknown = request.body
  return body !== null && typeof body === 'object' && 'view' in body && typeof body.view === 'string' ? body.view : ''
}

function withoutId({ reference, lockVersion }: { readonly reference: string; readonly lockVersion: number }) {
  return { reference, lockVersion }
}

function wantsJson(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'json'
}
