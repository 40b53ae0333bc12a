/** Where chosen sessions would stand. Pure: tests run it without a browser. */
import { clashesOf, type Rules, type Why } from './clashes.ts'
import type { Change, Placed, Placing, Session } from './types.ts'

const day = 24 * 60

/** The nearest line of the grid. */
export function snapped(minutes: number, step: number): number {
  return Math.round(minutes / step) * step
}

/** A break across all rooms stays one, whatever column the pointer is over. */
export function isBand({ kind, room }: Pick<Session, 'kind' | 'room'>): boolean {
  return kind === 'break' && room === null
}

/**
 * The chosen sessions, with `leader` at `from` in `room`: the others keep their distance from it, in minutes and in
 * columns; those without a time stand one after another behind it. undefined: one would leave the rooms.
 * @param columns references of the rooms as they are drawn; '' for the column of what has none
 */
export function together(
  chosen: readonly Session[],
  leader: Session,
  { from, room, columns }: { from: number; room: string | null; columns: readonly string[] },
): Placed[] | undefined {
  const byMinutes = leader.from === null ? 0 : from - leader.from
  const columnOf = (one: string | null) => columns.indexOf(one ?? '')
  const byColumns = leader.from === null || isBand(leader) ? 0 : columnOf(room) - columnOf(leader.room)
  let next = from
  const placed: Placed[] = []
  for (const session of [leader, ...chosen.filter(one => one !== leader)]) {
    const isPooled = session.from === null
    const start = isPooled ? next : session.from + byMinutes
    const target = isPooled || session === leader ? room : columns[columnOf(session.room) + byColumns]
    if (target === undefined) return undefined
    placed.push({ ...session, from: start, room: isBand(session) ? null : target === '' ? null : target })
    if (isPooled || session === leader) next = start + session.minutes
  }
  return placed
}

/** Every session with a time as it would be; copies stand beside what they are copies of. */
export function programmeWith(sessions: readonly Session[], placed: readonly Placed[]): Placed[] {
  const changed = new Set(placed.map(({ reference }) => reference))
  const kept = sessions.filter((one): one is Placed => one.from !== null && !changed.has(one.reference))
  return [...kept, ...placed]
}

/** What is in the way of each. */
export function judged(sessions: readonly Session[], placed: readonly Placed[], rules: Rules): Map<string, Why[]> {
  const others = programmeWith(sessions, placed)
  return new Map(placed.map(one => [one.reference, clashesOf(one, others, rules)]))
}

/** Minutes of the day as the server writes a time: `2023-09-13T09:30:00`. */
export function localTime(date: string, minutes: number): string {
  const days = Math.floor(minutes / day)
  const rest = minutes - days * day
  const shifted = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${shifted}T${two(Math.floor(rest / 60))}:${two(rest % 60)}:00`
}

/** A place as the server takes it. */
export function placing(date: string, { from, minutes, room }: Pick<Placed, 'from' | 'minutes' | 'room'>): Placing {
  return { startsLocal: localTime(date, from), endsLocal: localTime(date, from + minutes), room }
}

/** The changes that make it so, without those that change nothing. */
export function placeChanges(date: string, sessions: readonly Session[], placed: readonly Placed[]): Change[] {
  const before = new Map(sessions.map(session => [session.reference, session]))
  return placed.flatMap((one): Change[] => {
    const old = before.get(one.reference)
    if (old && old.from === one.from && old.minutes === one.minutes && old.room === one.room) return []
    return [{ kind: 'place', reference: one.reference, lockVersion: one.version, to: placing(date, one) }]
  })
}
