import { type RequestHandler, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { translator } from '../../../core/messages.ts'
import type { Services } from '../../../services.ts'
import { oEmbedOf } from '../pages/oembed.ts'
import { findSharedMatter } from '../queries.ts'
import { sharedPage } from '../rules/addresses.ts'

/** What other sites ask when somebody pastes an address of ours: oEmbed 1.0. */
export function oEmbedRootRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/oembed', anyone, tell(services))
  return routes
}

function tell({ db, config }: Services): RequestHandler {
  return async (request, response) => {
    response.set('Access-Control-Allow-Origin', '*')
    const format = queryText(request, 'format', 10)
    // The specification's answer for a format that is not offered (oEmbed 2.3.3.3).
    if (format !== '' && format !== 'json') return void response.status(501).type('text').send('format=json')
    const page = sharedPage(queryText(request, 'url', 500), config.baseUrl)
    const matter = page && (await findSharedMatter(db, page))
    if (!page || !matter) throw new NotFound()
    const asked = { width: queryText(request, 'maxwidth', 10), height: queryText(request, 'maxheight', 10) }
    const answer = oEmbedOf({ t: translator(page.locale), baseUrl: config.baseUrl }, page, matter, asked)
    const type = 'application/json; charset=utf-8'
    answerBytes(request, response, { bytes: JSON.stringify(answer), type, cacheControl: 'public, max-age=300' })
  }
}
