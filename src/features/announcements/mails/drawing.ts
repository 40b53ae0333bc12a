import { absolute, urls } from '../../../core/http/urls.ts'
import { listNames, type Locale, readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { formatDateTimeRange, formatZone } from '../../../core/time.ts'
import { beginning } from '../../../core/typography.ts'
import { eventWhen } from '../../events/frame.ts'
import { placeOf } from '../../events/queries.ts'
import type { EventHost, EventRow } from '../../events/types.ts'
import type { MailDrawing, MailLink, MailParagraph } from '../../mail/frame.ts'
import { lineOf, paragraphsOf, type PlaceholderValues } from '../../mail/rules/wording.ts'
import type { QueuedMail } from '../../mail/types.ts'
import { isActive } from '../../registration/permissions.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import type { VenueRow } from '../../venues/types.ts'
import type { Words } from '../rules/words.ts'

/** What an announcement is written from. */
export interface AnnouncementMatter {
  readonly words: Words
  readonly event: EventRow
  readonly registration: RegistrationInEvent
  readonly locale: Locale
  /** The mail that is written; undefined: organisers look at it, and it holds nobody's private link. */
  readonly mail?: QueuedMail | undefined
}

/** Everything the mail is drawn from. */
export interface DrawingMatter extends AnnouncementMatter {
  readonly t: Translate
  readonly baseUrl: string
  readonly hosts: readonly EventHost[]
  readonly venue: VenueRow | undefined
  /** Of the private link; undefined in a preview. */
  readonly token: string | undefined
  /** How to have no more such mails; none in a preview. */
  readonly ways: readonly MailParagraph[]
}

/** Characters of the line that mailboxes show beside the subject. */
const longestPreheader = 140

/** An announcement as the frame of all mails draws it: the organiser's words between our facts and our footer. */
export function drawingOf(matter: DrawingMatter): MailDrawing {
  const { t, words, event, locale, hosts, registration } = matter
  const values = valuesOf(matter)
  const subject = lineOf(words.subject[locale] ?? '', values, locale)
  const body = words.body[locale] ?? ''
  const isExpected = registration.status === 'confirmed' && event.cancelledAt === null
  return {
    subject,
    preheader: shortened(lineOf(body, values, locale)),
    hue: event.hue,
    hosts: listNames(namesOf(matter), locale) || undefined,
    voice: isExpected && hosts.length > 0 ? t('announcements.mail.voice', { count: hosts.length }) : undefined,
    title: readText(event.title, locale),
    lead: { heading: headingOf(subject, readText(event.title, locale)) },
    facts: [
      { label: t('announcements.mail.when'), value: whenOf(matter) },
      { label: t('announcements.mail.where'), value: whereOf(matter) },
    ],
    paragraphs: paragraphsOf(body, values, locale),
    action: actionOf(matter),
    footer: [
      ...(isActive(registration.status) ? [t('announcements.mail.yours')] : []),
      t('announcements.mail.why'),
      ...matter.ways,
    ],
  }
}

/** The subject without the title that it ends with: that stands right above. */
function headingOf(subject: string, title: string): string {
  const short = subject.endsWith(title) ? subject.slice(0, -title.length).replace(/[\s:·,–-]+$/, '') : subject
  return short || subject
}

function shortened(text: string): string {
  return text.length <= longestPreheader ? text : `${beginning(text, longestPreheader - 1).trimEnd()}…`
}

/** Who has a registration is led to it, the others to the event. */
function actionOf(matter: DrawingMatter): MailLink {
  const { t, registration } = matter
  if (isActive(registration.status)) return privateLink(matter, t('announcements.mail.open'))
  return { href: eventHref(matter), label: t('announcements.mail.event') }
}

function eventHref({ baseUrl, locale, event }: DrawingMatter): string {
  return absolute(baseUrl, urls.event(locale, event.slug))
}

function privateLink(matter: DrawingMatter, label: string): MailLink {
  const { baseUrl, locale, token } = matter
  return { href: token === undefined ? eventHref(matter) : absolute(baseUrl, urls.mine(locale, token)), label }
}

function valuesOf(matter: DrawingMatter): PlaceholderValues {
  const { t, event, registration, locale, venue, baseUrl } = matter
  const agenda = absolute(baseUrl, urls.agenda(locale, event.slug))
  return {
    event: readText(event.title, locale),
    dates: eventWhen({ t, locale }, event, venue).dates,
    when: whenOf(matter),
    place: whereOf(matter),
    organisers: listNames(namesOf(matter), locale),
    category: readText(registration.categoryName, locale),
    reference: registration.reference,
    given_name: registration.givenName,
    family_name: registration.familyName,
    organisation: registration.organisation,
    link: privateLink(matter, t('announcements.mail.links.link')),
    event_link: { href: eventHref(matter), label: t('announcements.mail.links.event') },
    agenda_link: { href: agenda, label: t('announcements.mail.links.agenda') },
    feedback_link: { href: agenda, label: t('announcements.mail.links.feedback') },
  }
}

function namesOf({ hosts, locale }: DrawingMatter): string[] {
  return hosts.map(({ name }) => readText(name, locale))
}

function whenOf({ t, event, locale, venue }: DrawingMatter): string {
  if (!event.hasTimes) return eventWhen({ t, locale }, event, venue).dates
  const { startsAt, endsAt, timeZone } = event
  return `${formatDateTimeRange(startsAt, endsAt, timeZone, locale)}\n${formatZone(startsAt, timeZone, locale)}`
}

/** Who takes part from afar needs no address. */
function whereOf({ t, event, registration, venue, locale }: DrawingMatter): string {
  if (event.mode === 'online' || (event.mode === 'hybrid' && registration.attendance === 'online')) {
    return t('announcements.mail.online')
  }
  const address = venue ? [readText(venue.name, locale), venue.street ?? ''] : []
  const lines = [...address, placeOf(event, venue, locale)].filter(line => line !== '')
  return lines.join('\n') || t('announcements.mail.placeLater')
}
