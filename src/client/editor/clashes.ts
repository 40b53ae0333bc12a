/**
 * The rules of src/features/agenda/rules/clashes.ts once more, in minutes, so that a drag can say at once what is in the
 * way. The server decides; a test holds the two together.
 */
import type { EditorData, Placed, Speaker } from './types.ts'

export interface Why {
  readonly kind:
    | 'room'
    | 'speaker'
    | 'transfer'
    | 'unavailable'
    | 'capacity'
    | 'sign-ups'
    | 'outside'
    | 'hours'
    | 'satellite'
  /** Refused by the server; all others are advice. */
  readonly isHard: boolean
  readonly room?: string
  readonly name?: string
  readonly other?: Placed
  readonly n?: number
  readonly needed?: number
}

export type Rules = Pick<
  EditorData,
  'rooms' | 'speakers' | 'satellites' | 'roomChange' | 'opens' | 'closes' | 'eventFrom' | 'eventTo'
>

const day = 24 * 60
const endOf = ({ from, minutes }: Placed) => from + minutes

/** What is in the way of a session that would stand so, among the others as they would be. */
export function clashesOf(session: Placed, others: readonly Placed[], rules: Rules): Why[] {
  const pairs = others.flatMap(other => {
    if (other.reference === session.reference) return []
    return [...overlaps(session, other, rules), ...transfers(session, other, rules)]
  })
  return [...pairs, ...roomMisfits(session, rules), ...peopleMisfits(session, rules), ...timeMisfits(session, rules)]
}

function overlaps(session: Placed, other: Placed, rules: Rules): Why[] {
  if (other.from >= endOf(session) || session.from >= endOf(other)) return []
  const isHard = !session.accepted && !other.accepted
  const people = shared(session, other, rules).map(({ name }) => ({ kind: 'speaker' as const, isHard, name, other }))
  if (session.room === null || session.room !== other.room) return people
  if (session.kind === 'break' || other.kind === 'break') return people
  const room = rules.rooms.find(({ reference }) => reference === session.room)
  return room?.isExclusive ? [{ kind: 'room', isHard, room: room.name, other }, ...people] : people
}

function shared(session: Placed, other: Placed, { speakers }: Rules): Speaker[] {
  if (session.speakers.length === 0 || other.speakers.length === 0) return []
  return speakers.filter(({ reference: one }) => session.speakers.includes(one) && other.speakers.includes(one))
}

function transfers(session: Placed, other: Placed, rules: Rules): Why[] {
  if (rules.roomChange === 0 || other.room === session.room) return []
  const [first, second] = session.from < other.from ? [session, other] : [other, session]
  const n = second.from - endOf(first)
  if (n < 0 || n >= rules.roomChange) return []
  const needed = rules.roomChange
  return shared(session, other, rules).map(({ name }) => ({ kind: 'transfer', isHard: false, name, other, n, needed }))
}

function roomMisfits(session: Placed, { rooms }: Rules): Why[] {
  const room = rooms.find(({ reference }) => reference === session.room)
  if (!room?.capacity) return []
  const said = { isHard: false, room: room.name, needed: room.capacity }
  const found: Why[] = []
  if (session.capacity !== null && session.capacity > room.capacity)
    found.push({ kind: 'capacity', ...said, n: session.capacity })
  if (session.signedUp > room.capacity) found.push({ kind: 'sign-ups', ...said, n: session.signedUp })
  return found
}

function peopleMisfits(session: Placed, { speakers }: Rules): Why[] {
  return speakers
    .filter(({ reference, available }) => available.length > 0 && session.speakers.includes(reference))
    .filter(({ available }) => !available.some(([from, to]) => from <= session.from && endOf(session) <= to))
    .map(({ name }) => ({ kind: 'unavailable', isHard: false, name }))
}

function timeMisfits(session: Placed, rules: Rules): Why[] {
  const found: Why[] = []
  if (session.from < rules.eventFrom || session.from >= rules.eventTo) found.push({ kind: 'outside', isHard: false })
  if (isOutsideHours(session, rules)) found.push({ kind: 'hours', isHard: false })
  const satellite = rules.satellites.find(({ slug }) => slug === session.satellite)
  if (satellite && (session.from < satellite.from || endOf(session) > satellite.to))
    found.push({ kind: 'satellite', isHard: false, name: satellite.title })
  return found
}

/** A day that closes after midnight says an earlier hour than it opens. */
function isOutsideHours(session: Placed, { opens, closes }: Rules): boolean {
  const midnight = Math.floor(session.from / day) * day
  if (opens !== null && session.from - midnight < opens) {
    const isAfterMidnight = closes !== null && closes <= opens && endOf(session) <= midnight + closes
    if (!isAfterMidnight) return true
  }
  if (closes === null) return false
  const isOverMidnight = opens !== null && closes <= opens
  return endOf(session) > midnight + closes + (isOverMidnight ? day : 0)
}
