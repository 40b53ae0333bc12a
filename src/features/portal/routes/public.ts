import { type RequestHandler, Router } from 'express'
import { feedWays } from '../../../core/http/calendar-ways.ts'
import { madeOf } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { param, queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { NotFound } from '../../../core/errors.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { listPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { findSeries, findSeriesOf, listEventHosts, listEventLinks } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findOffers } from '../../registration/queries/offers.ts'
import { findVenue } from '../../venues/queries.ts'
import { eventJsonLd, type EventMatter, eventModel, eventPage } from '../pages/event.ts'
import { eventLine, homePage, placeFilters } from '../pages/home.ts'
import { calendarFeeds, seriesPage } from '../pages/series.ts'
import {
  findPublicParent,
  listEventsOfSeries,
  listPastEvents,
  listPlaces,
  listPublicSatellites,
  listUpcomingEvents,
} from '../queries.ts'
import { directoryRoutes } from './directory.ts'
import { embedRoutes } from './embed.ts'
import { feedRoutes } from './feed.ts'
import { noticeRoutes } from './notices.ts'

/** The public pages made of several features. */
export function portalRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/', anyone, home(services))
  routes.get('/events/:event', onPublicEvent(services), event(services))
  routes.get('/series/:series', anyone, series(services))
  routes.use(directoryRoutes(services))
  routes.use(noticeRoutes(services))
  routes.use(feedRoutes(services))
  routes.use(embedRoutes(services))
  return routes
}

/** Beside what organisers wrote: whether there are places, and whether registration is open. */
const withOffers = ['content', 'places', 'minute'] as const

function home({ db, config }: Services): RequestHandler {
  return async (request, response) => {
    madeOf(response, withOffers)
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const filter = { search: queryText(request, 'q', 100), where: queryText(request, 'where', 10) }
    const asked = pageRequest(queryText(request, 'page'), 30)
    const [upcoming, past, places] = await Promise.all([
      listUpcomingEvents(db, filter, now()),
      listPastEvents(db, filter, now(), asked),
      listPlaces(db),
    ])
    const offers = await findOffers(
      db,
      [...upcoming, ...past].map(one => one.id),
    )
    const line = (one: (typeof past)[number]) => eventLine(context, one, offers.get(one.id))
    const link = (page: number) => urls.home(context.locale, { q: filter.search, where: filter.where, page })
    const head: Head = {
      title: context.t('portal.home.title'),
      description: context.t('portal.home.lead'),
      section: 'events',
      feeds: [
        { href: urls.eventsFeed(context.locale), type: 'application/atom+xml', title: context.t('portal.feed.title') },
      ],
      isDemonstration: config.demo,
    }
    render(response, homePage, {
      head,
      ...filter,
      filters: placeFilters(context, filter, places),
      upcoming: upcoming.map(line),
      past: past.map(line),
      pastPager: pager(asked, past[0]?.total ?? 0, link),
      isEmpty: upcoming.length + past.length === 0,
      clearHref: urls.home(context.locale),
    })
  }
}

function event(services: Services): RequestHandler {
  return async (request, response) => {
    madeOf(response, withOffers)
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const one = publicEventOf(request)
    const matter = await matterOf(services, one, context.locale)
    const { publicity } = matter
    const { reply, ...model } = eventModel(context, matter, { title: '' }, services.config.baseUrl)
    const head = publicEventHead(context, one, {
      title: readText(one.title, context.locale),
      current: 'about',
      thin: false,
      description: readText(one.summary, context.locale) || undefined,
      openGraphType: 'event',
      jsonLd: eventJsonLd(context.locale, services.config.baseUrl, matter),
      action: reply?.action,
      publicity,
    })
    render(response, eventPage, { ...model, reply, head })
  }
}

/** Everything the event page shows, in a constant number of queries. */
async function matterOf({ db }: Services, one: EventRow, locale: Locale): Promise<EventMatter> {
  const [venue, hosts, links, satellites, parent, inSeries, release] = await Promise.all([
    one.venueId === null ? undefined : findVenue(db, one.venueId),
    listEventHosts(db, one.id),
    listEventLinks(db, one.id),
    listPublicSatellites(db, one.id),
    findPublicParent(db, one),
    findSeriesOf(db, one),
    findLatestOutline(db, one.id),
  ])
  const offers = await findOffers(db, [one.id, ...satellites.map(satellite => satellite.id)])
  // Who funds a satellite is named on the page of the whole event as well (CZ-05).
  const projects = [one, ...satellites].flatMap(({ projectId }) => projectId ?? [])
  const publicity = await listPublicity(db, [...new Set(projects)], locale)
  return { event: one, venue, hosts, links, satellites, parent, series: inSeries, release, offers, publicity }
}

function series({ db, config }: Services): RequestHandler {
  return async (request, response) => {
    madeOf(response, withOffers)
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const found = await findSeries(db, param(request, 'series'))
    if (found === undefined) throw new NotFound()
    const events = await listEventsOfSeries(db, found.id)
    const offers = await findOffers(
      db,
      events.map(one => one.id),
    )
    const name = readText(found.name, context.locale)
    const feed = urls.calendarSeries(context.locale, found.slug)
    render(response, seriesPage, {
      head: { title: name, section: 'events', feeds: calendarFeeds(context.t, feed) },
      calendar: events.length > 0 ? feedWays(config.baseUrl, feed, name) : undefined,
      name,
      description: readText(found.description, context.locale),
      planned: found.plannedEditions ?? undefined,
      events: events.map(one => ({
        edition: one.edition ?? undefined,
        ...eventLine(context, one, offers.get(one.id)),
      })),
    })
  }
}
