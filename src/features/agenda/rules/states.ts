import { instant, minutesBetween } from '../../../core/time.ts'
import type { SessionChange, SessionInput, SessionProblem, SessionState, TypedTimes } from '../types/changes.ts'
import type { Draft, DraftSession, PooledSession, SessionSpeaker } from '../types.ts'
import { canonical } from './changes.ts'
import { decideTimes, type EventFrame, occurrenceOf } from './times.ts'

/** A session of the draft as edits see it. */
export function stateOf(session: DraftSession | PooledSession): SessionState {
  const isPlaced = 'startsAt' in session
  return {
    reference: session.reference,
    calendarUid: session.calendarUid,
    kind: session.kind,
    title: session.title,
    subtitle: session.subtitle,
    abstract: session.abstract,
    description: session.description,
    links: session.links,
    recordingUrl: session.recordingUrl,
    placeNote: session.placeNote,
    language: session.language,
    track: session.track,
    room: session.room,
    satellite: session.satellite,
    capacity: session.capacity,
    doNotRecord: session.doNotRecord,
    typeLabel: session.typeLabel,
    clashAccepted: session.clashAccepted,
    importKey: session.importKey,
    isCancelled: session.isCancelled,
    speakers: session.speakers,
    times: isPlaced
      ? {
          startsLocal: session.startsLocal,
          endsLocal: session.endsLocal,
          startsAt: session.startsAt,
          endsAt: session.endsAt,
        }
      : null,
    minutes: isPlaced ? null : session.minutes,
  }
}

/** Every session of the draft, with or without a time. */
export function sessionsIn(draft: Draft): (DraftSession | PooledSession)[] {
  return [...draft.sessions, ...draft.pool]
}

export type Applied =
  | { readonly kind: 'state'; readonly state: SessionState | null }
  | { readonly kind: 'refused'; readonly problems: readonly SessionProblem[] }

/**
 * What one change makes of one session; `now` is undefined for a new one. Removing gives null. Times are refused as
 * `decideTimes` says; rooms, tracks, people and clashes are judged later, over all changes together.
 */
export function applyChange(
  event: EventFrame,
  change: SessionChange,
  now: SessionState | undefined,
  reference: string,
): Applied {
  switch (change.kind) {
    case 'add':
      return written(event, change.session, blankState(reference))
    case 'edit':
      return now ? written(event, change.session, now) : { kind: 'state', state: null }
    case 'place': {
      if (!now) return { kind: 'state', state: null }
      const room = change.to.room === undefined ? now.room : change.to.room
      return timed(event, change.to, { ...now, room })
    }
    case 'unplace':
      return { kind: 'state', state: now ? withoutTimes(now) : null }
    case 'reinstate':
      return { kind: 'state', state: now ? { ...now, isCancelled: false } : null }
    case 'remove':
      return { kind: 'state', state: null }
  }
}

/** What a release has shown stays, taken off, so that calendars learn of it and it can come back; anything else goes. */
export function takenOff(now: SessionState | undefined, released: ReadonlySet<string>): SessionState | null {
  return now?.times && released.has(now.reference) ? { ...now, isCancelled: true } : null
}

/** Without a time, as long as it was. */
export function withoutTimes(state: SessionState): SessionState {
  if (state.times === null) return state
  const minutes = minutesBetween(instant(state.times.startsAt), instant(state.times.endsAt))
  return { ...state, times: null, minutes, isCancelled: false }
}

function written(event: EventFrame, input: SessionInput, now: SessionState): Applied {
  const state: SessionState = {
    ...now,
    kind: input.kind,
    title: input.title,
    abstract: input.abstract ?? {},
    placeNote: input.placeNote ?? {},
    language: input.language ?? null,
    track: input.track ?? null,
    room: input.room ?? null,
    satellite: input.satellite ?? null,
    capacity: input.capacity ?? null,
    speakers: onceEach(input.speakers ?? []),
    subtitle: input.subtitle ?? now.subtitle,
    description: input.description ?? now.description,
    links: input.links ?? now.links,
    recordingUrl: input.recordingUrl === undefined ? now.recordingUrl : input.recordingUrl,
    doNotRecord: input.doNotRecord ?? now.doNotRecord,
    isCancelled: false,
  }
  if ('minutes' in input.when) return { kind: 'state', state: { ...state, times: null, minutes: input.when.minutes } }
  return timed(event, input.when, state)
}

function timed(event: EventFrame, typed: TypedTimes, state: SessionState): Applied {
  const decision = decideTimes(event, typed)
  if (decision.kind === 'refused') return decision
  const { startsLocal, endsLocal, startsAt, endsAt } = decision.times
  const times = { startsLocal, endsLocal, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  return { kind: 'state', state: { ...state, times, minutes: null, isCancelled: false } }
}

function onceEach(speakers: readonly SessionSpeaker[]): SessionSpeaker[] {
  return [...new Map(speakers.map(one => [one.reference, one])).values()]
}

/** A session of which nothing is said yet: half an hour without a time. */
export function blankState(reference: string): SessionState {
  return {
    reference,
    calendarUid: null,
    kind: 'talk',
    title: {},
    subtitle: {},
    abstract: {},
    description: {},
    links: [],
    recordingUrl: null,
    placeNote: {},
    language: null,
    track: null,
    room: null,
    satellite: null,
    capacity: null,
    doNotRecord: false,
    typeLabel: null,
    clashAccepted: false,
    importKey: null,
    isCancelled: false,
    speakers: [],
    times: null,
    minutes: 30,
  }
}

/** A session of the draft as an organiser could have said it: where a form or an action changes only a part. */
export function inputOf(session: DraftSession | PooledSession, zone: Draft['timeZone']): SessionInput {
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
    speakers: session.speakers,
    when:
      'startsAt' in session
        ? {
            startsLocal: session.startsLocal,
            endsLocal: session.endsLocal,
            startsOccurrence: occurrenceOf(session.startsLocal, instant(session.startsAt), zone),
            endsOccurrence: occurrenceOf(session.endsLocal, instant(session.endsAt), zone),
          }
        : { minutes: session.minutes },
  }
}

/** Whether two states of a session say the same; its calendar UID is given when it is first written. */
export function isSameState(one: SessionState | null, other: SessionState | null): boolean {
  if (one === null || other === null) return one === other
  return canonical({ ...one, calendarUid: null }) === canonical({ ...other, calendarUid: null })
}
