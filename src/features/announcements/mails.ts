import { z } from 'zod'
import { translator } from '../../core/messages.ts'
import { now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { listEventHosts } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail } from '../mail/frame.ts'
import { unsubscribeParagraph } from '../mail/frame.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { registrationForMail } from '../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../registration/types.ts'
import { findVenue } from '../venues/queries.ts'
import { type AnnouncementMatter, drawingOf } from './mails/drawing.ts'
import { findAnnouncementById } from './queries/announcements.ts'
import { isStillReader } from './queries/audience.ts'
import type { AnnouncementRow } from './types.ts'

const payload = z.object({ announcementId: z.number() })

/** How the mail of an announcement is written: when its turn comes, with what is true then. */
export const announcementMails: readonly MailDefinition<Services>[] = [{ kind: 'announcement', write: writeMail }]

async function writeMail(services: Services, mail: QueuedMail): Promise<MailContent | undefined> {
  const { db } = services
  const announcement = await findAnnouncementById(db, payload.parse(mail.payload).announcementId)
  const found = mail.registrationId === null ? undefined : await registrationForMail(db, mail.registrationId)
  if (announcement === undefined || found === undefined) return undefined
  const { event, registration } = found
  if (!(await isWanted(services, announcement, event, registration, mail))) return undefined
  return writeAnnouncement(services, { words: announcement, event, registration, locale: mail.locale, mail })
}

/** Not once the event is off, its time is over, or somebody else has the place; nor to who no longer matches. */
async function isWanted(
  { db }: Services,
  { segment, expiresAt, queuedAt }: AnnouncementRow,
  event: EventRow,
  registration: RegistrationInEvent,
  mail: QueuedMail,
): Promise<boolean> {
  if (expiresAt !== null && now() >= expiresAt) return false
  if (event.cancelledAt !== null && queuedAt !== null && event.cancelledAt > queuedAt) return false
  if (registration.email.toLowerCase() !== mail.toAddress.toLowerCase()) return false
  return isStillReader(db, event, segment, registration.id)
}

/** Writes an announcement for one person. */
export async function writeAnnouncement(services: Services, matter: AnnouncementMatter): Promise<MailContent> {
  const { db, config, tokens } = services
  const { event, registration, locale, mail } = matter
  const hosts = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const publicity = await findPublicity(db, event.projectId, locale)
  const token = mail && tokens.issue('registration', registration.reference, registration.tokenVersion)
  const ways = mail ? [unsubscribeParagraph(services, mail)] : []
  const drawing = drawingOf({ ...matter, t: translator(locale), baseUrl: config.baseUrl, hosts, venue, token, ways })
  return { ...drawMail(locale, { ...drawing, publicity }), attachments: [] }
}
