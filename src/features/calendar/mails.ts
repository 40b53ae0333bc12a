import { absolute, urls } from '../../core/http/urls.ts'
import { readText } from '../../core/localised-text.ts'
import { type Translate, translator } from '../../core/messages.ts'
import { formatDateTimeRange, formatZone } from '../../core/time.ts'
import type { Database } from '../../core/database.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { eventWhen } from '../events/frame.ts'
import { placeOf } from '../events/queries.ts'
import { drawMail, type MailDrawing, type MailParagraph } from '../mail/frame.ts'
import { findTemplate } from '../mail/queries/templates.ts'
import { type PlaceholderValues, type Wording, worded } from '../mail/rules/wording.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { privateLink, writeInvitation } from './mails/entry.ts'
import { findInvitationMatter, type InvitationMatter } from './mails/matter.ts'
import type { InvitationMethod, Telling } from './types/invitations.ts'

/** Notes what a calendar is told; false where it was told something later already. */
export type RecordTelling = (db: Database, telling: Telling) => Promise<boolean>

/**
 * How calendar messages are written (RFC 6047): small mails of their own, because some programs show nothing of them but
 * the entry and move them away once it is answered.
 */
export function calendarMails(record: RecordTelling): readonly MailDefinition<Services>[] {
  const define = (kind: string, method: InvitationMethod): MailDefinition<Services> => ({
    kind,
    write: (services, mail) => writeMail(services, mail, method, record),
  })
  return [define('calendar-request', 'REQUEST'), define('calendar-cancel', 'CANCEL')]
}

async function writeMail(
  services: Services,
  mail: QueuedMail,
  method: InvitationMethod,
  record: RecordTelling,
): Promise<MailContent | undefined> {
  const matter = await findInvitationMatter(services, mail, method)
  if (matter === undefined) return undefined
  const { event, registration, organizer, sequence, uid, isToFormer } = matter
  if (!isToFormer && mail.isPreview !== true) {
    const to = { name: mail.toName, address: mail.toAddress }
    const telling = { registrationId: registration.id, calendarUid: uid, method, sequence, to, locale: mail.locale }
    if (!(await record(services.db, telling))) return undefined
  }
  const publicity = await findPublicity(services.db, event.projectId, mail.locale)
  const template = await findTemplate(services.db, event.id, mail.kind, mail.locale)
  return {
    ...drawMail(mail.locale, { ...drawingOf(matter, template), publicity }),
    attachments: [],
    fromName: organizer.name,
    fromAddress: organizer.email,
    calendar: { method, sequence, content: writeInvitation(matter) },
  }
}

type Message = 'request' | 'update' | 'cancel'

function messageOf({ method, isUpdate }: InvitationMatter): Message {
  if (method === 'CANCEL') return 'cancel'
  return isUpdate ? 'update' : 'request'
}

function drawingOf(matter: InvitationMatter, template: Wording | undefined): MailDrawing {
  const { mail, event, hosts } = matter
  const t = translator(mail.locale)
  const message = messageOf(matter)
  const title = readText(event.title, mail.locale)
  const values = { dates: datesOf(matter, t), status: matter.registration.status, reason: reasonOf(matter) }
  const original: MailDrawing = {
    subject: title,
    preheader: t(`calendar.mail.${message}.preheader`, values),
    hue: event.hue,
    hosts: hosts || undefined,
    title,
    lead: { heading: t(`calendar.mail.${message}.heading`, values), text: t(`calendar.mail.${message}.lead`, values) },
    facts: factsOf(matter, t),
    action: actionOf(matter, t),
    paragraphs: [t(`calendar.mail.${message}.text`, { answers: answersOf(matter) })],
    ways: waysOf(matter, t),
    footer: footerOf(matter, t),
  }
  const drawing = worded(original, template, placeholdersOf(matter, t), mail.locale)
  // Whatever the organiser calls it, a change and an end are told as such.
  const isOwn = message === 'request' && template !== undefined && template.subject !== ''
  return isOwn ? drawing : { ...drawing, subject: t(`calendar.mail.${message}.subject`, { title: drawing.subject }) }
}

