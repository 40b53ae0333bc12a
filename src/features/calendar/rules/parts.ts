import type { CalendarEntry, EntryStatus } from '../../../core/icalendar/types.ts'
import { readText, textWithLanguage } from '../../../core/localised-text.ts'
import { geoOf, latest, type Link, locationOf, online, paragraphs, sessionsOf, uidDomain } from '../rules.ts'
import type { CalendarMatter, CalendarVoice, OwnPart, PersonalRegistration } from '../types.ts'

/**
 * The released agenda as a guest with a place has it beside their own time: it informs, it does not block. Sessions
 * that one signs up for are left to `partEntries`: who is not signed up does not take part in them. Whoever starred
 * something has that alone.
 */
export function agendaEntries(
  matter: CalendarMatter,
  parts: readonly OwnPart[],
  stars: ReadonlySet<string>,
  voice: CalendarVoice,
  link: Link,
): CalendarEntry[] {
  const signedUpFor = new Set(parts.map(part => part.sessionReference))
  return sessionsOf(matter)
    .filter(({ reference }) => !signedUpFor.has(reference) && (stars.size === 0 || stars.has(reference)))
    .map(({ entry }) => ({ ...entry(voice, link), transparent: true }))
}

/**
 * The parts somebody signed up for, each an entry of its own: CONFIRMED with a place, TENTATIVE while it waits,
 * CANCELLED once left. A part that stands for a session of the agenda is that session's entry (UID, time, room); parts
 * without a time have none.
 */
export function partEntries(
  matter: CalendarMatter,
  registration: Pick<PersonalRegistration, 'attendance' | 'calendarSequence'>,
  parts: readonly OwnPart[],
  voice: CalendarVoice,
  link: Link,
): CalendarEntry[] {
  const sessions = new Map(sessionsOf(matter).map(session => [session.reference, session]))
  return parts.flatMap(part => {
    if (part.status === null) return []
    const session = part.sessionReference === null ? undefined : sessions.get(part.sessionReference)
    const entry = session ? session.entry(voice, link) : partEntry(matter, part, voice, link)
    return entry ? [asSignedUp(takenPartIn(matter, registration, entry), registration, part)] : []
  })
}

function partEntry(
  { event, venue }: CalendarMatter,
  part: OwnPart,
  voice: CalendarVoice,
  link: Link,
): CalendarEntry | undefined {
  if (part.startsAt === null || part.endsAt === null) return undefined
  const { locale } = voice
  const { text: summary, lang } = textWithLanguage(part.title, locale)
  const url = link(`/${locale}/events/${part.satelliteSlug ?? event.slug}`)
  const where = part.attendance === 'online' ? online : { geo: geoOf(venue, voice) }
  const isOff = event.cancelledAt !== null
  return {
    uid: part.sessionUid === null ? `part-${part.calendarUid}@${uidDomain}` : `session-${part.sessionUid}@${uidDomain}`,
    sequence: event.calendarSequence,
    stampedAt: latest(part.contentUpdatedAt, event.contentUpdatedAt),
    createdAt: part.createdAt,
    start: part.startsAt,
    end: part.endsAt,
    zone: event.timeZone,
    summary,
    description: paragraphs(readText(event.title, locale), readText(part.description, locale), url),
    language: lang ?? locale,
    status: isOff ? 'CANCELLED' : 'CONFIRMED',
    transparent: isOff,
    location: locationOf(event, venue, voice, part.placeNote),
    ...where,
    url,
  }
}

/** Who takes part in a hybrid event from afar does so in its parts, too. */
function takenPartIn(
  { event }: CalendarMatter,
  { attendance }: Pick<PersonalRegistration, 'attendance'>,
  entry: CalendarEntry,
): CalendarEntry {
  return event.mode !== 'on_site' && attendance === 'online' ? { ...entry, ...online } : entry
}

function asSignedUp(
  entry: CalendarEntry,
  { calendarSequence }: Pick<PersonalRegistration, 'calendarSequence'>,
  part: OwnPart,
): CalendarEntry {
  const isOff = entry.status === 'CANCELLED' || part.cancelledAt !== null || part.status === 'cancelled'
  const status: EntryStatus = isOff ? 'CANCELLED' : part.status === 'confirmed' ? 'CONFIRMED' : 'TENTATIVE'
  return {
    ...entry,
    // Each of them only rises, so the sum does: of the event or session, the part, the person, and their sign-ups.
    sequence: entry.sequence + part.calendarSequence + calendarSequence + part.signUpSequence,
    stampedAt: latest(entry.stampedAt, latest(part.contentUpdatedAt, part.signUpChangedAt ?? part.contentUpdatedAt)),
    status,
    transparent: isOff,
  }
}

/**
 * One entry for each UID: whoever registers again after cancelling has two sign-ups for the same part. The later one says
 * how it stands; the sequences add up, and each further one counts, so that the sum only rises.
 */
export function oneOfEach(entries: readonly CalendarEntry[]): CalendarEntry[] {
  const byUid = new Map<string, CalendarEntry>()
  for (const entry of entries) {
    const before = byUid.get(entry.uid)
    const sequence = before ? before.sequence + 1 + entry.sequence : entry.sequence
    byUid.set(entry.uid, {
      ...entry,
      sequence,
      stampedAt: before ? latest(before.stampedAt, entry.stampedAt) : entry.stampedAt,
    })
  }
  return [...byUid.values()]
}
