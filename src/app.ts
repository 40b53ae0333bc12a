import path from 'node:path'
import express, { type Express, Router } from 'express'
import { errorHandler, nothingFound } from './core/http/errors.ts'
import { anyone } from './core/http/guards.ts'
import { healthRoutes } from './core/http/health.ts'
import { preferredLocale, speaking } from './core/http/locale.ts'
import { requestLog } from './core/http/requests.ts'
import {
  permissionsPolicy,
  refuseCrossSite,
  refuseForeignHosts,
  refuseOtherTypes,
  securityHeaders,
} from './core/http/security.ts'
import { passQuickly } from './core/http/routing.ts'
import { staticFiles } from './core/http/static-files.ts'
import { redirect, urls } from './core/http/urls.ts'
import type { JobHandler } from './core/jobs.ts'
import { watchQueue } from './core/jobs/watch.ts'
import { locales } from './core/localised-text.ts'
import type { Watch } from './core/lookout.ts'
import { projectRoot } from './core/root.ts'
import { fileJobs } from './features/files/jobs.ts'
import { mailJobs } from './features/mail/jobs.ts'
import { watchOutbox } from './features/mail/queries/watch.ts'
import { mailRootRoutes } from './features/mail/routes/public.ts'
import type { MailDefinition } from './features/mail/types.ts'
import { identify } from './features/accounts/guards.ts'
import { accountJobs } from './features/accounts/jobs.ts'
import { accountMails } from './features/accounts/mails.ts'
import { eventJobs } from './features/events/jobs.ts'
import { agendaJobs } from './features/agenda/jobs.ts'
import { contributionJobs } from './features/contributions/jobs.ts'
import { contributionMails } from './features/contributions/mails.ts'
import { photographRootRoutes } from './features/contributions/routes/public.ts'
import { interchangeJobs } from './features/interchange/jobs.ts'
import { scheduleRootRoutes } from './features/interchange/routes/public.ts'
import { registrationJobs } from './features/registration/jobs.ts'
import { invitationJobs } from './features/invitations/jobs.ts'
import { invitationMails } from './features/invitations/mails.ts'
import { importJobs } from './features/imports/jobs.ts'
import { planJobs } from './features/plans/jobs.ts'
import { planMails } from './features/plans/mails.ts'
import { writeRegistrationFile } from './features/calendar/actions.ts'
import { recordTelling } from './features/calendar/actions/invitation-settings.ts'
import { calendarJobs } from './features/calendar/jobs.ts'
import { calendarMails } from './features/calendar/mails.ts'
import { calendarRootRoutes } from './features/calendar/routes/public.ts'
import { delegationMails } from './features/delegations/mails.ts'
import { rosterJobs } from './features/roster/jobs.ts'
import { announcementJobs } from './features/announcements/jobs.ts'
import { announcementMails } from './features/announcements/mails.ts'
import { attendeeMails } from './features/attendee/mails.ts'
import { inboundJobs } from './features/inbound/jobs.ts'
import { selfcheckJobs } from './features/selfcheck/jobs.ts'
import { watchSelfCheck } from './features/selfcheck/queries/watch.ts'
import { templateMails } from './features/templates/mails.ts'
import { templateRoutes } from './features/templates/routes/organiser.ts'
import { oEmbedRootRoutes } from './features/sharing/routes/oembed.ts'
import { pageRouters } from './routers.ts'
import type { Services } from './services.ts'

/** The application: the order of a request and every mount point, on one screen. */
export function createApp(services: Services): Express {
  const { config, log } = services
  const origin = () => new URL(config.baseUrl).origin
  const isSecure = config.baseUrl.startsWith('https:')

  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('trust proxy', config.trustProxy)
  Object.defineProperty(app.locals, 'baseUrl', { get: () => config.baseUrl })

  app.use(requestLog(log))
  app.use(securityHeaders(isSecure), permissionsPolicy)
  app.use(healthRoutes(services, watches))
  app.use(refuseForeignHosts(origin, config.environment !== 'production'))
  app.use(staticFiles(path.join(projectRoot, 'public'), config.environment === 'production'))
  // Mail programs post an unsubscription by themselves (RFC 8058), or show its page in a frame of theirs.
  app.use(refuseCrossSite(origin, path => /^\/(?:cs|en)\/unsubscribe\//.test(path)))
  app.use(refuseOtherTypes(() => app.router))
  // Organisers write descriptions in two languages, and every Czech letter takes six characters in a posted form.
  app.use(
    locales.map(locale => `/${locale}/organiser`),
    express.urlencoded({ extended: false, limit: '512kb', parameterLimit: 500 }),
  )
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 300 }))

  app.get('/', anyone, (request, response) => {
    response.vary('Accept-Language').set('Cache-Control', 'public, no-cache')
    redirect(response, urls.home(preferredLocale(request)), 302)
  })
  const pages = pageRoutes(services)
  for (const locale of locales) app.use(`/${locale}`, speaking(locale), pages)
  app.use(rootRoutes(services))

  app.use(nothingFound(() => app.router))
  app.use(errorHandler(log))
  return app
}

/** What a process answers that serves nobody but whoever watches it. */
export function createWatchApp(services: Services): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(requestLog(services.log))
  app.use(healthRoutes(services, watches))
  return app
}

function pageRoutes(services: Services): Router {
  const pages = Router()
  pages.use(['/organiser', '/sign-in', '/sign-out', '/password-reset'], ...identify(services))
  // It shows what the mails of every other feature look like; before the page of one mail, whose name its path would be.
  pages.use(templateRoutes(services, mailDefinitions))
  for (const router of pageRouters) pages.use(router(services))
  passQuickly(pages)
  return pages
}

/** What has no language in its address. */
function rootRoutes(services: Services): Router {
  const root = Router()
  root.use(photographRootRoutes(services))
  root.use(calendarRootRoutes(services))
  root.use(scheduleRootRoutes(services))
  root.use(oEmbedRootRoutes(services))
  root.use(mailRootRoutes(services))
  return root
}

const causedMails: readonly MailDefinition<Services>[] = [
  ...accountMails,
  ...contributionMails,
  ...invitationMails,
  ...delegationMails,
  ...announcementMails,
  ...planMails,
  ...calendarMails(recordTelling),
  ...attendeeMails(writeRegistrationFile),
]

/** What besides the process and the database is watched. */
const watches: readonly Watch[] = [watchQueue, watchOutbox, watchSelfCheck]

/** How the mails of every kind are written. */
export const mailDefinitions: readonly MailDefinition<Services>[] = [...causedMails, ...templateMails(causedMails)]

/** Who does the jobs that features announce. */
export function jobHandlers(services: Services): readonly JobHandler[] {
  const fixed = [
    fileJobs,
    eventJobs,
    agendaJobs,
    contributionJobs,
    registrationJobs,
    invitationJobs,
    rosterJobs,
    announcementJobs,
    interchangeJobs,
    importJobs,
    planJobs,
    calendarJobs,
    selfcheckJobs,
  ].flat()
  return [...mailJobs(mailDefinitions), ...accountJobs(), ...fixed, ...inboundJobs(services.config)]
}
