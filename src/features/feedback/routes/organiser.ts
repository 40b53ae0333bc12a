import { type Request, type Response, Router } from 'express'
import { csvType, toCsv } from '../../../core/csv.ts'
import { disposition } from '../../../core/http/caching.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { urls, withQuery } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { type FrameContext, organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import * as pages from '../pages.ts'
import { findFeedback, findFeedbackWindow, listAllFeedback, listComments, listFeedback } from '../queries.ts'
import type { SessionFeedback } from '../types.ts'

const said = slot<SessionFeedback>('feedback')

/** What was said of the sessions of an event, for those who may view it. */
export function feedbackDeskRoutes(services: Services): Router {
  const { db } = services
  const viewers = onEvent(services, mayView)
  const feedback = loading(said, request => findFeedback(db, eventOf(request).event.id, param(request, 'session')))
  const routes = Router()

  routes.get('/organiser/events/:event/feedback', viewers, list)
  routes.get('/organiser/events/:event/feedback.csv', viewers, sendFile)
  routes.get('/organiser/events/:event/feedback/:session', viewers, feedback, comments)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event, role } = eventOf(request)
    const sessions = await listFeedback(db, event.id)
    const part = (path: string) => urls.organiserEventPart(context.locale, event.slug, path)
    render(response, pages.feedbackListPage, {
      head: headOf(request, response, context.t('feedback.list.title')),
      window: pages.windowText(context, event, await findFeedbackWindow(db, event.id), now()),
      settingsHref: mayOrganise(role) ? part('agenda/settings') : undefined,
      agendaHref: mayOrganise(role) ? part('agenda') : undefined,
      fileHref: part('feedback.csv'),
      total: sessions.reduce((sum, { total }) => sum + total, 0),
      sessions: sessions.map(one => pages.feedbackSummary(context, event, one)),
    })
  }

  async function comments(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const one = said.get(request)
    const asked = pageRequest(queryText(request, 'page'))
    const summary = pages.feedbackSummary(context, event, one)
    const lines = await listComments(db, event.id, one.reference, asked)
    render(response, pages.commentsPage, {
      head: headOf(request, response, summary.title),
      summary,
      listHref: pages.feedbackPath(context.locale, event),
      comments: pages.commentLines(context, event, lines),
      pager: pager(asked, one.comments, number => withQuery(summary.href, { page: number })),
    })
  }

  async function sendFile(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const { header, rows } = pages.feedbackTable(context, event, await listAllFeedback(db, event.id))
    const name = `${event.slug}-${context.t('feedback.fileName')}.csv`
    response.set({ 'Content-Disposition': disposition('attachment', name), 'Cache-Control': 'private, no-store' })
    response.type(csvType).send(toCsv(header, rows))
  }

  function headOf(request: Request, response: Response, title: string): Head {
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), { title, current: 'agenda' })
  }
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
