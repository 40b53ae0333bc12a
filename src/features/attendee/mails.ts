import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import { type Translate, translator } from '../../core/messages.ts'
import { qrPng } from '../../core/qr.ts'
import { formatDateTimeRange, formatZone } from '../../core/time.ts'
import { ticketCode } from '../../core/tokens.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { listEventHosts, placeOf } from '../events/queries.ts'
import { eventWhen } from '../events/frame.ts'
import type { EventHost, EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import type { MailAttachment, MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { registrationForMail } from '../registration/queries/registrations.ts'
import { type RegistrationInEvent, type RegistrationMailKind, registrationMailKinds } from '../registration/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { VenueRow } from '../venues/types.ts'
import { isSensible } from './rules.ts'

/** Everything a mail about a registration is written from. */
interface Matter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly t: Translate
  readonly kind: RegistrationMailKind
  readonly registration: RegistrationInEvent
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly hosts: readonly EventHost[]
}

/** Writes the entry of a registration for a calendar, METHOD:PUBLISH; the calendar feature's. */
export type WriteRegistrationFile = (
  services: Services,
  event: EventRow,
  registration: RegistrationInEvent,
  organizer: { readonly name: string; readonly email: string },
) => Promise<string>

/** How every mail about a registration is written. None repeats what the person typed (SEC-35). */
export function attendeeMails(writeFile: WriteRegistrationFile): readonly MailDefinition<Services>[] {
  return registrationMailKinds.map(kind => ({
    kind,
    write: (services, mail) => writeMail(services, mail, kind, writeFile),
  }))
}

async function writeMail(
  services: Services,
  mail: QueuedMail,
  kind: RegistrationMailKind,
  writeFile: WriteRegistrationFile,
): Promise<MailContent | undefined> {
  const found = mail.registrationId === null ? undefined : await registrationForMail(services.db, mail.registrationId)
  if (found === undefined) return undefined
  const { registration, event } = found
  if (!isSensible(kind, registration.status, event.cancelledAt !== null)) return undefined
  const venue = event.venueId === null ? undefined : await findVenue(services.db, event.venueId)
  const hosts = (await listEventHosts(services.db, event.id)).filter(
    ({ role }) => role === 'host' || role === 'co_organiser',
  )
  const matter = { services, mail, t: translator(mail.locale), kind, registration, event, venue, hosts }
  const publicity = await findPublicity(services.db, event.projectId, mail.locale)
  const drawn = drawMail(mail.locale, { ...drawingOf(matter), publicity })
  return { ...drawn, attachments: hasTicket(matter) ? await ticketFiles(matter, writeFile) : [] }
}

const withTicket: readonly RegistrationMailKind[] = ['registration-confirmed', 'registration-promoted']

function hasTicket({ kind }: Matter): boolean {
  return withTicket.includes(kind)
}

function drawingOf(matter: Matter): MailDrawing {
  const { t, kind, mail, event, registration, hosts } = matter
  const title = readText(event.title, mail.locale)
  const dates = datesOf(matter)
  const values = { title, dates, position: positionOf(matter), reference: registration.reference }
  const isOff = kind === 'registration-cancelled' || kind === 'registration-declined' || kind === 'event-cancelled'
  return {
    subject: t(`attendee.mail.${kind}.subject`, values),
    preheader: t(`attendee.mail.${kind}.preheader`, values),
    hue: event.hue,
    hosts:
      listNames(
        hosts.map(host => readText(host.name, mail.locale)),
        mail.locale,
      ) || undefined,
    voice: isOff || hosts.length === 0 ? undefined : t('attendee.mail.voice', { count: hosts.length }),
    title,
    lead: { heading: t(`attendee.mail.${kind}.heading`, values), text: t(`attendee.mail.${kind}.lead`, values) },
    facts: factsOf(matter),
    action: actionOf(matter),
    code: hasTicket(matter)
      ? { text: codeOf(matter), contentId: 'ticket', alt: t('attendee.ticket.qr', { code: registration.reference }) }
      : undefined,
    ...wordsOf(matter, isOff),
  }
}

function wordsOf(matter: Matter, isOff: boolean): Pick<MailDrawing, 'paragraphs' | 'footer'> {
  const { t, kind, event, mail } = matter
  const note = kind === 'event-cancelled' ? readText(event.cancellationNote, mail.locale) : ''
  const cancel = { href: linkOf(matter, urls.mineCancel), label: t('attendee.mail.cancelLink') }
  const ownLink = isOff ? [] : [t('attendee.mail.yours')]
  return {
    paragraphs: [
      t(`attendee.mail.${kind}.text`),
      ...(note === '' ? [] : [note]),
      ...(isOff
        ? []
        : [{ before: `${t('attendee.mail.cancelBefore')} `, link: cancel, after: t('attendee.mail.cancelAfter') }]),
    ],
    footer: [...ownLink, t('attendee.mail.why')],
  }
}

function actionOf(matter: Matter): { href: string; label: string } {
  const { t, kind, event, mail, services } = matter
  const isOver = kind === 'registration-declined' || kind === 'event-cancelled'
  if (!isOver) return { href: linkOf(matter, urls.mine), label: t('attendee.mail.open') }
  return {
    href: absolute(services.config.baseUrl, urls.event(mail.locale, event.slug)),
    label: t('attendee.mail.event'),
  }
}

/** The private link, made again for each mail; nothing in the database can be turned into one. */
function linkOf({ services, mail, registration }: Matter, path: typeof urls.mine): string {
  const token = services.tokens.issue('registration', registration.reference, registration.tokenVersion)
  return absolute(services.config.baseUrl, path(mail.locale, token))
}

function factsOf(matter: Matter): { label: string; value: string }[] {
  const { t, mail, registration } = matter
  const position = positionOf(matter)
  return [
    { label: t('attendee.ticket.when'), value: whenOf(matter) },
    { label: t('attendee.ticket.where'), value: whereOf(matter) },
    { label: t('registration.fields.category'), value: readText(registration.categoryName, mail.locale) },
    ...(position > 0 ? [{ label: t('attendee.mail.queue'), value: t('attendee.mail.position', { position }) }] : []),
    hasTicket(matter)
      ? { label: t('attendee.ticket.heading'), value: codeOf(matter) }
      : { label: t('registration.fields.reference'), value: registration.reference },
  ]
}

const payload = z.object({ position: z.number().optional() })

/** The position the page told; later mails tell the present one. */
function positionOf({ mail, registration }: Matter): number {
  if (registration.status !== 'waiting') return 0
  return payload.parse(mail.payload).position ?? registration.position
}

function datesOf({ t, event, venue, mail }: Matter): string {
  return eventWhen({ t, locale: mail.locale }, event, venue).dates
}

function whenOf(matter: Matter): string {
  const { event, mail } = matter
  if (!event.hasTimes) return datesOf(matter)
  const { startsAt, endsAt, timeZone } = event
  const range = formatDateTimeRange(startsAt, endsAt, timeZone, mail.locale)
  return `${range}\n${formatZone(startsAt, timeZone, mail.locale)}`
}

function whereOf({ t, event, venue, mail }: Matter): string {
  if (event.mode === 'online') return t('attendee.ticket.online')
  const address = venue ? [readText(venue.name, mail.locale), venue.street ?? ''] : []
  const lines = [...address, placeOf(event, venue, mail.locale)].filter(line => line !== '')
  return lines.join('\n') || t('attendee.mail.placeLater')
}

function codeOf({ services, registration }: Matter): string {
  return ticketCode(services.tokens, registration.reference, registration.tokenVersion)
}

/** The ticket's picture and the entry for a calendar, to keep (METHOD:PUBLISH). */
async function ticketFiles(matter: Matter, writeFile: WriteRegistrationFile): Promise<MailAttachment[]> {
  const { services, event, registration, hosts, mail } = matter
  const address = /<([^<>]+)>/.exec(services.config.mailFrom)?.[1] ?? services.config.mailFrom
  const [host] = hosts
  const organizer = {
    name: host ? readText(host.name, mail.locale) : readText(event.title, mail.locale),
    email: address,
  }
  const calendar = await writeFile(services, event, registration, organizer)
  return [
    { fileName: 'qr.png', contentType: 'image/png', content: await qrPng(codeOf(matter)), contentId: 'ticket' },
    {
      fileName: `${event.slug}.ics`,
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      content: calendar,
    },
  ]
}
