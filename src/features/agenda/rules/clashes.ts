import {
  addDays,
  dateOf,
  instant,
  type LocalDateTime,
  localDateTime,
  minutesBetween,
  timeOf,
} from '../../../core/time.ts'
import type { Clash, ClashSide } from '../types/clashes.ts'
import type { Draft, DraftSession, DraftSpeaker } from '../types.ts'
import { daysOf } from './times.ts'

/** What clashes are judged by: the draft, or what an edit would make of it. */
export type Programme = Pick<
  Draft,
  'rooms' | 'speakers' | 'sessions' | 'satellites' | 'settings' | 'startsLocal' | 'endsLocal' | 'timeZone'
>

/** A session as far as clashes go; `speakers` are references. */
export type Candidate = Pick<
  DraftSession,
  | 'reference'
  | 'kind'
  | 'title'
  | 'room'
  | 'satellite'
  | 'capacity'
  | 'startsLocal'
  | 'endsLocal'
  | 'startsAt'
  | 'endsAt'
  | 'speakers'
  | 'isCancelled'
  | 'clashAccepted'
  | 'signedUp'
>

/** Whether a clash is refused (and stands behind a database constraint); all others are warnings. */
export function isHard({ kind }: Clash): boolean {
  return kind === 'room' || kind === 'speaker'
}

/**
 * What keeps a session from standing where it should, or speaks against it: another one in the same room, unless several
 * things may happen there at once or one of the two is a break; the same person elsewhere, or with too little time to
 * get there, unless “the person” is an institution; and what concerns the session alone. Half-open times: a session may
 * begin when another ends.
 */
export function clashesOf(candidate: Candidate, programme: Programme): Clash[] {
  if (candidate.isCancelled) return []
  return [
    ...pairClashes(candidate, programme.sessions, programme),
    ...transferClashes(candidate, programme.sessions, programme),
    ...misfits(candidate, programme),
  ]
}

function pairClashes(candidate: Candidate, among: readonly Candidate[], programme: Programme): Clash[] {
  return among.flatMap(other =>
    isBeside(candidate, other)
      ? [...roomClash(candidate, other, programme), ...speakerClashes(candidate, other, programme)]
      : [],
  )
}

function isBeside(candidate: Candidate, other: Candidate): boolean {
  if (other.reference === candidate.reference || other.isCancelled) return false
  return other.startsAt < candidate.endsAt && candidate.startsAt < other.endsAt
}

function roomClash(candidate: Candidate, other: Candidate, { rooms }: Programme): Clash[] {
  if (candidate.room === null || candidate.room !== other.room) return []
  if (candidate.kind === 'break' || other.kind === 'break') return []
  const room = rooms.find(({ reference }) => reference === candidate.room)
  return room?.isExclusive ? [{ kind: 'room', room: room.name, session: sideOf(candidate), other: sideOf(other) }] : []
}

/** The people (no institutions) who appear in both. */
function sharedPeople(candidate: Candidate, other: Candidate, { speakers }: Programme): DraftSpeaker[] {
  if (candidate.speakers.length === 0 || other.speakers.length === 0) return []
  const there = new Set(other.speakers.map(({ reference }) => reference))
  const shared = new Set(candidate.speakers.map(({ reference }) => reference).filter(reference => there.has(reference)))
  return shared.size === 0 ? [] : speakers.filter(one => !one.isCollective && shared.has(one.reference))
}

function speakerClashes(candidate: Candidate, other: Candidate, programme: Programme): Clash[] {
  return sharedPeople(candidate, other, programme).map(speaker => ({
    kind: 'speaker',
    speaker: speaker.name,
    speakerReference: speaker.reference,
    session: sideOf(candidate),
    other: sideOf(other),
  }))
}

/** Too little time from one room to the next for somebody who appears in both. */
function transferClashes(candidate: Candidate, among: readonly Candidate[], programme: Programme): Clash[] {
  const needed = programme.settings.roomChangeMinutes
  if (needed === 0) return []
  return among.flatMap(other => {
    if (other.isCancelled || other.reference === candidate.reference || other.room === candidate.room) return []
    const minutes = gapBetween(candidate, other)
    if (minutes < 0 || minutes >= needed) return []
    return sharedPeople(candidate, other, programme).map(speaker => ({
      kind: 'transfer' as const,
      speaker: speaker.name,
      speakerReference: speaker.reference,
      session: sideOf(candidate),
      other: sideOf(other),
      minutes,
      needed,
    }))
  })
}

function gapBetween(one: Candidate, other: Candidate): number {
  const [first, second] = one.startsAt < other.startsAt ? [one, other] : [other, one]
  return minutesBetween(instant(first.endsAt), instant(second.startsAt))
}

