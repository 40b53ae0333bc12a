import { absolute, urls } from '../../core/http/urls.ts'
import { type CalendarEntry, writeCalendar } from '../../core/icalendar.ts'
import { type Locale, readText } from '../../core/localised-text.ts'
import type { Services } from '../../services.ts'
import { speakerName } from '../agenda/rules/names.ts'
import type { OutlineSession } from '../agenda/types.ts'
import type { EventRow } from '../events/types.ts'
import { listStars } from '../plans/queries.ts'
import type { RegistrationRow } from '../registration/types.ts'
import { findCalendarMatter, listOwnParts } from './queries.ts'
import { eventEntry, lastChange, personalEntry, sessionEntries } from './rules.ts'
import { agendaEntries, partEntries } from './rules/parts.ts'
import type { CalendarMatter, PersonalRegistration } from './types.ts'

/** Bytes of a calendar and when they last changed. */
export interface WrittenCalendar {
  readonly bytes: string
  readonly lastModified: CalendarEntry['stampedAt'] | undefined
}

type Part = { readonly kind: 'agenda' } | { readonly kind: 'track' | 'session' | 'speaker'; readonly name: string }

/** Minutes after which a subscriber may ask again: a hint, which Google ignores. */
const refreshMinutes = 60

function voiceOf({ config }: Services, locale: Locale) {
  const voice = { locale, baseUrl: config.baseUrl }
  return { voice, link: (path: string) => absolute(config.baseUrl, path) }
}

/**
 * The released agenda of an event as a feed, or a track or a session of it. undefined where the release knows no such
 * track or session; an event without a release is an empty feed.
 */
export async function writeAgenda(
  services: Services,
  event: EventRow,
  locale: Locale,
  part: Part,
): Promise<WrittenCalendar | undefined> {
  const matter = await findCalendarMatter(services.db, event)
  const { voice, link } = voiceOf(services, locale)
  const wanted = entriesOf(matter, part, sessionEntries(matter, voice, link))
  if (wanted === undefined) return undefined
  const feed = {
    name: nameOf(matter, part, locale),
    zone: event.timeZone,
    refreshMinutes,
    sourceUrl: link(urls.calendarEvent(event.slug)),
    pageUrl: link(urls.agenda(locale, event.slug)),
  }
  const bytes = writeCalendar(part.kind === 'session' ? { entries: wanted } : { ...feed, entries: wanted })
  return { bytes, lastModified: lastChange(wanted) ?? event.contentUpdatedAt }
}

function entriesOf(
  { release }: CalendarMatter,
  part: Part,
  entries: readonly CalendarEntry[],
): readonly CalendarEntry[] | undefined {
  if (part.kind === 'agenda') return entries
  const chosen = release?.content.sessions.filter(session => isOf(session, part))
  const isKnown = part.kind === 'track' && release?.content.tracks.some(track => track.slug === part.name)
  if (!isKnown && !chosen?.length) return undefined
  const uids = new Set(chosen?.map(session => session.calendarUid))
  return entries.filter(entry => [...uids].some(uid => entry.uid.includes(uid)))
}

function isOf(session: OutlineSession, part: Exclude<Part, { kind: 'agenda' }>): boolean {
  if (part.kind === 'track') return session.track === part.name
  if (part.kind === 'speaker') return session.speakers.some(({ reference }) => reference === part.name)
  return session.reference === part.name
}

function nameOf({ event, release }: CalendarMatter, part: Part, locale: Locale): string {
  const title = readText(event.title, locale)
  const track = part.kind === 'track' && release?.content.tracks.find(one => one.slug === part.name)
  const speaker = part.kind === 'speaker' && release?.content.speakers.find(one => one.reference === part.name)
  if (speaker) return `${title}: ${speakerName(speaker, locale)}`
  return track ? `${title}: ${readText(track.name, locale)}` : title
}

/** The event as one entry, to download. */
export async function writeOverview(services: Services, event: EventRow, locale: Locale): Promise<WrittenCalendar> {
  const matter = await findCalendarMatter(services.db, event)
  const { voice, link } = voiceOf(services, locale)
  const entry = eventEntry(matter, voice, link)
  return { bytes: writeCalendar({ entries: [entry] }), lastModified: entry.stampedAt }
}

type OwnRegistration = PersonalRegistration & Pick<RegistrationRow, 'id' | 'eventId' | 'personVersion' | 'locale'>

/**
 * The personal feed: the registration's own entry, the parts signed up for and, for whoever has a place, the released
 * agenda beside them, or what they starred of it.
 */
export async function writePersonalFeed(
  services: Services,
  event: EventRow,
  registration: OwnRegistration,
): Promise<WrittenCalendar> {
  const matter = await findCalendarMatter(services.db, event)
  const parts = await listOwnParts(services.db, registration)
  const { voice, link } = voiceOf(services, registration.locale)
  const own = personalEntry(matter, registration, voice, link)
  const agenda =
    registration.status === 'confirmed'
      ? agendaEntries(matter, parts, await listStars(services.db, registration), voice, link)
      : []
  const entries = [own, ...partEntries(matter, registration, parts, voice, link), ...agenda]
  const name = readText(event.title, registration.locale)
  const bytes = writeCalendar({ name, zone: event.timeZone, refreshMinutes, entries })
  return { bytes, lastModified: lastChange(entries) }
}

/** The entries of a registration and its parts as the attachment of its mail (METHOD:PUBLISH: to keep, not to answer). */
export async function writeRegistrationFile(
  services: Services,
  event: EventRow,
  registration: OwnRegistration,
  organizer: { readonly name: string; readonly email: string },
): Promise<string> {
  const matter = await findCalendarMatter(services.db, event)
  const parts = await listOwnParts(services.db, registration)
  const { voice, link } = voiceOf(services, registration.locale)
  const entries = [
    personalEntry(matter, registration, voice, link),
    ...partEntries(matter, registration, parts, voice, link),
  ]
  return writeCalendar({ method: 'PUBLISH', entries: entries.map(entry => ({ ...entry, organizer })) })
}
