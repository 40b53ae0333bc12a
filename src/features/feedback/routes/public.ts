import { type Request, type Response, Router } from 'express'
import { madeOf } from '../../../core/http/caching.ts'
import { type FormModel, freshForm, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { createThrottle, networkOf } from '../../../core/throttle.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { type FrameContext, publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { giveFeedback } from '../actions.ts'
import { feedbackForm } from '../forms.ts'
import { feedbackModel, feedbackPage } from '../pages.ts'
import { findRatedSession } from '../queries.ts'
import { feedbackState } from '../rules.ts'
import type { RatedSession } from '../types.ts'

const rated = slot<RatedSession>('rated session')

/** What readers say of a session. */
export function feedbackRoutes(services: Services): Router {
  const { db } = services
  // A full hall shares one address: enough for everybody in it, too little for a flood.
  const limit = { attempts: 600, seconds: 3_600, isOff: !services.config.rateLimits }
  const given = createThrottle(db, { name: 'feedback', ...limit })
  const everybody = onPublicEvent(services)
  const session = loading(rated, request => findRatedSession(db, publicEventOf(request).id, param(request, 'session')))
  const routes = Router()

  routes.get('/events/:event/sessions/:session/feedback', everybody, session, show)
  routes.post('/events/:event/sessions/:session/feedback', everybody, session, give)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    response.set('X-Robots-Tag', 'noindex')
    madeOf(response, ['content', 'minute'])
    await renderForm(request, response, freshForm(pathOf(request, response)))
  }

  async function give(request: Request, response: Response): Promise<void> {
    const reading = readForm(feedbackForm, request.body)
    if (!reading.ok) return refuse(request, response, reading.typed, reading.problems)
    const network = networkOf(request.ip ?? '')
    if (!(await given.take(`${rated.get(request).reference} ${network}`)))
      return refuse(request, response, reading.typed, [{ field: 'rating', message: 'errors.tooOften' }])
    const outcome = await giveFeedback(db, { session: rated.get(request), given: reading.value })
    redirect(response, pathOf(request, response) + (outcome.kind === 'given' ? '?sent=yes' : ''))
  }

  function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: Parameters<typeof refusedForm>[3],
  ): Promise<void> {
    const form = refusedForm(contextOf(response).t, pathOf(request, response), typed, problems)
    return renderForm(request, response.status(422), form)
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const context = contextOf(response)
    const { locale } = context
    const event = publicEventOf(request)
    const one = rated.get(request)
    const matter = {
      session: one,
      state: feedbackState(one, now()),
      form,
      isGiven: queryText(request, 'sent') === 'yes' && request.method === 'GET',
    }
    const publicity = await findPublicity(db, event.projectId, locale)
    const title = context.t('feedback.form.title', { session: readText(one.title, locale) })
    const isPrivate = request.method === 'POST'
    const head = publicEventHead(context, event, { title, current: 'agenda', publicity, isPrivate })
    render(response, feedbackPage, { head, ...feedbackModel(context, event, matter) })
  }

  function pathOf(request: Request, response: Response): string {
    return urls.sessionFeedback(localeOf(response), publicEventOf(request).slug, rated.get(request).reference)
  }
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
