import { listNames, readText } from '../../core/localised-text.ts'
import { qrPng } from '../../core/qr.ts'
import type { Services } from '../../services.ts'
import { organizerAddress } from '../calendar/frame.ts'
import { findPublicity } from '../directory/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import { findTemplate } from '../mail/queries/templates.ts'
import { type Wording, worded } from '../mail/rules/wording.ts'
import { unsubscribeParagraph } from '../mail/frame.ts'
import type { MailAttachment, MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { type RegistrationInEvent, type RegistrationMailKind, registrationMailKinds } from '../registration/types.ts'
import { factsOf, hasPlace, hasTicket } from './mails/facts.ts'
import { codeOf, findMatter, isToFormer, type Matter } from './mails/matter.ts'
import { placeholdersOf } from './mails/placeholders.ts'
import { reservationOf } from './mails/reservation.ts'
import { actionOf, footerOf, isOff, leadOf, paragraphsOf, waysOf } from './mails/words.ts'

/** Writes the entries of a registration and its parts for a calendar, METHOD:PUBLISH; the calendar feature's. */
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
  const matter = await findMatter(services, mail, kind)
  if (matter === undefined || isAnswered(matter)) return undefined
  const publicity = await findPublicity(services.db, matter.event.projectId, mail.locale)
  const drawing = worded(drawingOf(matter), await templateOf(matter), placeholdersOf(matter), mail.locale)
  const drawn = drawMail(mail.locale, { ...drawing, publicity })
  return { ...drawn, attachments: hasPlace(matter) ? await filesOf(matter, writeFile) : [] }
}

/** Whether a question need not be asked any more: the calendar, which had declined, meanwhile said otherwise. */
function isAnswered({ kind, mail, invitation }: Matter): boolean {
  return kind === 'registration-release-asked' && mail.isPreview !== true && invitation.answer !== 'DECLINED'
}

/** Who gave a place away is told in our words: the organiser wrote to those who come. */
async function templateOf(matter: Matter): Promise<Wording | undefined> {
  const { services, event, kind, mail } = matter
  return isToFormer(matter) ? undefined : findTemplate(services.db, event.id, kind, mail.locale)
}

function drawingOf(matter: Matter): MailDrawing {
  const { t, mail, event, registration, hosts, kind, services } = matter
  const names = hosts.map(host => readText(host.name, mail.locale))
  // Hosts look forward to those who have a place; to the others it would be a promise, to who may not come it presses.
  const isAsked = matter.kind === 'registration-release-asked'
  const isExpected = registration.status === 'confirmed' && !isOff(matter) && !isToFormer(matter) && !isAsked
  const { subject, preheader, heading, text } = leadOf(matter)
  return {
    subject,
    preheader,
    hue: event.hue,
    hosts: listNames(names, mail.locale) || undefined,
    voice: isExpected && hosts.length > 0 ? t('attendee.mail.voice', { count: hosts.length }) : undefined,
    title: readText(event.title, mail.locale),
    lead: { heading, text },
    facts: factsOf(matter),
    action: actionOf(matter),
    code: hasTicket(matter)
      ? {
          label: t('attendee.ticket.heading'),
          text: codeOf(matter),
          contentId: 'ticket',
          alt: t('attendee.ticket.qr', { code: registration.reference }),
        }
      : undefined,
    paragraphs: paragraphsOf(matter),
    ways: waysOf(matter),
    reservation: reservationOf(matter),
    footer: [...footerOf(matter), ...(kind === 'registration-message' ? [unsubscribeParagraph(services, mail)] : [])],
  }
}

/** The ticket's picture, and the entries for a calendar to keep (METHOD:PUBLISH). */
async function filesOf(matter: Matter, writeFile: WriteRegistrationFile): Promise<MailAttachment[]> {
  const { services, event, registration, hosts, mail, invitation } = matter
  const [host] = hosts
  const organizer = {
    name: host ? readText(host.name, mail.locale) : readText(event.title, mail.locale),
    email: organizerAddress(services, registration),
  }
  const calendar: MailAttachment = {
    fileName: `${event.slug}.ics`,
    contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
    content: await writeFile(services, event, registration, organizer),
  }
  const files = invitation.mode !== 'off' ? [calendar] : []
  if (!hasTicket(matter)) return files
  const picture = await qrPng(codeOf(matter))
  return [{ fileName: 'qr.png', contentType: 'image/png', content: picture, contentId: 'ticket' }, ...files]
}
