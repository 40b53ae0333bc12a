import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import { type Translate, translator } from '../../core/messages.ts'
import { dateOf, formatDateTimeRange, formatZone, now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findReleasedAppearances, findReleasedChanges } from '../contributions/queries/appearances.ts'
import type { ReleasedAppearance } from '../contributions/types.ts'
import { findPublicity } from '../directory/queries.ts'
import { eventWhen } from '../events/frame.ts'
import { listEventHosts, placeOf } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import { findTemplate } from '../mail/queries/templates.ts'
import { type PlaceholderValues, worded } from '../mail/rules/wording.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { registrationForMail } from '../registration/queries/registrations.ts'
import type { RegistrationInEvent } from '../registration/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { VenueRow } from '../venues/types.ts'
import { planSentence } from './frame.ts'
import { listPlanned } from './queries.ts'
import { concernedSessions, isAhead, isToCome, newsFor } from './rules/touched.ts'
import type { PlanReason } from './types.ts'

/** What a release changed in the plan of one person: a session, and a sentence for each change of it. */
interface News {
  readonly reason: PlanReason
  readonly session: ReleasedAppearance
  readonly title: string
  readonly sentences: readonly string[]
}

/** Everything the mail is written from. */
interface Matter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly t: Translate
  readonly registration: RegistrationInEvent
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly hosts: readonly string[]
  readonly news: readonly News[]
}

/** How those who planned with a session learn that a release changed it: one mail for all that changed for them. */
export const planMails: readonly MailDefinition<Services>[] = [{ kind: 'plan-changed', write: writePlanChanged }]

const payload = z.object({ release: z.number() })

async function writePlanChanged(services: Services, mail: QueuedMail): Promise<MailContent | undefined> {
  const matter = await findMatter(services, mail)
  if (matter === undefined) return undefined
  const { event } = matter
  const template = await findTemplate(services.db, event.id, mail.kind, mail.locale)
  const drawing = worded(drawingOf(matter), template, valuesOf(matter), mail.locale)
  const publicity = await findPublicity(services.db, event.projectId, mail.locale)
  return { ...drawMail(mail.locale, { ...drawing, publicity }), attachments: [] }
}

/** Undefined where the mail would no longer tell the truth, or to the wrong person. */
async function findMatter(services: Services, mail: QueuedMail): Promise<Matter | undefined> {
  const { db } = services
  const found = mail.registrationId === null ? undefined : await registrationForMail(db, mail.registrationId)
  if (found === undefined || !isStillMeant(found, mail)) return undefined
  const { registration, event } = found
  const t = translator(mail.locale)
  const news = await findNews(services, mail, found, t)
  if (news.length === 0) return undefined
  const hosts = (await listEventHosts(db, event.id))
    .filter(({ role }) => role === 'host' || role === 'co_organiser')
    .map(({ name }) => readText(name, mail.locale))
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  return { services, mail, t, registration, event, venue, hosts, news }
}

/** The mail carries the private link: it is for whom the place belongs to now. */
function isStillMeant({ registration, event }: Pick<Matter, 'registration' | 'event'>, mail: QueuedMail): boolean {
  const isTheirs = mail.toAddress.toLowerCase() === registration.email.toLowerCase()
  return isTheirs && registration.status === 'confirmed' && isToCome(event, now())
}

async function findNews(
  { db }: Services,
  mail: QueuedMail,
  { registration, event }: Pick<Matter, 'registration' | 'event'>,
  t: Translate,
): Promise<News[]> {
  const changes = (await findReleasedChanges(db, event.id, payload.parse(mail.payload).release))?.changes ?? []
  const sessions = concernedSessions(changes)
  const released = await findReleasedAppearances(db, event.id, sessions)
  const planned = await listPlanned(db, registration, sessions)
  return newsFor(changes, planned).flatMap(({ reason, session: reference, changes: told }) => {
    const session = released.get(reference)
    if (session === undefined || !isAhead(session, event, now())) return []
    const sentences = told.map(change => planSentence(change, { t, locale: mail.locale }))
    return [{ reason, session, title: readText(session.title, mail.locale), sentences }]
  })
}

