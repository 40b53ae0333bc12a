import type { LocalisedText } from '../../../core/localised-text.ts'
import {
  dateOf,
  instant,
  type LocalDate,
  localDateTime,
  type LocalDateTime,
  type LocalTime,
  timeOf,
  toInstant,
} from '../../../core/time.ts'
import type { Move, SessionChange, SessionInput, TypedTimes } from '../types/changes.ts'
import type { Draft, DraftSession, PooledSession } from '../types.ts'
import { occurrenceOf } from './times.ts'
import { wallLater, wallMinutes } from './wall.ts'

/** What the editor asks for: whole times, a room, versions as the organiser saw them. */
export type BatchChange =
  | { readonly kind: 'place'; readonly reference: string; readonly lockVersion: number; readonly to: Placing }
  | { readonly kind: 'unplace'; readonly reference: string; readonly lockVersion: number }
  | { readonly kind: 'remove'; readonly reference: string; readonly lockVersion: number }
  /** Without a time the copy is not scheduled yet. */
  | { readonly kind: 'copy'; readonly reference: string; readonly to: Placing | null }
  | { readonly kind: 'break'; readonly title: LocalisedText; readonly to: Placing }

export interface Placing {
  readonly startsLocal: LocalDateTime
  readonly endsLocal: LocalDateTime
  /** `null`: no room; left out, the room stays. */
  readonly room?: string | null | undefined
}

/** As far as planning goes, of a draft. */
export type Plannable = Pick<Draft, 'timeZone' | 'sessions' | 'pool'>

/** What was asked for as changes of the programme; copies of what is gone meanwhile are left out. */
export function changesOf(draft: Plannable, asked: readonly BatchChange[]): SessionChange[] {
  return asked.flatMap((change): SessionChange[] => {
    switch (change.kind) {
      case 'place': {
        const { reference, lockVersion } = change
        return [{ kind: 'place', reference, lockVersion, to: moveTo(draft, reference, change.to) }]
      }
      case 'copy': {
        const source = found(draft, change.reference)
        return source ? [{ kind: 'add', session: copyOf(draft, source, change.to) }] : []
      }
      case 'break': {
        const { room, ...when } = moveTo(draft, '', change.to)
        return [{ kind: 'add', session: { kind: 'break', title: change.title, when, room: room ?? undefined } }]
      }
      default:
        return [change]
    }
  })
}

type Chosen = DraftSession | PooledSession

function found({ sessions, pool }: Plannable, reference: string): Chosen | undefined {
  return sessions.find(one => one.reference === reference) ?? pool.find(one => one.reference === reference)
}

/** True for a session with a time. */
export function isScheduled(session: Chosen): session is DraftSession {
  return 'startsLocal' in session
}

/** Times that the wall shows twice: the one it is already, else the earlier one. The form asks; a drag cannot. */
function moveTo(draft: Plannable, reference: string, { startsLocal, endsLocal, room }: Placing): Move {
  const session = draft.sessions.find(one => one.reference === reference)
  return {
    startsLocal,
    endsLocal,
    startsOccurrence: occurrence(draft, startsLocal, session?.startsLocal, session?.startsAt),
    endsOccurrence: occurrence(draft, endsLocal, session?.endsLocal, session?.endsAt),
    ...(room === undefined ? {} : { room }),
  }
}

function occurrence(
  { timeZone }: Plannable,
  local: LocalDateTime,
  before: LocalDateTime | undefined,
  stored: string | undefined,
): TypedTimes['startsOccurrence'] {
  if (local === before && stored !== undefined) return occurrenceOf(local, instant(stored), timeZone)
  return toInstant(local, timeZone).kind === 'overlap' ? 'earlier' : undefined
}

/** A copy has its own identity; the recording and the sign-ups stay with the first one. */
function copyOf(draft: Plannable, source: Chosen, to: Placing | null): SessionInput {
  const { kind, title, subtitle, abstract, description, placeNote, links, doNotRecord, speakers } = source
  const room = to?.room === undefined ? source.room : to.room
  return {
    kind,
    title,
    subtitle,
    abstract,
    description,
    placeNote,
    links,
    doNotRecord,
    speakers,
    language: source.language ?? undefined,
    track: source.track ?? undefined,
    satellite: source.satellite ?? undefined,
    capacity: source.capacity ?? undefined,
    room: room ?? undefined,
    when: to === null ? { minutes: lengthOf(source) } : timesOf(moveTo(draft, '', to)),
  }
}

