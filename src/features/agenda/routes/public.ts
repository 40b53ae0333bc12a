import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { madeOf } from '../../../core/http/caching.ts'
import { param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, type PublicityStrip, render } from '../../../core/http/pages.ts'
import { pageRequest } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import { now, parseTimeZone } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { listPublicity } from '../../directory/queries.ts'
import { type FrameContext, publicEventHead, type PublicEventPage } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { listEventHosts, listSatellites } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { programmeWays, sessionWays, speakerWays } from '../pages/calendar.ts'
import { type Asked, askedNames, askedNothing } from '../pages/choice.ts'
import { nowModel, nowPage } from '../pages/now.ts'
import { hostNames, printModel, printPage } from '../pages/print.ts'
import { programmeModel, programmePage } from '../pages/programme.ts'
import type { ItemSource } from '../pages/programme-items.ts'
import { sessionModel, sessionPage } from '../pages/session-page.ts'
import { speakerModel, speakerPage, speakersModel, speakersOnPage, speakersPage } from '../pages/speaker-pages.ts'
import { findLatestOutline, findReleasedSession, findReleasedSpeaker } from '../queries.ts'
import { findSessionExtras } from '../queries/session-page.ts'
import { takesRegistrations } from '../rules/registration.ts'
import type { OutlinedAgenda, ReleaseOutline } from '../types.ts'

interface Loaded extends ItemSource {
  readonly release: OutlinedAgenda | undefined
  readonly publicity: readonly PublicityStrip[]
  readonly baseUrl: string
}

const loadedSlot = slot<Loaded>('released agenda')
const nothing: ReleaseOutline = { rooms: [], tracks: [], sessions: [], speakers: [] }

/** The released programme as everybody reads it. */
export function agendaRoutes(services: Services): Router {
  const { db, config } = services
  const routes = Router()
  const everybody = onPublicEvent(services)
  const released: RequestHandler = async (request, response, next) => {
    madeOf(response, ['content', 'minute'])
    loadedSlot.set(request, await loadReleased(publicEventOf(request), localeOf(response)))
    next()
  }

  routes.get('/events/:event/agenda', everybody, released, showProgramme)
  routes.get('/events/:event/agenda/now', everybody, released, showNow)
  routes.get('/events/:event/agenda/print', everybody, released, showPrint)
  routes.get('/events/:event/sessions/:session', everybody, released, showSession)
  routes.get('/events/:event/speakers', everybody, released, showSpeakers)
  routes.get('/events/:event/speakers/:speaker', everybody, released, showSpeaker)
  return routes

  /** The last release, and of the satellites what is public: their titles, and what their funders demand (CZ-05). */
  async function loadReleased(event: EventRow, locale: Locale): Promise<Loaded> {
    const release = await findLatestOutline(db, event.id)
    const satellites = (await listSatellites(db, event.id)).filter(one => one.publishedAt !== null)
    const projects = [event, ...satellites].flatMap(one => (one.projectId === null ? [] : [one.projectId]))
    const publicity = await listPublicity(db, [...new Set(projects)], locale)
    const bySlug = new Map(satellites.map(one => [one.slug, one]))
    const { baseUrl } = config
    return { event, release, content: release?.content ?? nothing, satellites: bySlug, publicity, baseUrl }
  }

  async function showPrint(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const source = loadedSlot.get(request)
    const { event, release, publicity } = source
    if (!release) throw new NotFound()
    const hosts = hostNames(context.locale, await listEventHosts(db, event.id))
    const head = headOf(request, response, context.t('agenda.print.title'), 'agenda')
    render(response, printPage, { ...printModel(context, source, release, askedOf(request)), head, hosts, publicity })
  }

  async function showSession(request: Request, response: Response): Promise<void> {
    const source = loadedSlot.get(request)
    const { event, release } = source
    const reference = param(request, 'session')
    const session = source.content.sessions.find(one => one.reference === reference)
    if (!release || !session) throw new NotFound()
    const texts = await findReleasedSession(db, event.id, release.number, reference)
    if (!texts) throw new NotFound()
    const extras = await findSessionExtras(db, event, reference)
    madeOf(response, ['content', 'places', 'minute'])
    const zone = parseTimeZone(queryText(request, 'zone', 80))
    const model = sessionModel(contextOf(response), { ...source, texts, extras, zone, at: now() }, session)
    const head = headOf(request, response, model.title.text, 'agenda', model.when)
    const picture = {
      path: urls.sessionPicture(localeOf(response), event.slug, reference),
      alt: `${model.title.text}, ${model.when}`,
    }
    const calendar = sessionWays({ ...source, locale: localeOf(response) }, source.content, session)
    render(response, sessionPage, { head: { ...head, picture }, ...model, calendar })
  }

  async function showSpeaker(request: Request, response: Response): Promise<void> {
    const source = loadedSlot.get(request)
    const { event, content, release } = source
    const reference = param(request, 'speaker')
    if (!release || !content.speakers.some(one => one.reference === reference)) throw new NotFound()
    const speaker = await findReleasedSpeaker(db, event.id, release.number, reference)
    if (!speaker) throw new NotFound()
    const model = speakerModel(contextOf(response), event, content, speaker)
    const head = headOf(request, response, model.name.text, 'speakers', model.affiliation.text)
    const calendar = speakerWays({ ...source, locale: localeOf(response) }, speaker)
    render(response, speakerPage, { head, ...model, calendar })
  }
}

function showProgramme(request: Request, response: Response): void {
  const context = contextOf(response)
  const source = loadedSlot.get(request)
  const asked = askedOf(request)
  render(response, programmePage, {
    head: headOf(request, response, context.t('agenda.programme.title'), 'agenda'),
    ...programmeModel(context, source, source.release, asked),
    calendar: programmeWays({ ...source, locale: context.locale }, source.content, asked.track),
  })
}

function showNow(request: Request, response: Response): void {
  const context = contextOf(response)
  const source = loadedSlot.get(request)
  if (!source.release) throw new NotFound()
  const zone = parseTimeZone(queryText(request, 'zone', 80))
  const head = headOf(request, response, context.t('agenda.now.title'), 'agenda')
  render(response, nowPage, { head, ...nowModel(context, { ...source, zone }, now()) })
}

function showSpeakers(request: Request, response: Response): void {
  const context = contextOf(response)
  const { event, content } = loadedSlot.get(request)
  const asked = {
    search: queryText(request, 'q', 80),
    page: pageRequest(queryText(request, 'page', 4), speakersOnPage),
  }
  const head = headOf(request, response, context.t('agenda.speakerList.title'), 'speakers')
  render(response, speakersPage, { head, ...speakersModel(context, event, content, asked) })
}

/** What the address asks of the programme; a list of stars is longer than a word. */
function askedOf(request: Request): Asked {
  const pairs = askedNames.map(name => [name, queryText(request, name, name === 'my' ? 1_500 : 80)] as const)
  return { ...askedNothing, ...Object.fromEntries(pairs) }
}

function headOf(
  request: Request,
  response: Response,
  title: string,
  current: PublicEventPage,
  description?: string,
): Head {
  const { event, publicity } = loadedSlot.get(request)
  const context = contextOf(response)
  const action = takesRegistrations(event, now())
    ? { href: urls.registration(context.locale, event.slug), label: context.t('agenda.register') }
    : undefined
  const said =
    description || context.t('agenda.programme.description', { event: readText(event.title, context.locale) })
  return publicEventHead(context, event, { title, current, publicity, action, description: said })
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
