import { Router } from 'express'
import { atomFeed, atomType } from '../../../core/atom.ts'
import { answerBytes, madeOf } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { instantFromMillis } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { eventsFeed } from '../pages/feed.ts'
import { listNewEvents } from '../queries.ts'

/** The feed of new events. */
export function feedRoutes({ db, config }: Services): Router {
  const routes = Router()
  routes.get('/events.atom', anyone, async (request, response) => {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    // A feed without an event never changed: the same bytes each time.
    const source = { baseUrl: config.baseUrl, at: instantFromMillis(0) }
    const bytes = atomFeed(eventsFeed(context, await listNewEvents(db), source))
    madeOf(response, ['content'])
    answerBytes(request, response, { bytes, type: atomType, cacheControl: 'public, max-age=300' })
  })
  return routes
}
