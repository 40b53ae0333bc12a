import { absolute, urls } from '../../core/http/urls.ts'
import { type CalendarEntry, writeCalendar } from '../../core/icalendar.ts'
import { type Locale, readText } from '../../core/localised-text.ts'
import { type Instant, now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { speakerName } from '../agenda/rules/names.ts'
import type { OutlineSession } from '../agenda/types.ts'
import type { EventRow } from '../events/types.ts'
import { listStars } from '../plans/queries.ts'
import type { RegistrationRow } from '../registration/types.ts'
import { findCalendarMatter, listOwnParts, listPartsOf } from './queries.ts'
import { listSatelliteRegistrations } from './queries/collections.ts'
import { eventEntry, lastChange, latest, personalEntry, sessionEntries } from './rules.ts'
import { agendaEntries, oneOfEach, partEntries } from './rules/parts.ts'
import { lastTurn, refreshMinutes } from './rules/refresh.ts'
import type { CalendarMatter, OwnPart, PersonalRegistration } from './types.ts'

/** Bytes of a calendar and when they last changed. */
export interface WrittenCalendar {
  readonly bytes: string
  readonly lastModified: CalendarEntry['stampedAt'] | undefined
}

type Part = { readonly kind: 'agenda' } | { readonly kind: 'track' | 'session' | 'speaker'; readonly name: string }

/** In which language a calendar is written, and how its links are made. */
export function voiceOf({ config }: Pick<Services, 'config'>, locale: Locale) {
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
    refreshMinutes: refreshMinutes([event], now()),
    sourceUrl: link(sourceOf(part, locale, event)),
    pageUrl: link(urls.agenda(locale, event.slug)),
  }
  if (part.kind === 'session') return { bytes: writeCalendar({ entries: wanted }), lastModified: lastChange(wanted) }
  // A session that left a track, or the programme, changed the feed with the release.
  const changes = [event.contentUpdatedAt, matter.release?.releasedAt, lastChange(wanted), lastTurn([event], now())]
  return { bytes: writeCalendar({ ...feed, entries: wanted }), lastModified: changes.reduce(later) }
}

/** The later of two moments that may be unknown. */
export function later(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one && other ? latest(one, other) : (one ?? other)
}

function sourceOf(part: Part, locale: Locale, { slug }: EventRow): string {
  switch (part.kind) {
    case 'agenda':
      return urls.calendarEvent(locale, slug)
    case 'track':
      return urls.calendarTrack(locale, slug, part.name)
    case 'speaker':
      return urls.calendarSpeaker(locale, slug, part.name)
    case 'session':
      return urls.calendarSession(locale, slug, part.name)
  }
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

type OwnRegistration = PersonalRegistration &
  Pick<RegistrationRow, 'id' | 'eventId' | 'email' | 'locale' | 'personVersion'>

/**
 * The personal feed: the registration's own entry, the parts signed up for, the same person's registrations at satellite
 * events and, for whoever has a place, the released agenda beside them, or what they starred of it.
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
  const isGuest = registration.status === 'confirmed'
  const stars = isGuest ? await listStars(services.db, registration) : new Set<string>()
  const agenda = isGuest ? agendaEntries(matter, parts, stars, voice, link) : []
  const satellites = await satelliteEntries(services, registration)
  const entries = [own, ...partEntries(matter, registration, parts, voice, link), ...agenda, ...satellites.entries]
  const events = [event, ...satellites.events]
  const name = readText(event.title, registration.locale)
  const bytes = writeCalendar({ name, zone: event.timeZone, refreshMinutes: refreshMinutes(events, now()), entries })
  // Nobody remembers when a star was taken away: with stars the ETag alone says what is new.
  if (stars.size > 0) return { bytes, lastModified: undefined }
  return {
    bytes,
    lastModified: [lastChange(entries), matter.release?.releasedAt, lastTurn(events, now())].reduce(later),
  }
}

/** Every registration at a satellite has an entry of its own, with its own UID; its parts beside it. */
async function satelliteEntries(services: Services, registration: OwnRegistration) {
  const found = await listSatelliteRegistrations(services.db, registration)
  const ids = found.map(one => one.registration.id)
  const parts = ids.length === 0 ? new Map<number, OwnPart[]>() : await listPartsOf(services.db, ids)
  const { voice, link } = voiceOf(services, registration.locale)
  const entries = found.flatMap(({ matter, registration: own }) => [
    personalEntry(matter, own, voice, link),
    ...partEntries(matter, own, parts.get(own.id) ?? [], voice, link),
  ])
  return { entries: oneOfEach(entries), events: found.map(({ matter }) => matter.event) }
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
