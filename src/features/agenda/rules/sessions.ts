import { instant, type TimeZone } from '../../../core/time.ts'
import type { Draft, DraftSession, SessionInput, SessionProblem, SessionSpeaker, SessionTimes } from '../types.ts'
import { clashesOf } from './clashes.ts'
import { decideTimes, occurrenceOf } from './times.ts'

/** A session ready to be written: what was named is found, the times are instants. */
export interface PlacedSession {
  readonly times: SessionTimes
  readonly trackId: number | null
  readonly room: { readonly id: number; readonly isExclusive: boolean } | undefined
  readonly satelliteEventId: number | null
  readonly speakers: readonly (SessionSpeaker & { readonly id: number; readonly isCollective: boolean })[]
}

/**
 * Whether a session may stand in the draft as an organiser says: times that exist, a track, a room, a satellite event
 * and speakers of this event, and no clash. `reference` is the session's own, '' for a new one.
 */
export function decideSession(
  draft: Draft,
  input: SessionInput,
  reference: string,
): { kind: 'placed'; session: PlacedSession } | { kind: 'refused'; problems: SessionProblem[] } {
  const problems: SessionProblem[] = []
  const track = named(
    'track',
    draft.tracks.find(({ slug }) => slug === input.track),
    input.track,
    problems,
  )
  const room = named(
    'room',
    draft.rooms.find(one => one.reference === input.room),
    input.room,
    problems,
  )
  const satellite = named(
    'satellite',
    draft.satellites.find(one => one.slug === input.satellite),
    input.satellite,
    problems,
  )
  const speakers = foundSpeakers(draft, input.speakers ?? [], problems)
  const decision = decideTimes(draft, input)
  if (decision.kind === 'refused') return { kind: 'refused', problems: [...problems, ...decision.problems] }
  const { times } = decision
  const candidate = candidateOf(input, times, reference)
  problems.push(...clashesOf(candidate, draft).map(clash => ({ kind: 'clash' as const, clash })))
  if (problems.length > 0) return { kind: 'refused', problems }
  return {
    kind: 'placed',
    session: { times, trackId: track?.id ?? null, room, satelliteEventId: satellite?.id ?? null, speakers },
  }
}

function named<Found>(
  field: 'track' | 'room' | 'satellite',
  found: Found | undefined,
  name: string | undefined,
  problems: SessionProblem[],
): Found | undefined {
  if (name !== undefined && found === undefined) problems.push({ kind: 'unknown', field })
  return found
}

function foundSpeakers(draft: Draft, chosen: readonly SessionSpeaker[], problems: SessionProblem[]) {
  const once = [...new Map(chosen.map(one => [one.reference, one])).values()]
  const found = once.flatMap(({ reference, role }) => {
    const speaker = draft.speakers.find(one => one.reference === reference)
    return speaker ? [{ reference, role, id: speaker.id, isCollective: speaker.isCollective }] : []
  })
  if (found.length < once.length) problems.push({ kind: 'unknown', field: 'speakers' })
  return found
}

function candidateOf(input: SessionInput, times: SessionTimes, reference: string) {
  return {
    reference,
    kind: input.kind,
    title: input.title,
    room: input.room ?? null,
    startsLocal: times.startsLocal,
    endsLocal: times.endsLocal,
    startsAt: times.startsAt.toISOString(),
    endsAt: times.endsAt.toISOString(),
    speakers: input.speakers ?? [],
    isCancelled: false,
  }
}

/** A session of the draft as an organiser could have said it: where an action changes only a part. */
export function inputOf(session: DraftSession, zone: TimeZone): SessionInput {
  return {
    kind: session.kind,
    title: session.title,
    abstract: session.abstract,
    placeNote: session.placeNote,
    language: session.language ?? undefined,
    track: session.track ?? undefined,
    room: session.room ?? undefined,
    satellite: session.satellite ?? undefined,
    capacity: session.capacity ?? undefined,
    startsLocal: session.startsLocal,
    endsLocal: session.endsLocal,
    startsOccurrence: occurrenceOf(session.startsLocal, instant(session.startsAt), zone),
    endsOccurrence: occurrenceOf(session.endsLocal, instant(session.endsAt), zone),
    speakers: session.speakers,
  }
}
