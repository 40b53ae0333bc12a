import { type Request, type Response, Router } from 'express'
import { atomFeed, atomType } from '../../../core/atom.ts'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, madeOf } from '../../../core/http/caching.ts'
import { param, queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { type FrameContext, publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import * as pages from '../pages/history.ts'
import { releaseLines, releaseTitle } from '../pages/releases.ts'
import { findOutline, listReleases } from '../queries.ts'
import { takesRegistrations } from '../rules/registration.ts'

/** The releases there were: their list, each as it was, and a feed of what changed. */
export function releaseRoutes(services: Services): Router {
  const { db, config } = services
  const routes = Router()
  const everybody = onPublicEvent(services)

  routes.get('/events/:event/agenda/releases', everybody, showHistory)
  routes.get('/events/:event/agenda/releases/:release', everybody, showRelease)
  routes.get('/events/:event/changes.atom', everybody, sendFeed)
  return routes

  async function showHistory(request: Request, response: Response): Promise<void> {
    madeOf(response, ['content', 'minute'])
    const context = contextOf(response)
    const event = publicEventOf(request)
    render(response, pages.historyPage, {
      head: await headOf(request, response, context.t('releases.title')),
      releases: releaseLines(context, event, await listReleases(db, event.id)),
      agendaHref: urls.agenda(context.locale, event.slug),
      feedHref: urls.changesFeed(context.locale, event.slug),
    })
  }

  async function showRelease(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const event = publicEventOf(request)
    const [latest] = await listReleases(db, event.id)
    const release = await findOutline(db, event.id, numberOf(request))
    if (!release || !latest) throw new NotFound()
    const asked = { latest: latest.number, day: queryText(request, 'day', 10) }
    const head = await headOf(request, response, releaseTitle(context, release))
    madeOf(response, ['content', 'minute'])
    // Search engines are to find the programme that holds, not its past.
    response.set('X-Robots-Tag', 'noindex')
    render(response, pages.oldReleasePage, { head, ...pages.oldReleaseModel(context, event, release, asked) })
  }

  async function sendFeed(request: Request, response: Response): Promise<void> {
    const event = publicEventOf(request)
    const releases = await listReleases(db, event.id)
    const feed = pages.changesFeed(contextOf(response), event, releases, config.baseUrl)
    const bytes = atomFeed(feed)
    madeOf(response, ['content'])
    answerBytes(request, response, { bytes, type: atomType, cacheControl: 'public, max-age=300' })
  }

  async function headOf(request: Request, response: Response, title: string): Promise<Head> {
    const event = publicEventOf(request)
    const context = contextOf(response)
    const publicity = await findPublicity(db, event.projectId, context.locale)
    const action = takesRegistrations(event, now())
      ? { href: urls.registration(context.locale, event.slug), label: context.t('agenda.register') }
      : undefined
    const description = context.t('releases.description', { event: readText(event.title, context.locale) })
    return publicEventHead(context, event, { title, current: 'agenda', publicity, action, description })
  }
}

/** The number of the release that the path names. */
export function numberOf(request: Request): number {
  const text = param(request, 'release')
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new NotFound()
  return Number(text)
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