/** Everything in the draft that does not fit: pairs once, then what concerns one session, then satellite events. */
export function clashesIn(programme: Programme): Clash[] {
  const active = programme.sessions
    .filter(session => !session.isCancelled)
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  const pairs = active.flatMap((session, index) => {
    // Sorted by start: the rest begins later still.
    const overlapping: Candidate[] = []
    for (let at = index + 1; at < active.length; at++) {
      const later = active[at]
      if (!later || later.startsAt >= session.endsAt) break
      overlapping.push(later)
    }
    return pairClashes(session, overlapping, programme)
  })
  return [
    ...pairs,
    ...transfersIn(active, programme),
    ...active.flatMap(session => misfits(session, programme)),
    ...satellitesOutside(programme),
  ]
}

/** For each person the sessions in order: only neighbours can be too close. */
function transfersIn(active: readonly Candidate[], programme: Programme): Clash[] {
  if (programme.settings.roomChangeMinutes === 0) return []
  const byPerson = new Map<string, Candidate[]>()
  for (const session of active)
    for (const { reference } of session.speakers) byPerson.set(reference, [...(byPerson.get(reference) ?? []), session])
  return [...byPerson].flatMap(([reference, sessions]) => {
    const people = { ...programme, speakers: programme.speakers.filter(one => one.reference === reference) }
    return sessions.flatMap((session, index) => {
      const next = sessions[index + 1]
      return next ? transferClashes(session, [next], people) : []
    })
  })
}

function misfits(session: Candidate, programme: Programme): Clash[] {
  const side = sideOf(session)
  const found: Clash[] = [...roomMisfits(session, programme), ...peopleMisfits(session, programme)]
  if (!daysOf(programme).includes(dateOf(session.startsLocal))) found.push({ kind: 'outside', session: side })
  const { opens, closes } = programme.settings
  if (isOutsideHours(session, programme)) found.push({ kind: 'hours', session: side, opens, closes })
  const satellite = programme.satellites.find(({ slug }) => slug === session.satellite)
  if (satellite && (session.startsLocal < satellite.startsLocal || session.endsLocal > satellite.endsLocal))
    found.push({ kind: 'satellite', session: side, satellite: satellite.title })
  return found
}

function roomMisfits(session: Candidate, { rooms }: Programme): Clash[] {
  const room = rooms.find(({ reference }) => reference === session.room)
  if (!room?.capacity) return []
  const found: Clash[] = []
  const side = { session: sideOf(session), room: room.name, holds: room.capacity }
  if (session.capacity !== null && session.capacity > room.capacity)
    found.push({ kind: 'capacity', ...side, places: session.capacity })
  if (session.signedUp > room.capacity) found.push({ kind: 'sign-ups', ...side, places: session.signedUp })
  return found
}

function peopleMisfits(session: Candidate, { speakers }: Programme): Clash[] {
  if (session.speakers.length === 0) return []
  const here = new Set(session.speakers.map(({ reference }) => reference))
  return speakers
    .filter(({ reference, availability }) => here.has(reference) && availability.length > 0)
    .filter(({ availability }) => !availability.some(one => isWithin(session, one.from, one.to)))
    .map(({ name, reference }) => ({
      kind: 'unavailable' as const,
      session: sideOf(session),
      speaker: name,
      speakerReference: reference,
    }))
}

/** The hours of the day; one that closes after midnight says an earlier hour than it opens. */
function isOutsideHours(session: Candidate, { settings: { opens, closes } }: Programme): boolean {
  const date = dateOf(session.startsLocal)
  if (opens !== null && timeOf(session.startsLocal).slice(0, 5) < opens) {
    const isAfterMidnight = closes !== null && closes <= opens && session.endsLocal <= localDateTime(date, closes)
    if (!isAfterMidnight) return true
  }
  if (closes === null) return false
  const lastDate = opens !== null && closes <= opens ? addDays(date, 1) : date
  return session.endsLocal > localDateTime(lastDate, closes)
}

function isWithin(session: Candidate, from: LocalDateTime, to: LocalDateTime): boolean {
  return from <= session.startsLocal && session.endsLocal <= to
}

function satellitesOutside({ satellites, startsLocal, endsLocal }: Programme): Clash[] {
  return satellites
    .filter(one => one.startsLocal < startsLocal || one.endsLocal > endsLocal)
    .map(one => ({
      kind: 'satellite-event',
      session: { reference: '', title: one.title, startsLocal: one.startsLocal, endsLocal: one.endsLocal },
    }))
}

function sideOf({ reference, title, startsLocal, endsLocal }: Candidate): ClashSide {
  return { reference, title, startsLocal, endsLocal }
}
