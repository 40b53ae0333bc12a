import { instant } from '../../../core/time.ts'
import { overlapsOf } from '../../agenda/rules/overlaps.ts'
import type { SessionState } from '../../agenda/types/changes.ts'

/** Which sessions stand in each other's way, by reference. */
export interface Overlaps {
  /** Of each room: the sessions that share it with another at the same time. Breaks share it with everybody. */
  readonly rooms: ReadonlyMap<string, ReadonlySet<string>>
  /** Sessions that share a person with another at the same time. */
  readonly people: ReadonlySet<string>
}

/** @param collectives speakers that are institutions: they may be in several places */
export function findOverlaps(states: readonly SessionState[], collectives: ReadonlySet<string>): Overlaps {
  const standing = states.filter(({ isCancelled, times }) => !isCancelled && times !== null)
  const exclusive = standing.filter(({ kind, room }) => kind !== 'break' && room !== null)
  const people = new Set<string>()
  const appearances = grouped(standing, ({ speakers }) => speakers.map(({ reference }) => reference))
  for (const [person, sessions] of appearances)
    if (!collectives.has(person)) for (const reference of clashing(sessions)) people.add(reference)
  const rooms = [...grouped(exclusive, ({ room }) => [room ?? ''])].map(
    ([room, sessions]) => [room, clashing(sessions)] as const,
  )
  return { rooms: new Map(rooms.filter(([, sessions]) => sessions.size > 0)), people }
}

function grouped(states: readonly SessionState[], keysOf: (state: SessionState) => readonly string[]) {
  const groups = new Map<string, SessionState[]>()
  for (const state of states) {
    for (const key of keysOf(state)) {
      const group = groups.get(key)
      if (group) group.push(state)
      else groups.set(key, [state])
    }
  }
  return groups
}

function clashing(states: readonly SessionState[]): ReadonlySet<string> {
  const meetings = states.map(({ reference, times }) => ({
    key: reference,
    start: at(times?.startsAt),
    end: at(times?.endsAt),
  }))
  return new Set(overlapsOf(meetings).keys())
}

function at(moment: string | undefined): number {
  return moment === undefined ? 0 : instant(moment).getTime()
}
