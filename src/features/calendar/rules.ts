import type { CalendarEntry, EntryStatus } from '../../core/icalendar/types.ts'
import { type LocalisedText, readText, textWithLanguage } from '../../core/localised-text.ts'
import { addDays, dateOf, type Instant, instant, type LocalDate, timeOf } from '../../core/time.ts'
import { speakerName } from '../agenda/rules/names.ts'
import type { ReleaseContent, ReleasedSession } from '../agenda/types.ts'
import type { EventRow } from '../events/types.ts'
import type { VenueRow } from '../venues/types.ts'
import type { CalendarMatter, CalendarVoice, PersonalRegistration } from './types.ts'

/**
 * The domain of every UID: a name, not an address. It never changes, so that an installation may move to another host
 * without anybody's calendar showing everything twice.
 */
export const uidDomain = 'pozvanka'

/** A path of ours as the entry's address; built here because rules know no router. */
export type Link = (path: string) => string

/** The event as one entry: timed where it fits one day, else whole days that do not block the reader's time. */
export function eventEntry(matter: CalendarMatter, voice: CalendarVoice, link: Link): CalendarEntry {
  const { event } = matter
  return {
    ...spanOf(event),
    ...wordsOf(matter, voice, link),
    uid: `event-${event.calendarUid}@${uidDomain}`,
    sequence: event.calendarSequence,
    stampedAt: event.contentUpdatedAt,
    createdAt: event.createdAt,
    status: event.cancelledAt === null ? 'CONFIRMED' : 'CANCELLED',
  }
}

/**
 * The event as its registered guest has it: the registration's own UID, so that a public feed and a personal one in
 * the same calendar never fight over one entry.
 */
export function personalEntry(
  matter: CalendarMatter,
  registration: PersonalRegistration,
  voice: CalendarVoice,
  link: Link,
): CalendarEntry {
  const { event } = matter
  const span = spanOf(event)
  const isOnline = event.mode !== 'on_site' && registration.attendance === 'online'
  return {
    ...span,
    ...wordsOf(matter, voice, link),
    ...(isOnline && online),
    transparent: span.transparent || registration.status === 'cancelled',
    uid: `reg-${registration.calendarUid}@${uidDomain}`,
    sequence: event.calendarSequence + registration.calendarSequence,
    stampedAt: latest(event.contentUpdatedAt, registration.contentUpdatedAt),
    createdAt: registration.createdAt,
    status: personalStatus(event, registration),
  }
}

/** Where one takes part from afar; both languages call it the same. */
export const online = { location: 'online', geo: undefined }

function personalStatus(event: EventRow, { status }: PersonalRegistration): EntryStatus {
  if (event.cancelledAt !== null || status === 'cancelled' || status === 'declined') return 'CANCELLED'
  return status === 'confirmed' ? 'CONFIRMED' : 'TENTATIVE'
}

/** Hours that are one sitting, though midnight comes in between: an evening that ends late is no event of two days. */
const longestSitting = 12

function spanOf(event: EventRow): Pick<CalendarEntry, 'start' | 'end' | 'zone' | 'allDay' | 'transparent'> {
  const days = wholeDays(event)
  const hours = (event.endsAt.getTime() - event.startsAt.getTime()) / 3_600_000
  const isTimed = event.hasTimes && (days.start === days.end || hours <= longestSitting)
  const common = { start: event.startsAt, end: event.endsAt, zone: event.timeZone, transparent: !isTimed }
  return isTimed ? common : { ...common, allDay: days }
}

/** First and last day; an event that ends at midnight ends on the day before. */
function wholeDays(event: EventRow): { start: LocalDate; end: LocalDate } {
  const [start, last] = [dateOf(event.startsLocal), dateOf(event.endsLocal)]
  const end = timeOf(event.endsLocal) === '00:00' && last > start ? addDays(last, -1) : last
  return { start, end }
}

type Words = 'summary' | 'description' | 'language' | 'location' | 'geo' | 'url'

function wordsOf({ event, venue }: CalendarMatter, voice: CalendarVoice, link: Link): Pick<CalendarEntry, Words> {
  const { text: title, lang } = textWithLanguage(event.title, voice.locale)
  const subtitle = readText(event.subtitle, voice.locale)
  const url = link(`/${voice.locale}/events/${event.slug}`)
  return {
    summary: title,
    description: paragraphs(subtitle, readText(event.summary, voice.locale), url),
    language: lang ?? voice.locale,
    location: locationOf(event, venue, voice, undefined),
    geo: geoOf(venue, voice),
    url,
  }
}

