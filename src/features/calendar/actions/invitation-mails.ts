import type { EventRow } from '../../events/types.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { mailName } from '../../registration/queries/names.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { invitationSequence, invitationUid } from '../rules/invitations.ts'
import type { CalendarInvitationRow } from '../types/invitations.ts'

/**
 * A calendar message about a registration as it stands. The same state is told once; `again` tells apart what is told a
 * second time because somebody asked.
 */
export function invitationMail(
  message: 'request' | 'update' | 'cancel',
  registration: RegistrationRow,
  event: EventRow,
  again = '',
): MailToQueue {
  const { calendarUid } = registration
  const kind = message === 'cancel' ? 'calendar-cancel' : 'calendar-request'
  const state = `${kind}:${calendarUid}:${invitationSequence(event, registration)}`
  return {
    ...aboutEvent(event),
    kind,
    idempotencyKey: again === '' ? state : `${state}:${again}`,
    to: { name: mailName(registration), address: registration.email },
    locale: registration.locale,
    registrationId: registration.id,
    calendarUid: invitationUid(calendarUid),
    payload: { uid: calendarUid, isUpdate: message === 'update' },
  }
}

/** Takes the entry of who had the place before out of their calendar. */
export function formerMail(registration: RegistrationRow, event: EventRow, told: CalendarInvitationRow): MailToQueue {
  const { calendarUid, toldAddress, toldName, toldLocale, toldSequence } = told
  const sequence = (toldSequence ?? 0) + 1
  return {
    ...aboutEvent(event),
    kind: 'calendar-cancel',
    idempotencyKey: `calendar-cancel:${calendarUid}:${sequence}:former`,
    to: { name: toldName ?? '', address: toldAddress ?? '' },
    locale: toldLocale ?? registration.locale,
    registrationId: registration.id,
    calendarUid: invitationUid(calendarUid),
    payload: { uid: calendarUid, sequence },
  }
}

/** After the end nobody needs an entry, or to be rid of one. */
function aboutEvent({ id, organisationId, endsAt }: EventRow) {
  return { organisationId, eventId: id, expiresAt: endsAt }
}