function drawingOf(matter: Matter): MailDrawing {
  const { t, mail, event, hosts, news } = matter
  const title = readText(event.title, mail.locale)
  const values = { title, count: news.length }
  const isSpeaking = news.some(({ reason }) => reason === 'speaks')
  return {
    subject: t('plans.mail.subject', values),
    preheader: news.map(one => `${one.title}: ${one.sentences.join(' ')}`)[0] ?? '',
    hue: event.hue,
    hosts: listNames(hosts, mail.locale) || undefined,
    voice: hosts.length > 0 ? t('plans.mail.voice', { count: hosts.length }) : undefined,
    title,
    lead: { heading: t('plans.mail.heading'), text: t('plans.mail.lead', values) },
    facts: factsOf(matter),
    action: { href: linkOf(matter), label: t('plans.mail.action') },
    paragraphs: [...(isSpeaking ? [t('plans.mail.speaking')] : []), t('plans.mail.calendars')],
    footer: [t('plans.mail.yours'), t('plans.mail.why')],
  }
}

/** To the first session that changed, in the reader's own agenda: of the cancelled ones it shows those with a star. */
function linkOf({ services, registration, mail, news: [first] }: Matter): string {
  const token = services.tokens.issue('registration', registration.reference, registration.tokenVersion)
  const query = first && {
    day: dateOf(first.session.startsLocal),
    show: first.reason === 'starred' ? 'mine' : undefined,
  }
  const anchor = first ? `#s-${first.session.reference}` : ''
  return `${absolute(services.config.baseUrl, urls.minePlan(mail.locale, token, query))}${anchor}`
}

/** What changed, by why it concerns the reader; then when and where the event is. */
function factsOf(matter: Matter): MailDrawing['facts'] {
  const { t, news } = matter
  const changed = news.map(({ reason, title, sentences }, index) => ({
    // The label stands at the first of its kind.
    label: news[index - 1]?.reason === reason ? '' : t(`plans.mail.reason.${reason}`),
    value: [title, ...sentences].join('\n'),
  }))
  const event = [
    { label: t('plans.mail.when'), value: whenOf(matter) },
    { label: t('plans.mail.where'), value: whereOf(matter) },
  ]
  return [...changed, ...event.filter(({ value }) => value !== '')]
}

function whenOf({ t, event, venue, mail: { locale } }: Matter): string {
  if (!event.hasTimes) return eventWhen({ t, locale }, event, venue).dates
  const range = formatDateTimeRange(event.startsAt, event.endsAt, event.timeZone, locale)
  return `${range}\n${formatZone(event.startsAt, event.timeZone, locale)}`
}

function whereOf({ t, event, venue, registration, mail: { locale } }: Matter): string {
  const isOnline = event.mode === 'online' || (event.mode === 'hybrid' && registration.attendance === 'online')
  if (isOnline) return t('plans.mail.online')
  const address = venue ? [readText(venue.name, locale), venue.street ?? ''] : []
  return [...address, placeOf(event, venue, locale)].filter(line => line !== '').join('\n')
}

/** What organisers may put into words of their own. */
function valuesOf(matter: Matter): PlaceholderValues {
  const { t, mail, services, event, venue, hosts, registration } = matter
  const { baseUrl } = services.config
  return {
    event: readText(event.title, mail.locale),
    dates: eventWhen({ t, locale: mail.locale }, event, venue).dates,
    when: whenOf(matter),
    place: whereOf(matter),
    organisers: listNames(hosts, mail.locale),
    category: readText(registration.categoryName, mail.locale),
    reference: registration.reference,
    given_name: registration.givenName,
    family_name: registration.familyName,
    organisation: registration.organisation,
    link: { href: linkOf(matter), label: t('plans.mail.action') },
    event_link: { href: absolute(baseUrl, urls.event(mail.locale, event.slug)), label: t('plans.mail.event') },
    agenda_link: { href: absolute(baseUrl, urls.agenda(mail.locale, event.slug)), label: t('plans.mail.agenda') },
  }
}
