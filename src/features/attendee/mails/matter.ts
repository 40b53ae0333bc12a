import { z } from 'zod'
import { absolute, type urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { type Translate, translator } from '../../../core/messages.ts'
import { formatDateTimeRange, formatZone } from '../../../core/time.ts'
import { ticketCode } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { findInvitation, type OwnInvitation } from '../../calendar/queries/invitations.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import { listEventHosts, placeOf } from '../../events/queries.ts'
import type { EventHost, EventRow } from '../../events/types.ts'
import type { QueuedMail } from '../../mail/types.ts'
import { registrationForMail } from '../../registration/queries/registrations.ts'
import { findSettings } from '../../registration/queries/settings.ts'
import type { RegistrationInEvent, RegistrationMailKind } from '../../registration/types.ts'
import type { RegistrationSettingsRow } from '../../registration/types/places.ts'
import { findVenue } from '../../venues/queries.ts'
import type { VenueRow } from '../../venues/types.ts'
import { listSignUps, type SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { listPartsNamed, type NamedPart } from '../queries.ts'
import { isOnline, isSensible } from '../rules.ts'

/** What happened to parts: the lists of references that `registration-parts` brings, in the order they are told. */
export const partNews = [
  'promoted',
  'confirmed',
  'offered',
  'waiting',
  'moved',
  'left',
  'expired',
  'cancelled',
] as const
export type PartNewsKind = (typeof partNews)[number]

const references = z.array(z.string()).default([])
const payload = z.object({
  /** The position that the page told. */
  position: z.number().optional(),
  /** Why an organiser declined; their words. */
  reason: z.string().default(''),
  /** Of a replacement: whether the mail goes to who left or to who came. */
  to: z.enum(['former', 'new']).optional(),
  subject: z.string().default(''),
  text: z.string().default(''),
  promoted: references,
  confirmed: references,
  offered: references,
  waiting: references,
  moved: references,
  left: references,
  expired: references,
  cancelled: references,
  /** Of a move: how often the event had changed by then. */
  sequence: z.number().optional(),
})

/** Everything a mail about a registration is written from. */
export interface Matter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly t: Translate
  readonly kind: RegistrationMailKind
  readonly payload: z.output<typeof payload>
  readonly registration: RegistrationInEvent
  readonly event: EventRow
  readonly settings: RegistrationSettingsRow
  readonly signUps: readonly SignUpOfRegistration[]
  /** The parts that the payload names, those that were left too. */
  readonly named: readonly NamedPart[]
  readonly venue: VenueRow | undefined
  readonly hosts: readonly EventHost[]
  /** What the reader wants in their calendar, and what it answered. */
  readonly invitation: OwnInvitation
}

/** Reads what a mail is written from; undefined where it would no longer tell the truth, or to the wrong person. */
export async function findMatter(
  services: Services,
  mail: QueuedMail,
  kind: RegistrationMailKind,
): Promise<Matter | undefined> {
  const { db } = services
  const found = mail.registrationId === null ? undefined : await registrationForMail(db, mail.registrationId)
  if (found === undefined) return undefined
  const { registration, event } = found
  if (mail.isPreview !== true && !isSensible(kind, registration.status, event.cancelledAt !== null)) return undefined
  const read = payload.parse(mail.payload)
  if (!isForReader(mail, registration, read.to)) return undefined
  const invitation = await findInvitation(db, registration)
  if (mail.isPreview !== true && kind === 'event-moved' && isToldOtherwise(read.sequence, event, invitation))
    return undefined
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const hosts = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  return {
    services,
    mail,
    t: translator(mail.locale),
    kind,
    payload: read,
    registration,
    event,
    settings: await findSettings(db, event.id),
    signUps: await listSignUps(db, registration.id),
    named: await listPartsNamed(
      db,
      event.id,
      partNews.flatMap(news => read[news]),
    ),
    venue,
    hosts,
    invitation,
  }
}

/**
 * A mail carries the private link, so it is for the person whose registration it is now. One that waited in the outbox
 * while somebody else took over the place (or the address was mended) must not reach the former address.
 */
function isForReader(mail: QueuedMail, registration: RegistrationInEvent, to: 'former' | 'new' | undefined): boolean {
  return to === 'former' || mail.toAddress.toLowerCase() === registration.email.toLowerCase()
}

/** The event moved again, which has a mail of its own, or the reader's calendar is told by now. */
function isToldOtherwise(
  sequence: number | undefined,
  { calendarSequence }: EventRow,
  { mode, toldMethod }: OwnInvitation,
): boolean {
  return (sequence !== undefined && sequence !== calendarSequence) || (mode === 'on' && toldMethod === 'REQUEST')
}

/** The language and the translator, as pages have them. */
export function contextOf({ t, mail }: Matter): FrameContext {
  return { t, locale: mail.locale }
}

/** Whether the reader gave the registration away: such a mail has no private link and tells nothing about it. */
export function isToFormer({ payload: { to } }: Matter): boolean {
  return to === 'former'
}

/** The private link, made again for each mail; nothing in the database can be turned into one. */
export function linkOf({ services, mail, registration }: Matter, path: typeof urls.mine): string {
  const token = services.tokens.issue('registration', registration.reference, registration.tokenVersion)
  return absolute(services.config.baseUrl, path(mail.locale, token))
}

/** What the QR code of the ticket says. */
export function codeOf({ services, registration }: Matter): string {
  return ticketCode(services.tokens, registration.reference, registration.tokenVersion)
}

/** The position the page told; later mails tell the present one. */
export function positionOf({ payload: { position }, registration }: Matter): number {
  if (registration.status !== 'waiting') return 0
  return position ?? registration.position
}

/** `13.–15. září 2027`. */
export function datesOf(matter: Matter): string {
  return eventWhen(contextOf(matter), matter.event, matter.venue).dates
}

/** When, with the zone on a line of its own. */
export function whenOf(matter: Matter): string {
  const { event, mail } = matter
  if (!event.hasTimes) return datesOf(matter)
  const { startsAt, endsAt, timeZone } = event
  const range = formatDateTimeRange(startsAt, endsAt, timeZone, mail.locale)
  return `${range}\n${formatZone(startsAt, timeZone, mail.locale)}`
}

/** Where; who takes part from afar needs no address. */
export function whereOf({ t, event, venue, mail, registration }: Matter): string {
  if (isOnline(event, registration)) return t('attendee.ticket.online')
  const address = venue ? [readText(venue.name, mail.locale), venue.street ?? ''] : []
  const lines = [...address, placeOf(event, venue, mail.locale)].filter(line => line !== '')
  return lines.join('\n') || t('attendee.mail.placeLater')
}
