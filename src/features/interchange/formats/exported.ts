import { absolute, urls } from '../../../core/http/urls.ts'
import { type Locale, type LocalisedText, locales, rawText } from '../../../core/localised-text.ts'
import { slugFrom } from '../../../core/slugs.ts'
import { type LocalDate, instant, isoWithOffset, minutesBetween, type TimeZone, timeOf } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { ReleasedSession, ReleasedSpeaker } from '../../agenda/types.ts'
import type { ExportMatter } from '../queries/export.ts'
import { numbersOf } from '../rules/numbers.ts'
import { type ExportDay, exportDays } from './export-days.ts'
import { isUuid, namedUuid } from './values.ts'

/** The released programme in the terms of frab and c3voc, for one language; both writers write exactly this. */
export interface ExportedSchedule {
  readonly generatorVersion: string
  readonly version: string
  readonly siteUrl: string
  readonly eventUrl: string
  /** `^[a-z0-9_]{4,}$`. */
  readonly acronym: string
  readonly title: string
  readonly start: LocalDate
  readonly end: LocalDate
  readonly timeZone: TimeZone
  readonly rooms: readonly { readonly guid: string; readonly name: string; readonly capacity: number | null }[]
  readonly tracks: readonly string[]
  readonly days: readonly ExportedDay[]
}

export interface ExportedDay extends Omit<ExportDay, 'sessions'> {
  readonly rooms: readonly { readonly name: string; readonly sessions: readonly ExportedSession[] }[]
}

export interface ExportedSession {
  readonly id: number
  readonly guid: string
  /** ISO 8601 with the offset and seconds. */
  readonly date: string
  /** `HH:MM`. */
  readonly start: string
  readonly duration: string
  readonly room: string
  readonly slug: string
  readonly url: string
  readonly title: string
  readonly subtitle: string
  readonly track: string
  readonly type: string
  readonly language: string
  readonly abstract: string
  readonly description: string
  readonly doNotRecord: boolean
  readonly recordingUrl: string | null
  readonly people: readonly ExportedPerson[]
  readonly links: readonly ExportedLink[]
  readonly attachments: readonly ExportedLink[]
}

export interface ExportedPerson {
  readonly id: number
  readonly guid: string
  readonly code: string
  readonly name: string
  readonly biography: string
}

export interface ExportedLink {
  readonly url: string
  readonly title: string
}

/** The language an export is in when nobody asks for one: the one the event's title is written in. */
export function exportLocale({ event }: Pick<ExportMatter, 'event'>): Locale {
  return locales.find(locale => rawText(event.title, locale).trim() !== '') ?? 'cs'
}

/** Puts a release into the terms of the formats. Cancelled sessions are not in it: the formats have no word for them. */
export function exportedSchedule(matter: ExportMatter, locale: Locale, baseUrl: string): ExportedSchedule {
  const { event, release } = matter
  const sessions = release.content.sessions.filter(({ isCancelled }) => !isCancelled)
  const days = exportDays(event, sessions)
  const acronym = acronymOf(event.slug)
  const write = sessionWriter(matter, sessions, { locale, baseUrl, acronym })
  return {
    generatorVersion: `1 (${locale})`,
    version: [String(release.number), written(release.name, locale)].join(' ').trim(),
    siteUrl: absolute(baseUrl, '/'),
    eventUrl: absolute(baseUrl, urls.event(locale, event.slug)),
    acronym,
    title: written(event.title, locale),
    start: days[0]?.date ?? '',
    end: days.at(-1)?.date ?? '',
    timeZone: event.timeZone,
    rooms: release.content.rooms.map(({ reference, name, capacity }) => {
      return { guid: namedUuid('room', reference), name: written(name, locale), capacity }
    }),
    tracks: release.content.tracks.map(({ name }) => written(name, locale)),
    days: days.map(({ sessions: those, ...day }) => ({ ...day, rooms: byRoom(those.map(write)) })),
  }
}

/** What was written, in that language or the other: no typesetting, so that it reads back as it is. */
function written(text: LocalisedText, locale: Locale): string {
  return [locale, ...locales].map(one => rawText(text, one)).find(one => one.trim() !== '') ?? ''
}

