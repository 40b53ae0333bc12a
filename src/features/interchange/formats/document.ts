import type { Locale } from '../../../core/localised-text.ts'
import { parseTimeZone } from '../../../core/time.ts'
import { normaliseLine } from '../../../core/typography.ts'
import type { DocumentRoom, DocumentSession, DocumentTrack, ScheduleDocument } from '../types.ts'
import { type AnomalyLog, startAnomalies } from '../rules/anomalies.ts'
import { type Identities, startIdentities } from './identities.ts'
import { kindOf } from './kinds.ts'
import { linksOf } from './links.ts'
import { gatherPeople, type People } from './people.ts'
import type { RawSchedule, RawSession } from './raw.ts'
import { type Texts, textsOf } from './texts.ts'
import { timesOf } from './times.ts'
import { readAddress, readDate, readLanguage } from './values.ts'

/** How our own documents name their writer. */
export const ourGenerator = 'Pozvánka'

/** Everything a session is read with. */
interface Reading {
  readonly raw: RawSchedule
  readonly isOurs: boolean
  /** What all texts are in, when we wrote them; else each session says. */
  readonly ourLocale: Locale | undefined
  readonly texts: Texts
  readonly anomalies: AnomalyLog
  readonly identities: Identities
  readonly people: People
}

/** The neutral form of what a reader found. Everything odd is noted, nothing left out silently. */
export function documentOf(raw: RawSchedule, source: 'frab-xml' | 'c3voc-json'): ScheduleDocument {
  const anomalies = startAnomalies()
  const isOurs = raw.generator === ourGenerator
  const texts = textsOf(anomalies, isOurs)
  const reading: Reading = {
    raw,
    isOurs,
    ourLocale: isOurs ? (raw.generatorVersion.includes('cs') ? 'cs' : 'en') : undefined,
    texts,
    anomalies,
    identities: startIdentities(raw, anomalies),
    people: gatherPeople(raw, texts, anomalies),
  }
  const sessions = raw.sessions.map(session => sessionOf(session, reading))
  noteHead(raw, anomalies)
  return {
    source,
    generator: raw.generator === '' ? null : normaliseLine(raw.generator),
    title: texts.line(raw.title, raw.title),
    acronym: raw.acronym === '' ? null : normaliseLine(raw.acronym),
    timeZone: parseTimeZone(raw.timeZone) ?? null,
    locale: reading.ourLocale ?? majorityLocale(sessions),
    startsOn: readDate(raw.start),
    endsOn: readDate(raw.end),
    rooms: roomsOf(raw, sessions),
    tracks: tracksOf(raw, sessions),
    people: reading.people.list,
    sessions,
    anomalies: anomalies.list(),
  }
}

function noteHead(raw: RawSchedule, anomalies: AnomalyLog): void {
  if (raw.version === '') anomalies.note('version-missing')
  if (parseTimeZone(raw.timeZone) === undefined) anomalies.note('zone-missing', raw.timeZone)
  for (const [name, count] of raw.unknown)
    for (let number = 0; number < count; number += 1) anomalies.note('unknown-elements', `${name} (${count})`)
}

function sessionOf(session: RawSession, reading: Reading): DocumentSession {
  const { texts, anomalies, identities, people, raw } = reading
  const identity = identities.of(session)
  const title = texts.line(session.title, session.title) || identity.key
  if (normaliseLine(session.title) === '') anomalies.note('title-missing', identity.key)
  const language = languageOf(session, title, anomalies)
  const base = readAddress(session.url, null) ?? readAddress(raw.baseUrl, null) ?? null
  const frame = { base, texts, anomalies, title }
  return {
    ...identity,
    title,
    subtitle: texts.line(session.subtitle, title),
    abstract: texts.markdown(session.abstract, title),
    description: texts.markdown(session.description, title),
    language,
    locale: reading.ourLocale ?? (language === 'cs' ? 'cs' : 'en'),
    ...kindWords(session, anomalies),
    room: roomOf(session, title, anomalies),
    track: normaliseLine(session.track) || null,
    ...timesOf(session, raw, title, anomalies),
    people: people.keysOf(session.people, title).map(person => ({ person, role: 'speaker' as const })),
    links: linksOf([...session.links, ...attachmentsOf(session, reading, title)], frame),
    recordingUrl: readAddress(session.recording, base) ?? null,
    doNotRecord: /^(true|1|yes)$/i.test(session.optOut),
    url: readAddress(session.url, readAddress(raw.baseUrl, null) ?? null) ?? null,
  }
}

/** Files behind our own attachments are ours already; those of others stay links. */
function attachmentsOf({ attachments }: RawSession, { isOurs, anomalies }: Reading, title: string) {
  if (!isOurs) return attachments
  for (const { title: name } of attachments) anomalies.note('attachments-left-out', `${name} (${title})`)
  return []
}

function languageOf({ language }: RawSession, title: string, anomalies: AnomalyLog): string | null {
  const code = readLanguage(language)
  if (code === undefined) anomalies.note(language === '' ? 'language-missing' : 'language-unknown', language || title)
  return code ?? null
}

function kindWords({ type }: RawSession, anomalies: AnomalyLog): Pick<DocumentSession, 'kind' | 'typeLabel'> {
  const label = normaliseLine(type)
  const { kind, isKnown } = kindOf(label)
  if (!isKnown) anomalies.note('kind-unknown', label)
  return { kind, typeLabel: label === '' || label === kind ? null : label }
}

function roomOf({ roomHeading, room }: RawSession, title: string, anomalies: AnomalyLog): string | null {
  const [heading, own] = [normaliseLine(roomHeading), normaliseLine(room)]
  if (heading !== '' && own !== '' && heading !== own) anomalies.note('room-differs', `${heading} / ${own}`)
  if (heading === '' && own === '') anomalies.note('room-missing', title)
  return heading || own || null
}

function roomsOf(raw: RawSchedule, sessions: readonly DocumentSession[]): DocumentRoom[] {
  const rooms = new Map<string, DocumentRoom>()
  const add = (name: string, capacity: string) => {
    const known = rooms.get(name)
    const places = /^\d{1,6}$/.test(capacity) && Number(capacity) > 0 ? Number(capacity) : null
    if (name !== '') rooms.set(name, { name, capacity: known?.capacity ?? places })
  }
  for (const { name, capacity } of raw.rooms) add(normaliseLine(name), capacity)
  for (const { room } of sessions) add(room ?? '', '')
  return [...rooms.values()]
}

function tracksOf(raw: RawSchedule, sessions: readonly DocumentSession[]): DocumentTrack[] {
  const tracks = new Map<string, DocumentTrack>()
  const add = (name: string, colour: string) => {
    const known = tracks.get(name)
    const shown = /^#[0-9a-f]{6}$/i.test(colour) ? colour.toLowerCase() : null
    if (name !== '') tracks.set(name, { name, colour: known?.colour ?? shown })
  }
  for (const { name, colour } of raw.tracks) add(normaliseLine(name), colour)
  for (const { track } of sessions) add(track ?? '', '')
  return [...tracks.values()]
}

function majorityLocale(sessions: readonly DocumentSession[]): Locale {
  const czech = sessions.filter(({ locale }) => locale === 'cs').length
  return czech * 2 > sessions.length ? 'cs' : 'en'
}
