import { type Request, type Response, Router } from 'express'
import { takeFlash } from '../../../core/http/flash.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { myEventGroups, myEventsPage } from '../pages/my-events.ts'
import { listCurrentEvents, listPastEvents } from '../queries/my-events.ts'
import { copyRoutes } from './copy.ts'
import { mailServerRoutes } from './mail-server.ts'
import { mailRoutes } from './mails.ts'
import { outletRoutes } from './outlets.ts'
import { overviewRoutes } from './overview.ts'
import { severalRoutes } from './several.ts'
import { startRoutes } from './start.ts'

/** The organiser's pages made of several features. */
export function deskRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/organiser/events', signedIn, myEvents)
  routes.use(copyRoutes(services))
  routes.use(overviewRoutes(services))
  routes.use(outletRoutes(services))
  routes.use(mailRoutes(services))
  routes.use(mailServerRoutes(services))
  routes.use(startRoutes(services))
  routes.use(severalRoutes(services))
  return routes

  async function myEvents(request: Request, response: Response): Promise<void> {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const user = userOf(request)
    const search = queryText(request, 'q', 100)
    const asked = pageRequest(queryText(request, 'page'), 30)
    const [current, past, organisations] = await Promise.all([
      listCurrentEvents(services.db, { user, search }, now()),
      listPastEvents(services.db, { user, search }, now(), asked),
      listOrganisationsOf(services.db, user, mayOrganise),
    ])
    const link = (page: number) => urls.organiserEvents(context.locale, { q: search, page })
    const left = takeFlash(request)
    render(response, myEventsPage, {
      head: organiserHead(context, user, { title: context.t('desk.events.title'), current: 'events' }),
      flash: left === undefined ? undefined : context.t(left),
      search,
      searchAction: urls.organiserEvents(context.locale),
      clearHref: urls.organiserEvents(context.locale),
      newHref: urls.organiserNewEvent(context.locale),
      copyHref: `${urls.organiserEvents(context.locale)}/copy`,
      mayCreate: organisations.length > 0,
      groups: myEventGroups(context, current, past.events),
      pastPager: pager(asked, past.total, link),
    })
  }
}
