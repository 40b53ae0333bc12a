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
import { redirect, urls } from './core/http/urls.ts'
import type { JobHandler } from './core/jobs.ts'
import { locales } from './core/localised-text.ts'
import { projectRoot } from './core/root.ts'
import { mailJobs } from './features/mail/jobs.ts'
import { mailRootRoutes } from './features/mail/routes/public.ts'
import type { MailDefinition } from './features/mail/types.ts'
import { identify } from './features/accounts/guards.ts'
import { accountJobs } from './features/accounts/jobs.ts'
import { accountMails } from './features/accounts/mails.ts'
import { accountPageRoutes } from './features/accounts/routes/organiser/account.ts'
import { teamRoutes } from './features/accounts/routes/organiser/team.ts'
import { accountRoutes } from './features/accounts/routes/public.ts'
import { venueRoutes } from './features/venues/routes/organiser.ts'
import { directoryRoutes } from './features/directory/routes/organiser.ts'
import { suggestionRoutes } from './features/directory/routes/public.ts'
import { eventRoutes } from './features/events/routes/organiser.ts'
import { editorRoutes } from './features/agenda/routes/organiser/agenda.ts'
import { sessionEditorRoutes } from './features/agenda/routes/organiser/sessions.ts'
import { speakerEditorRoutes } from './features/agenda/routes/organiser/speakers.ts'
import { trackEditorRoutes } from './features/agenda/routes/organiser/tracks.ts'
import { agendaRoutes } from './features/agenda/routes/public.ts'
import { registrationJobs } from './features/registration/jobs.ts'
import { categoryRoutes } from './features/registration/routes/categories.ts'
import { partFormRoutes } from './features/registration/routes/part-form.ts'
import { partRoutes } from './features/registration/routes/parts.ts'
import { registrationFileRoutes } from './features/registration/routes/files.ts'
import { registrationLinkRoutes } from './features/registration/routes/links.ts'
import { registrationRoutes } from './features/registration/routes/public.ts'
import { quotaRoutes } from './features/registration/routes/quotas.ts'
import { registrationSettingsRoutes } from './features/registration/routes/settings.ts'
import { wholePlacesRoutes } from './features/registration/routes/whole-places.ts'
import { invitationJobs } from './features/invitations/jobs.ts'
import { invitationMails } from './features/invitations/mails.ts'
import { codeRoutes } from './features/invitations/routes/codes.ts'
import { inviteRoutes } from './features/invitations/routes/invite.ts'
import { invitationDeskRoutes } from './features/invitations/routes/organiser.ts'
import { invitationRoutes } from './features/invitations/routes/public.ts'
import { builderRoutes } from './features/builder/routes/organiser.ts'
import { importJobs } from './features/imports/jobs.ts'
import { importRunRoutes } from './features/imports/routes/run.ts'
import { importRoutes } from './features/imports/routes/runs.ts'
import { writeRegistrationFile } from './features/calendar/actions.ts'
import { calendarRootRoutes } from './features/calendar/routes/public.ts'
import { delegationMails } from './features/delegations/mails.ts'
import { delegationContactRoutes } from './features/delegations/routes/contact.ts'
import { delegationDeskRoutes } from './features/delegations/routes/organiser.ts'
import { delegationRoutes } from './features/delegations/routes/public.ts'
import { replacingRoutes } from './features/delegations/routes/replacing.ts'
import { rosterJobs } from './features/roster/jobs.ts'
import { addingRoutes } from './features/roster/routes/adding.ts'
import { bulkRoutes } from './features/roster/routes/bulk.ts'
import { deedRoutes } from './features/roster/routes/deeds.ts'
import { editingRoutes } from './features/roster/routes/editing.ts'
import { exportRoutes } from './features/roster/routes/exports.ts'
import { rosterListRoutes } from './features/roster/routes/list.ts'
import { mergingRoutes } from './features/roster/routes/merging.ts'
import { oneRoutes } from './features/roster/routes/one.ts'
import { partsRoutes } from './features/roster/routes/parts.ts'
import { viewRoutes } from './features/roster/routes/views.ts'
import { attendeeMails } from './features/attendee/mails.ts'
import { attendeeChoiceRoutes } from './features/attendee/routes/choices.ts'
import { attendeeEditRoutes } from './features/attendee/routes/edit.ts'
import { attendeeRoutes } from './features/attendee/routes/public.ts'
import { attendeeReplaceRoutes } from './features/attendee/routes/replacing.ts'
import { deskRoutes } from './features/desk/routes/organiser.ts'
import { portalRoutes } from './features/portal/routes/public.ts'
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
  app.use(healthRoutes(services))
  app.use(refuseForeignHosts(origin, config.environment !== 'production'))
  app.use(express.static(path.join(projectRoot, 'public'), { index: false, redirect: false, maxAge: '1h' }))
  app.use(refuseCrossSite(origin))
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

/** Everything below `/{lang}`, in the order of the features. */
const pageRouters: readonly ((services: Services) => Router)[] = [
  accountRoutes,
  accountPageRoutes,
  teamRoutes,
  venueRoutes,
  directoryRoutes,
  suggestionRoutes,
  eventRoutes,
  agendaRoutes,
  editorRoutes,
  sessionEditorRoutes,
  speakerEditorRoutes,
  trackEditorRoutes,
  registrationRoutes,
  registrationLinkRoutes,
  registrationFileRoutes,
  invitationRoutes,
  codeRoutes,
  inviteRoutes,
  invitationDeskRoutes,
  delegationRoutes,
  delegationContactRoutes,
  delegationDeskRoutes,
  replacingRoutes,
  mergingRoutes,
  rosterListRoutes,
  viewRoutes,
  bulkRoutes,
  exportRoutes,
  addingRoutes,
  attendeeRoutes,
  attendeeChoiceRoutes,
  attendeeEditRoutes,
  attendeeReplaceRoutes,
  categoryRoutes,
  partFormRoutes,
  partRoutes,
  quotaRoutes,
  wholePlacesRoutes,
  registrationSettingsRoutes,
  builderRoutes,
  importRoutes,
  importRunRoutes,
  // Last of those below …/registrations: its parameter would take their names for a registration.
  oneRoutes,
  deedRoutes,
  editingRoutes,
  partsRoutes,
  deskRoutes,
  portalRoutes,
]

function pageRoutes(services: Services): Router {
  const pages = Router()
  pages.use(['/organiser', '/sign-in', '/sign-out', '/password-reset'], ...identify(services))
  for (const router of pageRouters) pages.use(router(services))
  return pages
}

/** What has no language in its address. */
function rootRoutes(services: Services): Router {
  const root = Router()
  root.use(calendarRootRoutes(services))
  root.use(mailRootRoutes(services))
  return root
}

/** How the mails of every kind are written. */
export const mailDefinitions: readonly MailDefinition<Services>[] = [
  ...accountMails,
  ...invitationMails,
  ...delegationMails,
  ...attendeeMails(writeRegistrationFile),
]

/** Who does the jobs that features announce. */
export function jobHandlers(_services: Services): readonly JobHandler[] {
  const fixed = [registrationJobs, invitationJobs, rosterJobs, importJobs].flat()
  return [...mailJobs(mailDefinitions), ...accountJobs(), ...fixed]
}
