import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, type PublicityStrip, render } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { listPublicity } from '../../directory/queries.ts'
import { type FrameContext, publicEventHead, type PublicEventPage } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { listEventHosts, listSatellites } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import * as programme from '../pages/programme.ts'
import { hostNames, printModel, printPage } from '../pages/print.ts'
import type { ItemSource } from '../pages/programme-items.ts'
import * as pages from '../pages/public.ts'
import { findLatestRelease } from '../queries.ts'
import { takesRegistrations } from '../rules/registration.ts'
import type { ReleaseContent, ReleasedAgenda } from '../types.ts'

interface Loaded extends ItemSource {
  readonly release: ReleasedAgenda | undefined
  readonly publicity: readonly PublicityStrip[]
}

const loadedSlot = slot<Loaded>('released agenda')
const nothing: ReleaseContent = { rooms: [], tracks: [], sessions: [], speakers: [] }

/** The released programme as everybody reads it. */
export function agendaRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const everybody = onPublicEvent(services)
  const released: RequestHandler = async (request, response, next) => {
    loadedSlot.set(request, await loadReleased(publicEventOf(request), localeOf(response)))
    next()
  }

  routes.get('/events/:event/agenda', everybody, released, showProgramme)
  routes.get('/events/:event/agenda/print', everybody, released, showPrint)
  routes.get('/events/:event/sessions/:session', everybody, released, showSession)
  routes.get('/events/:event/speakers', everybody, released, showSpeakers)
  routes.get('/events/:event/speakers/:speaker', everybody, released, showSpeaker)
  return routes

  /** The last release, and of the satellites what is public: their titles, and what their funders demand (CZ-05). */
  async function loadReleased(event: EventRow, locale: Locale): Promise<Loaded> {
    const release = await findLatestRelease(db, event.id)
    const satellites = (await listSatellites(db, event.id)).filter(one => one.publishedAt !== null)
    const projects = [event, ...satellites].flatMap(one => (one.projectId === null ? [] : [one.projectId]))
    const publicity = await listPublicity(db, [...new Set(projects)], locale)
    const bySlug = new Map(satellites.map(one => [one.slug, one]))
    return { event, release, content: release?.content ?? nothing, satellites: bySlug, publicity }
  }

  function showProgramme(request: Request, response: Response): void {
    const context = contextOf(response)
    const source = loadedSlot.get(request)
    const { event, content, release } = source
    const days = programme.programmeDays(event, content)
    const ask = (name: string) => queryText(request, name, 80)
    const asked = { day: ask('day'), track: ask('track'), room: ask('room') }
    const choice = programme.chosen(days, content, asked)
    render(response, programme.programmePage, {
      head: headOf(request, response, context.t('agenda.programme.title'), 'agenda'),
      ...programme.programmeWords(context, source, release),
      ...programme.programmeLinks(context, event, content, days, choice),
      ...programme.programmeOfDay(context, source, choice),
    })
  }

  async function showPrint(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const source = loadedSlot.get(request)
    const { event, release, publicity } = source
    if (!release) throw new NotFound()
    const hosts = hostNames(context.locale, await listEventHosts(db, event.id))
    const head = headOf(request, response, context.t('agenda.print.title'), 'agenda')
    render(response, printPage, { ...printModel(context, source, release), head, hosts, publicity })
  }

  function showSession(request: Request, response: Response): void {
    const source = loadedSlot.get(request)
    const session = source.content.sessions.find(one => one.reference === param(request, 'session'))
    if (!session) throw new NotFound()
    const model = pages.sessionModel(contextOf(response), source, session)
    const head = headOf(request, response, model.title.text, 'agenda', model.when)
    render(response, pages.sessionPage, { head, ...model })
  }

  function showSpeakers(request: Request, response: Response): void {
    const { t, locale } = contextOf(response)
    const { event, content } = loadedSlot.get(request)
    const head = headOf(request, response, t('agenda.speakerList.title'), 'speakers')
    render(response, pages.speakersPage, { head, speakers: pages.speakerEntries(locale, event, content) })
  }

  function showSpeaker(request: Request, response: Response): void {
    const { event, content } = loadedSlot.get(request)
    const speaker = content.speakers.find(one => one.reference === param(request, 'speaker'))
    if (!speaker) throw new NotFound()
    const model = pages.speakerModel(contextOf(response), event, content, speaker)
    const head = headOf(request, response, model.name.text, 'speakers', model.affiliation.text)
    render(response, pages.speakerPage, { head, ...model })
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
}

function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}
