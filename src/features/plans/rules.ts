import type { OutlineSession } from '../agenda/types.ts'

type Timed = Pick<OutlineSession, 'reference' | 'startsAt' | 'endsAt' | 'isCancelled'>

/**
 * For each session of a plan the others that happen at the same time, by reference; half-open, cancelled ones are in
 * nobody's way.
 */
export function overlapsIn<Session extends Timed>(
  sessions: readonly Session[],
): ReadonlyMap<string, readonly Session[]> {
  const standing = sessions
    .filter(({ isCancelled }) => !isCancelled)
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const found = new Map<string, Session[]>()
  const note = (one: Session, other: Session) => found.set(one.reference, [...(found.get(one.reference) ?? []), other])
  for (const [index, session] of standing.entries()) {
    for (const later of standing.slice(index + 1)) {
      if (later.startsAt >= session.endsAt) break
      note(session, later)
      note(later, session)
    }
  }
  return found
}
