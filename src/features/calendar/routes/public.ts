import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, disposition, madeOf } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { param } from '../../../core/http/loaders.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { type WrittenCalendar, writeAgenda, writeOverview, writePersonalFeed } from '../actions.ts'
import { writeOrganisation, writeSeries } from '../actions/collections.ts'
import { onCalendarToken, ownerOf } from '../guards.ts'

/** Feeds and downloads. The address has no query: some subscribers refuse one. */
export function calendarRootRoutes(services: Services): Router {
  const routes = Router()
  const known = onPublicEvent(services)
  for (const [prefix, locale] of prefixes) {
    routes.get(`${prefix}/events/:event.ics`, known, agenda(services, locale))
    routes.get(`${prefix}/events/:event/overview.ics`, known, overview(services, locale))
    routes.get(`${prefix}/events/:event/sessions/:name.ics`, known, part(services, locale, 'session'))
    routes.get(`${prefix}/events/:event/tracks/:name.ics`, known, part(services, locale, 'track'))
    routes.get(`${prefix}/events/:event/speakers/:name.ics`, known, part(services, locale, 'speaker'))
    routes.get(`${prefix}/series/:name.ics`, anyone, collection(services, locale, writeSeries))
    routes.get(`${prefix}/organisations/:name.ics`, anyone, collection(services, locale, writeOrganisation))
  }
  routes.get('/calendar/my/:token.ics', onCalendarToken(services), personal(services))
  return routes
}

const prefixes: readonly (readonly [string, Locale])[] = [
  ['/calendar', 'cs'],
  ['/calendar/en', 'en'],
]

const publicly = 'public, max-age=300'
const privately = 'private, max-age=300'

function agenda(services: Services, locale: Locale): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const written = await writeAgenda(services, event, locale, { kind: 'agenda' })
    answer(request, response, written, disposition('inline', `${event.slug}.ics`), publicly)
  }
}

function overview(services: Services, locale: Locale): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const written = await writeOverview(services, event, locale)
    answer(request, response, written, disposition('attachment', `${event.slug}.ics`), publicly)
  }
}

function part(services: Services, locale: Locale, kind: 'session' | 'track' | 'speaker'): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const name = param(request, 'name')
    const written = await writeAgenda(services, event, locale, { kind, name })
    const how = kind === 'session' ? 'attachment' : 'inline'
    answer(request, response, written, disposition(how, `${event.slug}-${name}.ics`), publicly)
  }
}

function collection(services: Services, locale: Locale, write: typeof writeSeries): RequestHandler {
  return async (request, response) => {
    const name = param(request, 'name')
    const written = await write(services, name, locale)
    answer(request, response, written, disposition('inline', `${name}.ics`), publicly)
  }
}

function personal(services: Services): RequestHandler {
  return async (request, response) => {
    const { event, registration } = ownerOf(request)
    // Its address is a secret: only who holds it is shown what is kept, and a new token counts as a change of people.
    madeOf(response, ['content', 'people', 'minute'])
    const written = await writePersonalFeed(services, event, registration)
    response.set({ 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' })
    answer(request, response, written, disposition('inline', `${event.slug}.ics`), privately)
  }
}

function answer(
  request: Request,
  response: Response,
  written: WrittenCalendar | undefined,
  contentDisposition: string,
  cacheControl: string,
): void {
  if (written === undefined) throw new NotFound()
  const { bytes, lastModified } = written
  if (cacheControl === publicly) madeOf(response, ['content', 'minute'])
  const type = 'text/calendar; charset=utf-8'
  const representation = { bytes, type, cacheControl, disposition: contentDisposition }
  answerBytes(request, response, lastModified ? { ...representation, lastModified } : representation)
}
