import type { SessionProblem, SessionState } from '../types/changes.ts'
import type { Draft, DraftSession } from '../types.ts'
import { clashesOf, isHard } from './clashes.ts'

/** What stands at a place of an edit: the state a session would have, null where it goes. */
export interface Wanted {
  readonly reference: string
  readonly state: SessionState | null
}

/** What is wrong with one of the wanted states. */
export interface Refused {
  readonly reference: string
  readonly problems: readonly SessionProblem[]
}

/**
 * Whether sessions may stand as wanted, judged over all of them together, so that two can change places: tracks, rooms,
 * satellite events and speakers of this event, and nothing hard in the way. Those that are taken off are in nobody's
 * way and need nothing. Returns what is refused; empty: all may.
 */
export function refusalsOf(draft: Draft, wanted: readonly Wanted[]): Refused[] {
  const programme = { ...draft, sessions: programmeWith(draft, wanted) }
  return wanted.flatMap(({ reference, state }) => {
    if (state === null || state.isCancelled) return []
    const problems = [...unknownNames(draft, state), ...hardClashes(state, programme)]
    return problems.length === 0 ? [] : [{ reference, problems }]
  })
}

/** The sessions with a time as they would be. */
export function programmeWith(draft: Draft, wanted: readonly Wanted[]): DraftSession[] {
  const changed = new Map(wanted.map(({ reference, state }) => [reference, state]))
  const kept = draft.sessions.filter(({ reference }) => !changed.has(reference))
  return [...kept, ...wanted.flatMap(({ state }) => asPlaced(state) ?? [])]
}

function asPlaced(state: SessionState | null): DraftSession | undefined {
  if (!state?.times) return undefined
  const { times, minutes: _minutes, calendarUid, ...rest } = state
  return { ...rest, ...times, calendarUid: calendarUid ?? '', id: 0, lockVersion: 0, signedUp: 0, createdAt: '' }
}

function hardClashes(state: SessionState, programme: Parameters<typeof clashesOf>[1]): SessionProblem[] {
  const candidate = asPlaced(state)
  if (!candidate || state.clashAccepted) return []
  return clashesOf(candidate, programme)
    .filter(clash => isHard(clash) && !isAccepted(clash, programme))
    .map(clash => ({ kind: 'clash', clash }))
}

/** The other of the two came from an import as it is: the constraints let them pass, so do the rules. */
function isAccepted(clash: ReturnType<typeof clashesOf>[number], { sessions }: Pick<Draft, 'sessions'>): boolean {
  if (!('other' in clash)) return false
  return sessions.find(({ reference }) => reference === clash.other.reference)?.clashAccepted ?? false
}

function unknownNames(draft: Draft, { track, room, satellite, speakers }: SessionState): SessionProblem[] {
  const found: SessionProblem[] = []
  if (track !== null && !draft.tracks.some(({ slug }) => slug === track))
    found.push({ kind: 'unknown', field: 'track' })
  if (room !== null && !draft.rooms.some(({ reference }) => reference === room))
    found.push({ kind: 'unknown', field: 'room' })
  if (satellite !== null && !draft.satellites.some(({ slug }) => slug === satellite))
    found.push({ kind: 'unknown', field: 'satellite' })
  const known = new Set(draft.speakers.map(({ reference }) => reference))
  if (speakers.some(({ reference }) => !known.has(reference))) found.push({ kind: 'unknown', field: 'speakers' })
  return found
}
