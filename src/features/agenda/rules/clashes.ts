import { dateOf, type LocalDate } from '../../../core/time.ts'
import type { Clash, ClashSide, Draft, DraftSession } from '../types.ts'

type Programme = Pick<Draft, 'rooms' | 'speakers' | 'sessions'>

/** A session as far as clashes go; `speakers` are references. */
type Candidate = Pick<
  DraftSession,
  | 'reference'
  | 'kind'
  | 'title'
  | 'room'
  | 'startsLocal'
  | 'endsLocal'
  | 'startsAt'
  | 'endsAt'
  | 'speakers'
  | 'isCancelled'
>

/**
 * What keeps a session from standing where it should: another one in the same room, unless several things may happen
 * there at once or one of the two is a break; or the same person elsewhere, unless “the person” is an institution.
 * Times are half-open: a session may begin when another ends.
 */
export function clashesOf(candidate: Candidate, programme: Programme): Clash[] {
  if (candidate.isCancelled) return []
  const others = programme.sessions.filter(
    other =>
      other.reference !== candidate.reference &&
      !other.isCancelled &&
      other.startsAt < candidate.endsAt &&
      candidate.startsAt < other.endsAt,
  )
  return others.flatMap(other => [
    ...roomClash(candidate, other, programme),
    ...speakerClashes(candidate, other, programme),
  ])
}

function roomClash(candidate: Candidate, other: Candidate, { rooms }: Programme): Clash[] {
  if (candidate.room === null || candidate.room !== other.room) return []
  if (candidate.kind === 'break' || other.kind === 'break') return []
  const room = rooms.find(({ reference }) => reference === candidate.room)
  return room?.isExclusive ? [{ kind: 'room', room: room.name, session: sideOf(candidate), other: sideOf(other) }] : []
}

function speakerClashes(candidate: Candidate, other: Candidate, { speakers }: Programme): Clash[] {
  const there = new Set(other.speakers.map(({ reference }) => reference))
  const shared = new Set(candidate.speakers.map(({ reference }) => reference).filter(reference => there.has(reference)))
  return speakers
    .filter(speaker => !speaker.isCollective && shared.has(speaker.reference))
    .map(speaker => ({
      kind: 'speaker',
      speaker: speaker.name,
      speakerReference: speaker.reference,
      session: sideOf(candidate),
      other: sideOf(other),
    }))
}

/** Everything in the draft that does not fit: pairs once, then rooms too small and days outside the event. */
export function clashesIn(programme: Programme, days: readonly LocalDate[]): Clash[] {
  const active = programme.sessions
    .filter(session => !session.isCancelled)
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  const pairs = active.flatMap((session, index) => {
    // Sorted by start: the rest begins later still.
    const after = active.slice(index + 1)
    const end = after.findIndex(later => later.startsAt >= session.endsAt)
    const overlapping = end === -1 ? after : after.slice(0, end)
    return clashesOf(session, { ...programme, sessions: overlapping })
  })
  return [...pairs, ...active.flatMap(session => misfits(session, programme, days))]
}

function misfits(session: DraftSession, { rooms }: Programme, days: readonly LocalDate[]): Clash[] {
  const found: Clash[] = []
  const room = rooms.find(({ reference }) => reference === session.room)
  if (room?.capacity && session.capacity !== null && session.capacity > room.capacity) {
    const numbers = { places: session.capacity, holds: room.capacity }
    found.push({ kind: 'capacity', room: room.name, session: sideOf(session), ...numbers })
  }
  if (!days.includes(dateOf(session.startsLocal))) found.push({ kind: 'outside', session: sideOf(session) })
  return found
}

function sideOf({ reference, title, startsLocal, endsLocal }: Candidate): ClashSide {
  return { reference, title, startsLocal, endsLocal }
}
