import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import { type Translate, translator } from '../../core/messages.ts'
import { formatDateTimeRange, formatZone, now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { eventWhen } from '../events/frame.ts'
import { findEvent, listEventHosts, placeOf } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import { unsubscribeParagraph } from '../mail/frame.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { VenueRow } from '../venues/types.ts'
import { paragraphsOf } from './pages/one.ts'
import { findInvitationByReference } from './queries/invitations.ts'
import { isStillAsked } from './rules/states.ts'
import type { InvitationInEvent } from './types.ts'

type Kind = 'invitation' | 'invitation-reminder'

/** Everything a mail to an invited person is written from. */
interface Matter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly kind: Kind
  readonly t: Translate
  readonly invitation: InvitationInEvent
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly hosts: string
  readonly hostCount: number
}

/** The invitation and its reminder; neither is sent any more once it was answered or withdrawn. */
export const invitationMails: readonly MailDefinition<Services>[] = (
  ['invitation', 'invitation-reminder'] as const
).map(kind => ({ kind, write: (services, mail) => writeMail(services, mail, kind) }))

const payload = z.object({ invitation: z.string() })

async function writeMail(services: Services, mail: QueuedMail, kind: Kind): Promise<MailContent | undefined> {
  const { db } = services
  const invitation = await findInvitationByReference(db, payload.parse(mail.payload).invitation)
  const event = invitation && (await findEvent(db, invitation.eventId))
  if (!invitation || !event || !isStillAsked(invitation, event, now())) return undefined
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const inviting = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  const hosts = listNames(
    inviting.map(({ name }) => readText(name, mail.locale)),
    mail.locale,
  )
  const t = translator(mail.locale)
  const matter = { services, mail, kind, t, invitation, event, venue, hosts, hostCount: inviting.length }
  const publicity = await findPublicity(db, event.projectId, mail.locale)
  return { ...drawMail(mail.locale, { ...drawingOf(matter), publicity }), attachments: [] }
}

function drawingOf(matter: Matter): MailDrawing {
  const { t, kind, mail, event, invitation, services, hosts, hostCount } = matter
  const title = readText(event.title, mail.locale)
  const values = { title, dates: datesOf(matter) }
  const token = services.tokens.issue('invitation', invitation.reference, invitation.tokenVersion)
  return {
    subject: t(`invitations.mail.${kind}.subject`, values),
    preheader: t(`invitations.mail.${kind}.preheader`, values),
    hue: event.hue,
    hosts: hosts || undefined,
    voice: hosts === '' ? undefined : voiceOf(matter, hostCount),
    title,
    lead: { heading: t(`invitations.mail.${kind}.heading`), text: t(`invitations.mail.${kind}.lead`) },
    facts: factsOf(matter),
    action: {
      href: absolute(services.config.baseUrl, urls.invitation(mail.locale, token)),
      label: t('invitations.mail.action'),
    },
    paragraphs: [
      ...paragraphsOf(invitation.message),
      {
        before: `${t('invitations.mail.eventBefore')} `,
        link: {
          href: absolute(services.config.baseUrl, urls.event(mail.locale, event.slug)),
          label: t('invitations.mail.eventLink'),
        },
        after: '.',
      },
    ],
    footer: [t('invitations.mail.yours'), t('invitations.mail.why'), unsubscribeParagraph(services, mail)],
  }
}

/** The words of the cover, when the organiser wrote some: “vás zvou na konferenci”. */
function voiceOf({ t, event, mail }: Matter, count: number): string {
  return readText(event.kindOfInvitation, mail.locale) || t('invitations.mail.voice', { count })
}

function factsOf(matter: Matter): { label: string; value: string }[] {
  const { t, mail, invitation } = matter
  return [
    { label: t('invitations.answer.when'), value: whenOf(matter) },
    { label: t('invitations.answer.where'), value: whereOf(matter) },
    { label: t('invitations.answer.category'), value: readText(invitation.categoryName, mail.locale) },
  ].filter(({ value }) => value !== '')
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
  if (event.mode === 'online') return t('invitations.answer.online')
  const address = venue ? [readText(venue.name, mail.locale), venue.street ?? ''] : []
  return [...address, placeOf(event, venue, mail.locale)].filter(line => line !== '').join('\n')
}
