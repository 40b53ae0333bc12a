import { isEmptyText, type LocalisedText } from '../../../core/localised-text.ts'
import type { AgendaChange, UnnumberedContent, UnnumberedSession } from '../types.ts'

/**
 * What a reader of the former release would have to learn, in the order of the programme; empty when the next one says
 * the same. A cancelled session is one change, whatever else differs; without a former release every session is new.
 */
export function diffReleases(previous: UnnumberedContent | undefined, next: UnnumberedContent): AgendaChange[] {
  const before = new Map(previous?.sessions.map(session => [session.reference, session]))
  const ofSessions = next.sessions.flatMap(session => {
    const former = before.get(session.reference)
    if (former && previous) return differences(former, session, { previous, next })
    return session.isCancelled ? [] : [{ ...namesOf(session), kind: 'new' as const }]
  })
  return previous ? [...ofSessions, ...differencesOfNames(previous, next)] : ofSessions
}

interface Pair {
  readonly previous: UnnumberedContent
  readonly next: UnnumberedContent
}

function differences(former: UnnumberedSession, session: UnnumberedSession, pair: Pair): AgendaChange[] {
  const names = namesOf(session)
  if (session.isCancelled) return former.isCancelled ? [] : [{ ...names, kind: 'cancelled' }]
  const found: AgendaChange[] = former.isCancelled ? [{ ...names, kind: 'reinstated' }] : []
  found.push(...timeChange(former, session), ...roomChange(former, session, pair))
  if (canonical(former.title) !== canonical(session.title))
    found.push({ ...names, kind: 'renamed', before: former.title })
  const people = speakerChange(former, session, pair)
  found.push(...people)
  const textually =
    people.length === 0 ? textOf(former, true) !== textOf(session, true) : textOf(former) !== textOf(session)
  if (textually) found.push({ ...names, kind: 'text' })
  return found
}

function timeChange(former: UnnumberedSession, session: UnnumberedSession): AgendaChange[] {
  if (former.startsAt === session.startsAt && former.endsAt === session.endsAt) return []
  const spans = { from: spanOf(former), to: spanOf(session) }
  const kind = former.startsAt !== session.startsAt ? 'moved' : session.endsAt > former.endsAt ? 'longer' : 'shorter'
  return [{ ...namesOf(session), kind, ...spans }]
}

function roomChange(former: UnnumberedSession, session: UnnumberedSession, { previous, next }: Pair): AgendaChange[] {
  if (former.room === session.room) return []
  const nameIn = (content: UnnumberedContent, reference: string | null) =>
    content.rooms.find(room => room.reference === reference)?.name ?? null
  return [{ ...namesOf(session), kind: 'room', from: nameIn(previous, former.room), to: nameIn(next, session.room) }]
}

function speakerChange(
  former: UnnumberedSession,
  session: UnnumberedSession,
  { previous, next }: Pair,
): AgendaChange[] {
  const without = (some: UnnumberedSession, others: UnnumberedSession, content: UnnumberedContent): LocalisedText[] => {
    const there = new Set(others.speakers.map(({ reference }) => reference))
    const missing = new Set(some.speakers.map(({ reference }) => reference).filter(reference => !there.has(reference)))
    return content.speakers.filter(({ reference }) => missing.has(reference)).map(({ name }) => name)
  }
  const added = without(session, former, next)
  const removed = without(former, session, previous)
  return added.length + removed.length === 0 ? [] : [{ ...namesOf(session), kind: 'speakers', added, removed }]
}

/** All else that a reader sees of a session, as one text to compare. */
function textOf(session: UnnumberedSession, withSpeakers = false): string {
  const { kind, subtitle, abstract, description, placeNote, language, track, satellite, capacity, speakers } = session
  const texts = [subtitle, abstract, description, placeNote].map(text => (isEmptyText(text) ? {} : text))
  const further = [session.links, session.recordingUrl, session.doNotRecord, session.typeLabel]
  return canonical([kind, texts, language, track, satellite, capacity, further, withSpeakers ? speakers : []])
}

/** Changes of the speakers, rooms and tracks that both releases name: their words, and the order of the latter two. */
function differencesOfNames(previous: UnnumberedContent, next: UnnumberedContent): AgendaChange[] {
  const before = new Map(previous.speakers.map(speaker => [speaker.reference, canonical(speaker)]))
  const speakers = next.speakers
    .filter(speaker => before.has(speaker.reference) && before.get(speaker.reference) !== canonical(speaker))
    .map(({ name }) => ({ kind: 'speaker' as const, name }))
  const rooms = isSame(previous.rooms, next.rooms, room => room.reference) ? [] : [{ kind: 'rooms' as const }]
  const tracks = isSame(previous.tracks, next.tracks, track => track.slug) ? [] : [{ kind: 'tracks' as const }]
  return [...speakers, ...rooms, ...tracks]
}

function isSame<Item>(before: readonly Item[], after: readonly Item[], key: (item: Item) => string): boolean {
  const common = new Set(after.map(key).filter(one => before.some(item => key(item) === one)))
  const shared = (items: readonly Item[]) => canonical(items.filter(item => common.has(key(item))))
  return shared(before) === shared(after)
}

function namesOf({ reference, title }: UnnumberedSession) {
  return { session: reference, title }
}

function spanOf({ startsLocal, endsLocal }: UnnumberedSession) {
  return { startsLocal, endsLocal }
}

/** JSON with its keys in order, to compare by: jsonb gives them back in an order of its own. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
