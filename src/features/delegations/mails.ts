import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import { translator } from '../../core/messages.ts'
import { now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { eventWhen } from '../events/frame.ts'
import { findEvent, listEventHosts } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { isLinkExpired } from '../registration/rules/links.ts'
import type { DelegationRow } from '../registration/types.ts'
import { findVenue } from '../venues/queries.ts'
import { findDelegationByReference, listPeople } from './queries.ts'
import { countPeople } from './rules.ts'

/** The mail of a contact: the link to the list. It does not repeat what was typed (SEC-35). */
export const delegationMails: readonly MailDefinition<Services>[] = [
  { kind: 'delegation-registered', write: writeRegistered },
]

const payload = z.object({ delegation: z.string() })

async function writeRegistered(services: Services, mail: QueuedMail): Promise<MailContent | undefined> {
  const { db } = services
  const delegation = await findDelegationByReference(db, payload.parse(mail.payload).delegation)
  const event = delegation && (await findEvent(db, delegation.eventId))
  if (!delegation || !event || isLinkExpired(event, now())) return undefined
  const people = countPeople(await listPeople(db, delegation.id)).people
  const publicity = await findPublicity(db, event.projectId, mail.locale)
  const drawing = await drawingOf(services, mail, { delegation, event, people })
  return { ...drawMail(mail.locale, { ...drawing, publicity }), attachments: [] }
}

async function drawingOf(
  { db, tokens, config }: Services,
  { locale }: QueuedMail,
  { delegation, event, people }: { delegation: DelegationRow; event: EventRow; people: number },
): Promise<MailDrawing> {
  const t = translator(locale)
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const { dates, place } = eventWhen({ t, locale }, event, venue)
  const title = readText(event.title, locale)
  const hosts = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  const names = hosts.map(host => readText(host.name, locale))
  const token = tokens.issue('delegation', delegation.reference, delegation.tokenVersion)
  return {
    subject: t('delegations.mail.subject', { title }),
    preheader: t('delegations.mail.preheader', { dates }),
    hue: event.hue,
    hosts: listNames(names, locale) || undefined,
    title,
    lead: { heading: t('delegations.mail.heading'), text: t('delegations.mail.lead') },
    facts: [
      { label: t('delegations.mail.when'), value: dates },
      { label: t('delegations.mail.where'), value: place || t('delegations.mail.online') },
      { label: t('delegations.mail.people'), value: String(people) },
    ],
    action: { href: absolute(config.baseUrl, urls.delegation(locale, token)), label: t('delegations.mail.open') },
    paragraphs: [t('delegations.mail.each')],
    footer: [t('delegations.mail.yours'), t('delegations.mail.why')],
  }
}
