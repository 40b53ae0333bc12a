import { absolute, urls } from '../../../core/http/urls.ts'
import { type CalendarAttendee, type CalendarEntry, writeCalendar } from '../../../core/icalendar.ts'
import { translator } from '../../../core/messages.ts'
import { paragraphs, personalEntry } from '../rules.ts'
import { invitationUid } from '../rules/invitations.ts'
import type { InvitationMatter } from './matter.ts'

/** The message itself (RFC 5546): one entry, one recipient, nobody else named. */
export function writeInvitation(matter: InvitationMatter): string {
  const { method } = matter
  return writeCalendar({ method, entries: [method === 'CANCEL' ? cancelledEntry(matter) : requestedEntry(matter)] })
}

/** The event as the registered person has it, whole: who invites and the private link besides. */
function requestedEntry(matter: InvitationMatter): CalendarEntry {
  const { registration, mail, organizer } = matter
  const t = translator(mail.locale)
  const manage = privateLink(matter)
  const entry = commonEntry(matter)
  const words = [
    t('calendar.mail.description.organiser', { organiser: organizer.name }),
    t('calendar.mail.description.manage', { link: manage }),
  ]
  return {
    ...entry,
    description: paragraphs(entry.description ?? '', ...words),
    url: manage,
    // Whoever is registered is there, all the days; a subscription beside it leaves the time free.
    transparent: false,
    attendee: attendeeOf(matter, registration.status === 'confirmed' ? 'ACCEPTED' : 'TENTATIVE'),
  }
}

/** What is gone: the start is kept, so that it is found (RFC 5546 §3.2.5). */
function cancelledEntry(matter: InvitationMatter): CalendarEntry {
  return {
    ...commonEntry(matter),
    status: 'CANCELLED',
    transparent: true,
    attendee: attendeeOf(matter, 'NEEDS-ACTION'),
  }
}

function commonEntry(matter: InvitationMatter): CalendarEntry {
  const { registration, services, mail, uid, sequence, isToFormer, organizer } = matter
  const { baseUrl } = services.config
  const voice = { locale: mail.locale, baseUrl }
  const { contentUpdatedAt, createdAt, status } = registration
  // How the next person comes is not told to the former one.
  const attendance = isToFormer ? 'on_site' : registration.attendance
  const told = { calendarUid: uid, calendarSequence: 0, contentUpdatedAt, createdAt, status, attendance }
  const entry = personalEntry(matter, told, voice, path => absolute(baseUrl, path))
  return { ...entry, uid: invitationUid(uid), sequence, organizer }
}

function attendeeOf({ mail }: InvitationMatter, status: CalendarAttendee['status']): CalendarAttendee {
  return { name: mail.toName || mail.toAddress, email: mail.toAddress, status }
}

/** The private page, made again for each mail; nothing in the database can be turned into a link. */
export function privateLink({ services, registration, mail }: InvitationMatter): string {
  const token = services.tokens.issue('registration', registration.reference, registration.tokenVersion)
  return absolute(services.config.baseUrl, urls.mine(mail.locale, token))
}
