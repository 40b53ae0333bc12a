import { type RequestHandler, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, disposition } from '../../../core/http/caching.ts'
import { isLocale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { type ScheduleFormat, writeSchedule } from '../actions/export.ts'

/** The programme for other programs: `?lang=en` for the other language. Any site may read it (CORS). */
export function scheduleRootRoutes(services: Services): Router {
  const routes = Router()
  const known = onPublicEvent(services)
  routes.get('/events/:event/schedule.xml', known, exported(services, 'xml', ['text/xml', 'application/xml']))
  routes.get('/events/:event/schedule.json', known, exported(services, 'json', ['application/json']))
  return routes
}

function exported(services: Services, format: ScheduleFormat, types: readonly [string, ...string[]]): RequestHandler {
  const offered = [...types, `application/vnd.c3voc.schedule+${format}`]
  return async (request, response) => {
    const event = publicEventOf(request)
    const { lang } = request.query
    const bytes = await writeSchedule(services, event, format, isLocale(lang) ? lang : undefined)
    if (bytes === undefined) throw new NotFound()
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
    response.vary('Accept')
    const type = `${request.accepts(offered) || types[0]}; charset=utf-8`
    const name = disposition('inline', `${event.slug}.${format}`)
    answerBytes(request, response, { bytes, type, cacheControl: 'public, max-age=300', disposition: name })
  }
}
