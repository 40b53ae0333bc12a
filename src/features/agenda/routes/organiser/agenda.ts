import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../../core/http/forms.ts'
import { queryText } from '../../../../core/http/loaders.ts'
import { localeOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import type { Services } from '../../../../services.ts'
import { actorOf } from '../../../accounts/guards.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'
import { releaseAgenda } from '../../actions/release.ts'
import { releaseForm } from '../../forms.ts'
import * as editor from '../../pages/editor.ts'
import { editorGrid } from '../../pages/editor-grid.ts'
import { releaseLines, releasePage, sentencesOf } from '../../pages/lists.ts'
import { clashNote } from '../../pages/sentences.ts'
import { findLatestRelease, listReleases, unreleasedChanges } from '../../queries.ts'
import { clashesIn } from '../../rules/clashes.ts'
import { daysOf } from '../../rules/times.ts'
import { contextOf, draftOf, editorHead, theDraft } from './draft.ts'

/** The editor of a day, and the release of the programme. */
export function editorRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const draft = theDraft(services)

  routes.get('/organiser/events/:event/agenda', organisers, draft, showEditor)
  routes.get('/organiser/events/:event/agenda/release', organisers, draft, compare)
  routes.post('/organiser/events/:event/agenda/release', organisers, draft, release)
  return routes

  async function showEditor(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const source = await sourceOf(request)
    const { event, draft, day } = source
    const path = (part: string) => editor.editorPath(context.locale, event, part)
    render(response, editor.editorPage, {
      head: editorHead(request, response, context.t('agenda.editor.title'), true),
      flash: takeFlash(request),
      isEmpty: draft.sessions.length === 0,
      releaseNumber: source.releaseNumber,
      changes: source.changes,
      links: {
        newSession: `${path('sessions/new')}?day=${day}`,
        release: path('release'),
        speakers: path('speakers'),
        tracks: path('tracks'),
      },
      clashes: editor.clashNotes(context, source),
      days: editor.editorTabs(context.locale, source),
      day: editor.dayTitle(context.locale, source),
      lines: editor.editorLines(context.locale, source),
      grid: editorGrid(context, source),
      removed: editor.removedLines(context.locale, source),
      hasRooms: draft.rooms.length > 0,
    })
  }

  async function sourceOf(request: Request) {
    const { event } = eventOf(request)
    const draft = draftOf(request)
    const released = await findLatestRelease(db, event.id)
    const changes = unreleasedChanges(draft, released?.content)
    const unreleased = new Set(changes.flatMap(change => ('session' in change ? [change.session] : [])))
    const days = editor.editorDays(draft)
    const wanted = queryText(request, 'day')
    const day = days.find(one => one === wanted) ?? days[0] ?? ''
    const clashes = clashesIn(draft, daysOf(draft))
    return { event, draft, day, clashes, unreleased, changes: changes.length, releaseNumber: released?.number }
  }

  async function compare(request: Request, response: Response): Promise<void> {
    const action = editor.editorPath(localeOf(response), eventOf(request).event, 'release')
    await renderRelease(request, response, freshForm(action))
  }

  async function release(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const action = editor.editorPath(localeOf(response), event, 'release')
    const reading = readForm(releaseForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(contextOf(response).t, action, reading.typed, reading.problems)
      return renderRelease(request, response.status(422), form)
    }
    const outcome = await releaseAgenda(db, actorOf(request), { event, note: reading.value })
    flash(request, outcome.kind === 'released' ? 'agenda.release.done' : 'agenda.release.unchanged')
    redirect(response, action)
  }

  async function renderRelease(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const draft = draftOf(request)
    const released = await findLatestRelease(db, event.id)
    const releases = await listReleases(db, event.id)
    render(response, releasePage, {
      head: editorHead(request, response, context.t('agenda.release.title')),
      flash: takeFlash(request),
      agendaHref: editor.editorPath(context.locale, event),
      form,
      next: (released?.number ?? 0) + 1,
      isPublished: event.publishedAt !== null,
      changes: sentencesOf(unreleasedChanges(draft, released?.content), context),
      clashes: clashesIn(draft, daysOf(draft)).map(clash => clashNote(clash, context)),
      releases: releaseLines(context, event, releases),
    })
  }
}
