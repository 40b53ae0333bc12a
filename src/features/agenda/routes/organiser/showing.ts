import type { Request, Response } from 'express'
import { takeFlash } from '../../../../core/http/flash.ts'
import { queryText } from '../../../../core/http/loaders.ts'
import { render } from '../../../../core/http/pages.ts'
import { urls, withQuery } from '../../../../core/http/urls.ts'
import type { Services } from '../../../../services.ts'
import { userOf } from '../../../accounts/guards.ts'
import { eventOf } from '../../../events/guards.ts'
import * as editor from '../../pages/editor.ts'
import { editorData } from '../../pages/editor-data.ts'
import { editorGrid } from '../../pages/editor-grid.ts'
import { type RefusedTool, toolErrors, toolForms, undoModel } from '../../pages/editor-tools.ts'
import { editorPath, viewOf } from '../../pages/editor-view.ts'
import { poolItems } from '../../pages/pool.ts'
import { findDraft, findLatestRelease, unreleasedChanges } from '../../queries.ts'
import { findUndoable } from '../../queries/edits.ts'
import { clashesIn } from '../../rules/clashes.ts'
import { contextOf, editorHead } from './draft.ts'

/** Why the editor is shown again instead of what was asked for. */
export interface Refused {
  readonly lines?: readonly string[]
  readonly tool?: RefusedTool | undefined
}

/** Draws the editor: the day the address or the form names, and what was refused. */
export function showing({ db }: Services) {
  return async (request: Request, response: Response, refused: Refused = {}): Promise<void> => {
    const { event } = eventOf(request)
    const [draft, released, undoable] = await Promise.all([
      findDraft(db, event.id),
      findLatestRelease(db, event.id),
      findUndoable(db, event.id, userOf(request).id),
    ])
    const changes = unreleasedChanges(draft, released?.content)
    const unreleased = new Set(changes.flatMap(change => ('session' in change ? [change.session] : [])))
    const view = viewOf(viewReader(request), draft)
    const source: editor.EditorSource = { event, draft, view, clashes: clashesIn(draft), unreleased }
    const context = contextOf(response)
    render(response, editor.editorPage, {
      ...modelOf(context, source, refused),
      head: editorHead(request, response, context.t('agenda.editor.title'), true),
      flash: takeFlash(request),
      releaseNumber: released?.number,
      changes: changes.length,
      undo: undoModel(context, source, undoable),
    })
  }
}

type Drawn = Omit<editor.EditorModel, 'head' | 'flash' | 'releaseNumber' | 'changes' | 'undo'>

function modelOf(context: ReturnType<typeof contextOf>, source: editor.EditorSource, refused: Refused): Drawn {
  const { locale } = context
  const grid = editorGrid(context, source)
  const tools = toolForms(context, source, refused.tool)
  return {
    isEmpty: source.draft.sessions.length === 0 && source.draft.pool.length === 0,
    links: linksOf(context, source),
    refused: refused.lines ?? [],
    errors: toolErrors(tools),
    clashes: editor.clashNotes(context, source),
    days: editor.editorTabs(locale, source),
    steps: editor.editorSteps(context, source),
    roomPages: editor.roomPages(context, source),
    day: editor.dayTitle(locale, source),
    grid,
    lines: editor.editorLines(locale, source),
    listHref: editor.listHref(locale, source),
    pool: poolItems(context, source),
    tools,
    removed: editor.removedLines(locale, source),
    hasRooms: source.draft.rooms.length > 0,
    dataHtml: editorData(context, source, grid),
  }
}

function linksOf({ locale }: ReturnType<typeof contextOf>, { event, view }: editor.EditorSource) {
  const path = (part: string) => editorPath(locale, event, part)
  return {
    newSession: withQuery(path('sessions/new'), { day: view.day }),
    release: path('release'),
    speakers: path('speakers'),
    tracks: path('tracks'),
    settings: path('settings'),
    start: path('start'),
    import: path('import'),
    outlets: path('outlets'),
    feedback: urls.organiserEventPart(locale, event.slug, 'feedback'),
  }
}

/** Reads the view where it stands: in the address of a page, in the field `view` of a form. */
export function viewReader(request: Request): (name: string) => string {
  if (request.method === 'GET' || request.method === 'HEAD') return name => queryText(request, name)
  const body: unknown = request.body
  const text = body !== null && typeof body === 'object' && 'view' in body ? body.view : ''
  const query = new URLSearchParams(typeof text === 'string' ? text.slice(0, 200) : '')
  return name => query.get(name) ?? ''
}