function timesOf({ startsLocal, endsLocal, startsOccurrence, endsOccurrence }: Move): TypedTimes {
  return { startsLocal, endsLocal, startsOccurrence, endsOccurrence }
}

/** Minutes on the wall, at least one. */
export function lengthOf(session: Chosen): number {
  return isScheduled(session) ? Math.max(1, wallMinutes(session.startsLocal, session.endsLocal)) : session.minutes
}

/** Where chosen sessions go by form: what is left out stays as it is. */
export interface Target {
  readonly day?: LocalDate | undefined
  readonly time?: LocalTime | undefined
  /** `null`: no room. */
  readonly room?: string | null | undefined
}

/** A chosen session, in the version that the organiser saw. */
export interface Ticked {
  readonly reference: string
  readonly lockVersion: number
}

/** Every chosen session so many minutes later; what has no time is left out. */
export function shiftChosen(draft: Plannable, chosen: readonly Ticked[], minutes: number): BatchChange[] {
  return chosen.flatMap(({ reference, lockVersion }): BatchChange[] => {
    const session = found(draft, reference)
    if (!session || !isScheduled(session)) return []
    return [{ kind: 'place', reference, lockVersion, to: later(session, minutes) }]
  })
}

function later({ startsLocal, endsLocal }: DraftSession, minutes: number): Placing {
  return { startsLocal: wallLater(startsLocal, minutes), endsLocal: wallLater(endsLocal, minutes) }
}

/** What begins on a day at a time or later, in one room or in all of them, so many minutes later. */
export function shiftFollowing(
  draft: Plannable,
  { day, from, room, minutes }: { day: LocalDate; from: LocalTime; room: string | undefined; minutes: number },
): BatchChange[] {
  const following = draft.sessions.filter(
    one =>
      !one.isCancelled &&
      dateOf(one.startsLocal) === day &&
      one.startsLocal >= localDateTime(day, from) &&
      (room === undefined || one.room === room),
  )
  return shiftChosen(draft, following, minutes)
}

/**
 * Where the chosen sessions go, in the order of their start: the first at the time that was said, the others as far
 * from it as before; those without a time one after another behind them. undefined: a time or a day is missing.
 */
export function placesOf(
  draft: Plannable,
  chosen: readonly Ticked[],
  target: Target,
): Map<string, Placing> | undefined {
  const sessions = chosen.flatMap(({ reference }) => found(draft, reference) ?? [])
  const scheduled = sessions.filter(isScheduled).toSorted((a, b) => (a.startsLocal < b.startsLocal ? -1 : 1))
  const pooled = sessions.filter(one => !isScheduled(one))
  const places = new Map<string, Placing>()
  const first = scheduled[0]
  const move =
    first === undefined || target.time === undefined
      ? 0
      : wallMinutes(timed(first, timeOf(first.startsLocal)), timed(first, target.time))
  let next = target.day !== undefined && target.time !== undefined ? localDateTime(target.day, target.time) : undefined
  for (const session of scheduled) {
    const startsLocal = onDay(wallLater(session.startsLocal, move), target.day)
    const endsLocal = wallLater(startsLocal, lengthOf(session))
    places.set(session.reference, { startsLocal, endsLocal, room: target.room })
    if (next === undefined || endsLocal > next) next = endsLocal
  }
  for (const session of pooled) {
    if (next === undefined) return undefined
    const endsLocal = wallLater(next, lengthOf(session))
    places.set(session.reference, { startsLocal: next, endsLocal, room: target.room })
    next = endsLocal
  }
  return places
}

function timed({ startsLocal }: DraftSession, time: LocalTime): LocalDateTime {
  return localDateTime(dateOf(startsLocal), time)
}

function onDay(local: LocalDateTime, day: LocalDate | undefined): LocalDateTime {
  return day === undefined ? local : localDateTime(day, timeOf(local))
}