/** Whether somebody reads what a calendar answers. */
function answersOf({ services }: InvitationMatter): 'read' | 'unread' {
  return services.config.inboundDomain === undefined ? 'unread' : 'read'
}

function reasonOf({ event, isToFormer }: InvitationMatter): 'former' | 'event' | 'registration' {
  if (isToFormer) return 'former'
  return event.cancelledAt === null ? 'registration' : 'event'
}

function datesOf({ event, venue, mail }: InvitationMatter, t: Translate): string {
  return eventWhen({ t, locale: mail.locale }, event, venue).dates
}

function factsOf(matter: InvitationMatter, t: Translate): MailDrawing['facts'] {
  return [
    { label: t('calendar.mail.when'), value: whenOf(matter, t) },
    { label: t('calendar.mail.where'), value: whereOf(matter, t) },
  ]
}

/** When, with the zone on a line of its own. */
function whenOf(matter: InvitationMatter, t: Translate): string {
  const { event, mail } = matter
  if (!event.hasTimes) return datesOf(matter, t)
  const { startsAt, endsAt, timeZone } = event
  const range = formatDateTimeRange(startsAt, endsAt, timeZone, mail.locale)
  return `${range}\n${formatZone(startsAt, timeZone, mail.locale)}`
}

function whereOf({ event, venue, registration, mail, isToFormer }: InvitationMatter, t: Translate): string {
  const isOnline = event.mode === 'online' || (event.mode === 'hybrid' && registration.attendance === 'online')
  if (isOnline && !isToFormer) return t('calendar.mail.online')
  const address = venue ? [readText(venue.name, mail.locale), venue.street ?? ''] : []
  const lines = [...address, placeOf(event, venue, mail.locale)].filter(line => line !== '')
  return lines.join('\n') || t('calendar.mail.placeLater')
}

/** Who has no place any more is led to the event. */
function actionOf(matter: InvitationMatter, t: Translate): MailDrawing['action'] {
  if (matter.method === 'REQUEST') return { href: privateLink(matter), label: t('calendar.mail.open') }
  return { href: eventLink(matter), label: t('calendar.mail.event') }
}

function eventLink({ services, mail, event }: InvitationMatter): string {
  return absolute(services.config.baseUrl, urls.event(mail.locale, event.slug))
}

function waysOf(matter: InvitationMatter, t: Translate): MailParagraph[] {
  if (matter.method === 'CANCEL') return []
  const link = { href: `${privateLink(matter)}#invitations`, label: t('calendar.mail.off.link') }
  return [{ before: `${t('calendar.mail.off.before')} `, link, after: t('calendar.mail.off.after') }]
}

function footerOf({ method, isToFormer }: InvitationMatter, t: Translate): MailParagraph[] {
  const ownLink = method === 'REQUEST' ? [t('calendar.mail.yours')] : []
  return [...ownLink, t('calendar.mail.why', { to: isToFormer ? 'former' : 'owner' })]
}

function placeholdersOf(matter: InvitationMatter, t: Translate): PlaceholderValues {
  const { mail, event, hosts, registration, isToFormer } = matter
  const own = isToFormer
    ? {}
    : {
        reference: registration.reference,
        category: readText(registration.categoryName, mail.locale),
        given_name: registration.givenName,
        family_name: registration.familyName,
        organisation: registration.organisation,
      }
  return {
    ...own,
    event: readText(event.title, mail.locale),
    dates: datesOf(matter, t),
    when: whenOf(matter, t),
    place: whereOf(matter, t),
    organisers: hosts,
    link: actionOf(matter, t),
    event_link: { href: eventLink(matter), label: t('calendar.mail.event') },
  }
}