/** Every session of the release, the cancelled ones too. */
export function sessionEntries(matter: CalendarMatter, voice: CalendarVoice, link: Link): CalendarEntry[] {
  return sessionsOf(matter).map(({ entry }) => entry(voice, link))
}

interface SessionInFeed {
  readonly reference: string
  readonly entry: (voice: CalendarVoice, link: Link) => CalendarEntry
}

/** The sessions of the release that become entries. */
export function sessionsOf(matter: CalendarMatter): SessionInFeed[] {
  const { release } = matter
  if (!release) return []
  const known = namesIn(release.content)
  return release.content.sessions
    .filter(session => session.kind !== 'break')
    .map(session => ({
      reference: session.reference,
      entry: (voice, link) => sessionEntry(matter, known, session, voice, link),
    }))
}

/** What sessions name, by its name: a programme has as many speakers as sessions. */
function namesIn({ rooms, tracks, speakers }: ReleaseContent) {
  return {
    rooms: new Map(rooms.map(room => [room.reference, room])),
    tracks: new Map(tracks.map(track => [track.slug, track])),
    speakers: new Map(speakers.map(speaker => [speaker.reference, speaker])),
  }
}

type Names = ReturnType<typeof namesIn>

function sessionEntry(
  { event, venue }: CalendarMatter,
  { rooms, tracks, speakers }: Names,
  session: ReleasedSession,
  voice: CalendarVoice,
  link: Link,
): CalendarEntry {
  const { locale } = voice
  const { text: summary, lang } = textWithLanguage(session.title, locale)
  const room = session.room === null ? undefined : rooms.get(session.room)
  const track = session.track === null ? undefined : tracks.get(session.track)
  const url = link(`/${locale}/events/${event.slug}/sessions/${session.reference}`)
  return {
    uid: `session-${session.calendarUid}@${uidDomain}`,
    // Both parts only rise, so the sum does: the event's own part carries its cancellation and its move of place.
    sequence: session.calendarSequence + event.calendarSequence,
    stampedAt: latest(instant(session.contentUpdatedAt), event.contentUpdatedAt),
    createdAt: instant(session.createdAt),
    start: instant(session.startsAt),
    end: instant(session.endsAt),
    zone: event.timeZone,
    summary,
    description: paragraphs(speakersOf(speakers, session, voice), readText(session.abstract, locale), url),
    language: lang ?? locale,
    status: session.isCancelled || event.cancelledAt !== null ? 'CANCELLED' : 'CONFIRMED',
    transparent: session.isCancelled || event.cancelledAt !== null,
    location: locationOf(event, venue, voice, room?.name ?? session.placeNote),
    geo: geoOf(venue, voice),
    url,
    categories: track ? [readText(track.name, locale)] : [],
  }
}

function speakersOf(speakers: Names['speakers'], session: ReleasedSession, { locale }: CalendarVoice): string {
  const names = session.speakers.flatMap(({ reference }) => {
    const speaker = speakers.get(reference)
    return speaker ? [speakerName(speaker, locale)] : []
  })
  return names.join(', ')
}

/** `room, venue, street, city` on one line (most clients show no more). */
export function locationOf(
  event: EventRow,
  venue: VenueRow | undefined,
  { locale }: CalendarVoice,
  room: LocalisedText | undefined,
): string | undefined {
  const town = venue?.city ?? readText(event.city, locale)
  const parts = [readText(room, locale), readText(venue?.name, locale), venue?.street ?? '', town]
  return [...new Set(parts.filter(part => part !== ''))].join(', ') || undefined
}

/** The position of the venue, if it is known. */
export function geoOf(venue: VenueRow | undefined, { locale }: CalendarVoice): CalendarEntry['geo'] {
  if (!venue || venue.latitude === null || venue.longitude === null) return undefined
  const title = readText(venue.name, locale)
  const address = [venue.street, venue.postalCode, venue.city].filter(Boolean).join(', ')
  return { latitude: venue.latitude, longitude: venue.longitude, title, address }
}

/** Paragraphs of a description, without the empty ones. */
export function paragraphs(...texts: readonly string[]): string {
  return texts.filter(text => text !== '').join('\n\n')
}

/** The later of two moments. */
export function latest(one: Instant, other: Instant): Instant {
  return one < other ? other : one
}

/** When anything in a calendar last changed, for Last-Modified. */
export function lastChange(entries: readonly CalendarEntry[]): Instant | undefined {
  return entries
    .map(entry => entry.stampedAt)
    .reduce<Instant | undefined>((last, at) => (last ? latest(last, at) : at), undefined)
}
