import type { Router } from 'express'
import { accountPageRoutes } from './features/accounts/routes/organiser/account.ts'
import { teamRoutes } from './features/accounts/routes/organiser/team.ts'
import { accountRoutes } from './features/accounts/routes/public.ts'
import { unsubscribeRoutes } from './features/mail/routes/unsubscribe.ts'
import { venueRoutes } from './features/venues/routes/organiser.ts'
import { directoryRoutes } from './features/directory/routes/organiser.ts'
import { suggestionRoutes } from './features/directory/routes/public.ts'
import { eventRoutes } from './features/events/routes/organiser.ts'
import { editorRoutes } from './features/agenda/routes/organiser/agenda.ts'
import { handingInRoutes } from './features/contributions/routes/handing-in.ts'
import { materialDeskRoutes } from './features/contributions/routes/materials.ts'
import { speakerDeskRoutes } from './features/contributions/routes/organiser.ts'
import { photographDeskRoutes } from './features/contributions/routes/photograph.ts'
import { speakingRoutes } from './features/contributions/routes/speaking.ts'
import { editorBatchRoutes } from './features/agenda/routes/organiser/batch.ts'
import { releaseEditorRoutes } from './features/agenda/routes/organiser/releases.ts'
import { editorStreamRoutes } from './features/agenda/routes/organiser/stream.ts'
import { editorToolRoutes } from './features/agenda/routes/organiser/tools.ts'
import { sessionEditorRoutes } from './features/agenda/routes/organiser/sessions.ts'
import { agendaSettingsRoutes } from './features/agenda/routes/organiser/settings.ts'
import { speakerEditorRoutes } from './features/agenda/routes/organiser/speakers.ts'
import { trackEditorRoutes } from './features/agenda/routes/organiser/tracks.ts'
import { agendaRoutes } from './features/agenda/routes/public.ts'
import { scheduleImportRoutes } from './features/interchange/routes/import.ts'
import { scheduleImportRunRoutes } from './features/interchange/routes/run.ts'
import { releaseRoutes } from './features/agenda/routes/releases.ts'
import { feedbackDeskRoutes } from './features/feedback/routes/organiser.ts'
import { feedbackRoutes } from './features/feedback/routes/public.ts'
import { screenRoutes } from './features/screens/routes/public.ts'
import { categoryRoutes } from './features/registration/routes/categories.ts'
import { partFormRoutes } from './features/registration/routes/part-form.ts'
import { partRoutes } from './features/registration/routes/parts.ts'
import { registrationFileRoutes } from './features/registration/routes/files.ts'
import { registrationLinkRoutes } from './features/registration/routes/links.ts'
import { registrationRoutes } from './features/registration/routes/public.ts'
import { quotaRoutes } from './features/registration/routes/quotas.ts'
import { registrationSettingsRoutes } from './features/registration/routes/settings.ts'
import { wholePlacesRoutes } from './features/registration/routes/whole-places.ts'
import { codeRoutes } from './features/invitations/routes/codes.ts'
import { inviteRoutes } from './features/invitations/routes/invite.ts'
import { invitationDeskRoutes } from './features/invitations/routes/organiser.ts'
import { invitationRoutes } from './features/invitations/routes/public.ts'
import { builderRoutes } from './features/builder/routes/organiser.ts'
import { importRunRoutes } from './features/imports/routes/run.ts'
import { importRoutes } from './features/imports/routes/runs.ts'
import { delegationContactRoutes } from './features/delegations/routes/contact.ts'
import { delegationDeskRoutes } from './features/delegations/routes/organiser.ts'
import { delegationRoutes } from './features/delegations/routes/public.ts'
import { replacingRoutes } from './features/delegations/routes/replacing.ts'
import { addingRoutes } from './features/roster/routes/adding.ts'
import { checkinRoutes } from './features/roster/routes/checkin.ts'
import { bulkRoutes } from './features/roster/routes/bulk.ts'
import { deedRoutes } from './features/roster/routes/deeds.ts'
import { editingRoutes } from './features/roster/routes/editing.ts'
import { exportRoutes } from './features/roster/routes/exports.ts'
import { rosterListRoutes } from './features/roster/routes/list.ts'
import { mergingRoutes } from './features/roster/routes/merging.ts'
import { oneRoutes } from './features/roster/routes/one.ts'
import { partsRoutes } from './features/roster/routes/parts.ts'
import { viewRoutes } from './features/roster/routes/views.ts'
import { attendeeCalendarRoutes } from './features/attendee/routes/calendar.ts'
import { composeRoutes } from './features/announcements/routes/compose.ts'
import { announcementDeedRoutes } from './features/announcements/routes/deeds.ts'
import { announcementRoutes } from './features/announcements/routes/one.ts'
import { announcementRuleRoutes } from './features/announcements/routes/rules.ts'
import { attendeeChoiceRoutes } from './features/attendee/routes/choices.ts'
import { attendeeEditRoutes } from './features/attendee/routes/edit.ts'
import { attendeeRoutes } from './features/attendee/routes/public.ts'
import { attendeePlanRoutes } from './features/attendee/routes/plan.ts'
import { attendeeReplaceRoutes } from './features/attendee/routes/replacing.ts'
import { documentRoutes } from './features/documents/routes/public.ts'
import { deskRoutes } from './features/desk/routes/organiser.ts'
import { pictureRoutes } from './features/sharing/routes/public.ts'
import { portalRoutes } from './features/portal/routes/public.ts'
import { materialRoutes } from './features/contributions/routes/public.ts'
import type { Services } from './services.ts'

/** Everything below `/{lang}`, in the order of the features. */
export const pageRouters: readonly ((services: Services) => Router)[] = [
  // First: whoever registers in a rush need not be asked for by every route there is.
  registrationRoutes,
  unsubscribeRoutes,
  accountRoutes,
  accountPageRoutes,
  teamRoutes,
  venueRoutes,
  directoryRoutes,
  suggestionRoutes,
  eventRoutes,
  agendaRoutes,
  releaseRoutes,
  releaseEditorRoutes,
  editorRoutes,
  editorBatchRoutes,
  editorToolRoutes,
  editorStreamRoutes,
  sessionEditorRoutes,
  // Before the page of one speaker: its parameter would take “answers” and “list” for a speaker.
  speakerDeskRoutes,
  speakerEditorRoutes,
  trackEditorRoutes,
  agendaSettingsRoutes,
  scheduleImportRoutes,
  scheduleImportRunRoutes,
  speakingRoutes,
  handingInRoutes,
  materialRoutes,
  materialDeskRoutes,
  photographDeskRoutes,
  feedbackRoutes,
  feedbackDeskRoutes,
  screenRoutes,
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
  checkinRoutes,
  exportRoutes,
  addingRoutes,
  // Rules before single announcements: their parameter would take “rules” for one.
  announcementRuleRoutes,
  composeRoutes,
  announcementRoutes,
  announcementDeedRoutes,
  attendeeRoutes,
  attendeeCalendarRoutes,
  attendeeChoiceRoutes,
  attendeePlanRoutes,
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
  documentRoutes,
  deskRoutes,
  pictureRoutes,
  portalRoutes,
]
