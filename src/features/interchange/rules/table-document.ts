import { addDays, type LocalDate, type LocalDateTime, localDateTime } from '../../../core/time.ts'
import { wordKey } from '../../../core/typography.ts'
import {
  type DocumentAppearance,
  type DocumentPerson,
  type DocumentSession,
  type ScheduleDocument,
  type SessionField,
  sessionFields,
} from '../types.ts'
import type { AnomalyLog } from './anomalies.ts'
import type { EventDays } from './table-days.ts'
import type { NamedPerson } from './table-people.ts'
import { readRows, type RoughSession } from './table-rows.ts'
import type { ProgrammeTable, TableMapping } from '../types/table.ts'

/** Characters; longer ones are cut, and what is cut is told. */
const longest = { title: 250, abstract: 5_000, name: 200, affiliation: 300, titles: 50, label: 100 } as const
/** A gap longer than this is no session that goes on. */
const longestGuess = 4 * 60

/**
 * A programme written as a table, as a schedule document. Where a row says no end, the session lasts until the next one
 * in its room (or in any, where the table names none), or as long as the mapping says. Its rows have no identity of their
 * own: a session is known by its title, so that the same table with other times moves it.
 */
export function documentOf(
  table: ProgrammeTable,
  mapping: TableMapping,
  { days, title }: { readonly days: EventDays; readonly title: string },
): ScheduleDocument {
  const { sessions: rough, anomalies } = readRows(table, mapping, days)
  const people = new Map<string, DocumentPerson>()
  const keys = new Map<string, number>()
  const lengths = lengthsOf(rough, mapping.minutes, anomalies)
  const sessions = rough.map((session, index) => {
    const key = `table:${wordKey(session.title.slice(0, 200)).slice(0, 120)}`
    const count = (keys.get(key) ?? 0) + 1
    keys.set(key, count)
    return {
      ...sessionOf(session, { people, anomalies, mapping }),
      key: count === 1 ? key : `${key}#${count}`,
      minutes: lengths[index] ?? mapping.minutes,
    }
  })
  const named = (names: readonly (string | null)[]) => [...new Set(names.filter(name => name !== null))]
  return {
    source: 'table',
    generator: null,
    title,
    acronym: null,
    timeZone: null,
    locale: mapping.locale,
    startsOn: null,
    endsOn: null,
    rooms: named(sessions.map(({ room }) => room)).map(name => ({ name, capacity: null })),
    tracks: named(sessions.map(({ track }) => track)).map(name => ({ name, colour: null })),
    people: [...people.values()],
    sessions,
    silent: silentOf(sessions),
    anomalies: anomalies.list(),
  }
}

/** What no row says anything of: the table has no column for it, or an empty one. */
function silentOf(sessions: readonly DocumentSession[]): SessionField[] {
  const says: Partial<Record<SessionField, (session: DocumentSession) => boolean>> = {
    abstract: ({ abstract }) => abstract !== '',
    language: ({ language }) => language !== null,
    room: ({ room }) => room !== null,
    track: ({ track }) => track !== null,
    speakers: ({ people }) => people.length > 0,
    time: ({ startsLocal }) => startsLocal !== null,
    minutes: ({ startsLocal }) => startsLocal !== null,
  }
  const never: SessionField[] = ['subtitle', 'description', 'links', 'recording', 'doNotRecord']
  const unsaid = sessionFields.filter(field => says[field] !== undefined && !sessions.some(one => says[field]?.(one)))
  return [...never, ...unsaid]
}

function lengthsOf(rough: readonly RoughSession[], usual: number, anomalies: AnomalyLog): number[] {
  const inOrder = rough.toSorted((a, b) => (a.start ?? 0) - (b.start ?? 0))
  const byDay = new Map<LocalDate, RoughSession[]>()
  for (const session of inOrder) {
    const ofDay = byDay.get(session.date)
    if (ofDay === undefined) byDay.set(session.date, [session])
    else ofDay.push(session)
  }
  return rough.map(session => {
    const { start, end, minutes } = session
    if (start !== undefined && end !== undefined) return within(end - start)
    if (minutes !== undefined) return minutes
    const next = start === undefined ? undefined : nextStart(byDay.get(session.date) ?? [], session, start)
    if (start !== undefined && next !== undefined && next - start <= longestGuess) return next - start
    if (start !== undefined) anomalies.note('length-assumed', session.title)
    return usual
  })
}

const within = (minutes: number) => Math.min(Math.max(minutes, 1), 1440)

/** When the next one begins in the same room; a break, or one without a room, ends what is in any. */
function nextStart(ofDay: readonly RoughSession[], session: RoughSession, start: number): number | undefined {
  const isInTheWay = (other: RoughSession) =>
    other.room === session.room || other.room === null || session.room === null || other.kind === 'break'
  return ofDay.find(other => other.start !== undefined && other.start > start && isInTheWay(other))?.start
}

interface Making {
  readonly people: Map<string, DocumentPerson>
  readonly anomalies: AnomalyLog
  readonly mapping: TableMapping
}

function sessionOf(rough: RoughSession, making: Making): Omit<DocumentSession, 'key' | 'minutes'> {
  const { anomalies, mapping } = making
  const startsLocal = rough.start === undefined ? null : momentOf(rough, rough.start)
  if (startsLocal === null) anomalies.note('time-missing', rough.title)
  const isLong = rough.title.length > longest.title
  if (isLong || rough.abstract.length > longest.abstract) anomalies.note('text-shortened', rough.title)
  return {
    guid: null,
    title: cut(rough.title, longest.title),
    subtitle: '',
    // A title that is a whole paragraph is told in full where there is room for it.
    abstract: cut(isLong ? `${rough.title}\n\n${rough.abstract}` : rough.abstract, longest.abstract),
    description: '',
    language: rough.language,
    locale: mapping.locale,
    kind: rough.kind,
    typeLabel: rough.typeLabel,
    room: rough.room === null ? null : cut(rough.room, longest.label),
    track: rough.track === null ? null : cut(rough.track, longest.label),
    startsLocal,
    startsAt: null,
    people: appearancesOf(rough, making),
    links: [],
    recordingUrl: null,
    doNotRecord: false,
    url: null,
  }
}

function momentOf({ date }: RoughSession, start: number): LocalDateTime {
  const two = (number: number) => String(number).padStart(2, '0')
  const minutes = start % 1440
  return localDateTime(addDays(date, Math.floor(start / 1440)), `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`)
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text)

/** Whoever is named, once; what one row says of a person and another does not is put together. */
function appearancesOf({ people: named, title }: RoughSession, { people, anomalies }: Making): DocumentAppearance[] {
  const appearances = new Map<string, DocumentAppearance>()
  for (const person of named) {
    const key = `table:${wordKey(person.name.slice(0, 200)).slice(0, 120)}`
    if (appearances.has(key)) anomalies.note('speaker-twice', `${person.name} (${title})`)
    else appearances.set(key, { person: key, role: person.role })
    people.set(key, merged(people.get(key), key, person))
  }
  return [...appearances.values()]
}

function merged(before: DocumentPerson | undefined, key: string, person: NamedPerson): DocumentPerson {
  return {
    key,
    name: before?.name ?? cut(person.name, longest.name),
    titleBefore: before?.titleBefore || cut(person.titleBefore, longest.titles),
    titleAfter: before?.titleAfter || cut(person.titleAfter, longest.titles),
    affiliation: before?.affiliation || cut(person.affiliation, longest.affiliation),
    biography: '',
    links: [],
    isCollective: person.isCollective,
  }
}
