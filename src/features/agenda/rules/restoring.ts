import type { LocalisedText } from '../../../core/localised-text.ts'
import { instant, instantOf } from '../../../core/time.ts'
import type { SessionState } from '../types/changes.ts'
import type { AgendaChange, Draft, ReleaseContent, ReleasedSession, ReleasedTrack, SessionSpeaker } from '../types.ts'
import { diffReleases } from './changes.ts'
import { contentOf } from './releases.ts'
import { programmeWith } from './sessions.ts'
import { isSameState, sessionsIn, stateOf, withoutTimes } from './states.ts'

/** What a released session named and the event has no more; the session comes back without it. */
export type Lost =
  | { readonly kind: 'room' | 'speaker'; readonly name: LocalisedText }
  | { readonly kind: 'satellite'; readonly slug: string }

/** What makes the draft say what a release said. */
export interface Restoring {
  readonly states: readonly SessionState[]
  /** Tracks that were deleted since; the states name them by their former slugs. */
  readonly tracks: readonly ReleasedTrack[]
  readonly lost: readonly Lost[]
}

/**
 * The states that bring a release back into the draft. What came later is not thrown away: it waits without a time.
 * People removed from the event since stay removed, and those the public may not see stay where they are.
 */
export function restoring(draft: Draft, release: ReleaseContent): Restoring {
  const current = new Map(sessionsIn(draft).map(session => [session.reference, stateOf(session)]))
  const known = new Set(release.sessions.map(({ reference }) => reference))
  const back = release.sessions.flatMap(session => {
    const now = current.get(session.reference)
    return now === undefined && session.isCancelled ? [] : [formerState(draft, session, now)]
  })
  const later = [...current.values()]
    .filter(({ reference, isCancelled }) => !known.has(reference) && !isCancelled)
    .map(withoutTimes)
  const states = [...back, ...later].filter(state => !isSameState(current.get(state.reference) ?? null, state))
  const has = (slug: string) => draft.tracks.some(track => track.slug === slug)
  return { states, tracks: release.tracks.filter(({ slug }) => !has(slug)), lost: lostOf(draft, release) }
}

/** What the public would learn if the draft were released before and after. */
export function restoredChanges(draft: Draft, release: ReleaseContent, latest: ReleaseContent): AgendaChange[] {
  const { states, tracks } = restoring(draft, release)
  const wanted = states.map(state => ({ reference: state.reference, state }))
  const restored = {
    ...draft,
    sessions: programmeWith(draft, wanted),
    tracks: [...draft.tracks, ...tracks.map(track => ({ ...track, id: 0 }))],
  }
  return diffReleases(contentOf(draft, latest), contentOf(restored, latest))
}

function formerState(draft: Draft, session: ReleasedSession, now: SessionState | undefined): SessionState {
  const { contentUpdatedAt: _updated, calendarSequence: _sequence, createdAt: _created, ...rest } = session
  const { startsLocal, endsLocal, startsAt, endsAt, ...texts } = rest
  const at = (local: string, stored: string) => instantOf(local, instant(stored), draft.timeZone).toISOString()
  return {
    ...texts,
    room: draft.rooms.some(({ reference }) => reference === session.room) ? session.room : null,
    satellite: draft.satellites.some(({ slug }) => slug === session.satellite) ? session.satellite : null,
    speakers: formerSpeakers(draft, session, now),
    clashAccepted: now?.clashAccepted ?? false,
    importKey: now?.importKey ?? null,
    times: { startsLocal, endsLocal, startsAt: at(startsLocal, startsAt), endsAt: at(endsLocal, endsAt) },
    minutes: null,
  }
}

/** Those of the release who are still there; a release does not know who may not be named, so they stay as they are. */
function formerSpeakers(draft: Draft, session: ReleasedSession, now: SessionState | undefined): SessionSpeaker[] {
  const isPublic = new Map(draft.speakers.map(speaker => [speaker.reference, speaker.isPublic]))
  const hidden = now?.speakers.filter(({ reference }) => isPublic.get(reference) === false) ?? []
  return [...session.speakers.filter(({ reference }) => isPublic.get(reference) === true), ...hidden]
}

function lostOf(draft: Draft, { sessions, rooms, speakers }: ReleaseContent): Lost[] {
  const gone = <Item extends { reference: string; name: LocalisedText }>(
    before: readonly Item[],
    now: readonly Item[],
  ) => {
    const there = new Set(now.map(({ reference }) => reference))
    return before.filter(({ reference }) => !there.has(reference))
  }
  const satellites = new Set(
    sessions.flatMap(({ satellite, isCancelled }) => (satellite && !isCancelled ? [satellite] : [])),
  )
  for (const { slug } of draft.satellites) satellites.delete(slug)
  return [
    ...gone<{ reference: string; name: LocalisedText }>(rooms, draft.rooms).map(({ name }) => ({
      kind: 'room' as const,
      name,
    })),
    ...gone<{ reference: string; name: LocalisedText }>(speakers, draft.speakers).map(({ name }) => ({
      kind: 'speaker' as const,
      name,
    })),
    ...[...satellites].map(slug => ({ kind: 'satellite' as const, slug })),
  ]
}