/** An underscore for every hyphen, at least four signs: what both the XSD and the JSON schema accept. */
function acronymOf(slug: string): string {
  return slug.replace(/[^a-z0-9]+/g, '_').padEnd(4, '_')
}

interface Frame {
  readonly locale: Locale
  readonly baseUrl: string
  readonly acronym: string
}

function sessionWriter(
  matter: ExportMatter,
  sessions: readonly ReleasedSession[],
  { locale, baseUrl, acronym }: Frame,
) {
  const { event, release, files } = matter
  const rooms = new Map(release.content.rooms.map(({ reference, name }) => [reference, written(name, locale)]))
  const tracks = new Map(release.content.tracks.map(({ slug, name }) => [slug, written(name, locale)]))
  const ids = numbersOf(sessions.map(({ reference }) => reference))
  const guids = guidsOf(sessions, matter.importKeys)
  const people = peopleOf(release.content.speakers, locale)
  return (session: ReleasedSession): ExportedSession => {
    const { reference, startsAt, endsAt } = session
    const id = ids.get(reference) ?? 0
    const title = written(session.title, locale)
    const attachments = files
      .filter(file => file.session === reference)
      .map(file => ({
        url: absolute(baseUrl, urls.sessionMaterial(locale, event.slug, reference, file.reference)),
        title: file.title || file.fileName,
      }))
    return {
      id,
      guid: guids.get(reference) ?? session.calendarUid,
      date: offsetDate(startsAt, event.timeZone),
      start: timeOf(session.startsLocal),
      duration: clock(minutesBetween(instant(startsAt), instant(endsAt))),
      room: rooms.get(session.room ?? '') ?? '',
      slug: slugOf(acronym, id, title),
      url: absolute(baseUrl, urls.session(locale, event.slug, reference)),
      title,
      subtitle: written(session.subtitle, locale),
      track: tracks.get(session.track ?? '') ?? '',
      type: session.typeLabel ?? session.kind,
      language: session.language ?? '',
      abstract: written(session.abstract, locale),
      description: written(session.description, locale),
      doNotRecord: session.doNotRecord,
      recordingUrl: session.recordingUrl,
      people: session.speakers.flatMap(speaker => people.get(speaker.reference) ?? []),
      links: session.links,
      attachments,
    }
  }
}

/** An imported session keeps the identifier it has elsewhere; every other has the one calendars know it by. */
function guidsOf(sessions: readonly ReleasedSession[], importKeys: ExportMatter['importKeys']): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    sessions.map(({ reference, calendarUid }) => {
      const key = importKeys.get(reference) ?? ''
      const guid = isUuid(key) && !taken.has(key) ? key : calendarUid
      taken.add(guid)
      return [reference, guid]
    }),
  )
}

function peopleOf(speakers: readonly ReleasedSpeaker[], locale: Locale): Map<string, ExportedPerson> {
  const ids = numbersOf(speakers.map(({ reference }) => reference))
  return new Map(
    speakers.map(speaker => {
      const { reference } = speaker
      // Typesetting puts spaces that do not break into names; a document has plain ones.
      const name = speakerName(speaker, locale).replaceAll('\u00a0', ' ')
      const biography = written(speaker.biography, locale)
      return [
        reference,
        { id: ids.get(reference) ?? 0, guid: namedUuid('person', reference), code: reference, name, biography },
      ]
    }),
  )
}

function byRoom(sessions: readonly ExportedSession[]): ExportedDay['rooms'] {
  const rooms = new Map<string, ExportedSession[]>()
  for (const session of sessions) rooms.set(session.room, [...(rooms.get(session.room) ?? []), session])
  return [...rooms].map(([name, those]) => ({ name, sessions: those }))
}

/** `klastry-0042-uvodni_slovo`: unique by the number, as both schemas want it. */
function slugOf(acronym: string, id: number, title: string): string {
  const words = slugFrom(title).replaceAll('-', '_').slice(0, 60).replace(/_+$/, '')
  return [acronym, String(id).padStart(4, '0'), words].filter(part => part !== '').join('-')
}

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
}

/** `2026-01-31T09:30:00+01:00`, always with seconds: xs:dateTime wants them. */
export function offsetDate(at: string, zone: TimeZone): string {
  return isoWithOffset(instant(at), zone).replace(/T(\d\d:\d\d)(?=[+-])/, 'T$1:00')
}
