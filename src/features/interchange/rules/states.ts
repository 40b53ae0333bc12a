import type { Locale, LocalisedText } from '../../../core/localised-text.ts'
import { locales, rawText } from '../../../core/localised-text.ts'
import {
  addMinutes,
  instant,
  minutesBetween,
  parseInstant,
  toInstant,
  toLocal,
  type TimeZone,
} from '../../../core/time.ts'
import { normaliseInput } from '../../../core/typography.ts'
import { canonical } from '../../agenda/rules/changes.ts'
import { blankState } from '../../agenda/rules/states.ts'
import type { SessionState } from '../../agenda/types/changes.ts'
import type { NamedLink, SessionSpeaker } from '../../agenda/types.ts'
import type { DocumentSession } from '../types.ts'
import type { Names } from './matching.ts'

/** What a session of a document is read into a state by. */
export interface StateFrame {
  readonly timeZone: TimeZone
  /** The zone of wall times without an offset. */
  readonly documentZone: TimeZone
  readonly names: Names
  /** Spellings of the rooms (by reference) and tracks (by slug) of the event: two may share one. */
  readonly called: ReadonlyMap<string, readonly string[]>
  /** References of people who may not be named in public: no export has them. */
  readonly hidden: ReadonlySet<string>
}

/**
 * What a session of the document makes of one that is here. What the document leaves open, and what it has no words
 * for, stays as it is here; a text that stands here in either language already is no change.
 */
export function stateFor(session: DocumentSession, now: SessionState, frame: StateFrame): SessionState {
  const { names, hidden } = frame
  const placed = timesFor(session, frame)
  const kind = wordOf(session) === wordOf(now) || wordOf(session) === 'talk' ? now : session
  const speakers = session.people.flatMap(({ person, role }) => {
    const reference = names.people.get(person)
    return reference === undefined ? [] : [{ reference, role }]
  })
  return {
    ...now,
    title: merged(now.title, session.title, session.locale),
    subtitle: merged(now.subtitle, session.subtitle, session.locale),
    abstract: merged(now.abstract, session.abstract, session.locale),
    description: merged(now.description, session.description, session.locale),
    kind: kind.kind,
    typeLabel: kind.typeLabel,
    language: session.language ?? now.language,
    room: placeOf(session.room, now.room, names.rooms, frame),
    track: placeOf(session.track, now.track, names.tracks, frame),
    times: placed?.times ?? now.times,
    minutes: placed || now.times ? null : session.minutes,
    speakers: speakersFor(speakers, now.speakers, hidden),
    links: linksFor(session.links, now),
    recordingUrl: isSameAddress(session.recordingUrl, now.recordingUrl) ? now.recordingUrl : session.recordingUrl,
    doNotRecord: session.doNotRecord || now.doNotRecord,
    isCancelled: false,
  }
}

/** A session nobody has yet, for `stateFor` to fill. */
export function newState(reference: string, session: DocumentSession): SessionState {
  const { guid: calendarUid, key: importKey, minutes } = session
  return { ...blankState(reference), calendarUid, importKey, minutes }
}

const wordOf = ({ kind, typeLabel }: Pick<SessionState, 'kind' | 'typeLabel'>) => typeLabel ?? kind

/** The room or track a document names: the one it stands in, when that is called so; else the one of that name. */
function placeOf(
  name: string | null,
  now: string | null,
  names: ReadonlyMap<string, string>,
  { called }: StateFrame,
): string | null {
  if (name === null || (now !== null && called.get(now)?.includes(name))) return now
  return names.get(name) ?? now
}

/** The text with what the document says; as it is when it says so already, or says nothing. */
export function merged(now: LocalisedText, said: string, locale: Locale): LocalisedText {
  const isSaid = said === '' || locales.some(one => normaliseInput(rawText(now, one)) === said)
  return isSaid ? now : { ...now, [locale]: said }
}

/** When a session is in the event's zone; a time that clocks skip or show twice is the earlier one. */
export function timesFor(
  session: Pick<DocumentSession, 'startsAt' | 'startsLocal' | 'minutes'>,
  { timeZone, documentZone }: Pick<StateFrame, 'timeZone' | 'documentZone'>,
): { readonly times: NonNullable<SessionState['times']>; readonly isOnClock: boolean } | undefined {
  const { startsLocal, minutes } = session
  const exact = session.startsAt === null ? undefined : parseInstant(session.startsAt)
  if (startsLocal === null && !exact) return undefined
  const meaning = exact ? { kind: 'instant' as const, instant: exact } : toInstant(startsLocal ?? '', documentZone)
  const start =
    meaning.kind === 'instant' ? meaning.instant : meaning.kind === 'gap' ? meaning.nearestInstant : meaning.earlier
  const end = addMinutes(start, minutes)
  const times = {
    startsLocal: toLocal(start, timeZone),
    endsLocal: toLocal(end, timeZone),
    startsAt: start.toISOString(),
    endsAt: end.toISOString(),
  }
  return { times, isOnClock: meaning.kind === 'instant' }
}

/** Roles stay; so do people the document may not know of. */
function speakersFor(
  said: readonly SessionSpeaker[],
  now: readonly SessionSpeaker[],
  hidden: ReadonlySet<string>,
): readonly SessionSpeaker[] {
  const shown = now.filter(({ reference }) => !hidden.has(reference))
  const isSame = said.length === shown.length && said.every((one, index) => one.reference === shown[index]?.reference)
  if (said.length === 0 || isSame) return now
  const roles = new Map(now.map(({ reference, role }) => [reference, role]))
  const kept = now.filter(({ reference }) => hidden.has(reference) && !said.some(one => one.reference === reference))
  return [...said.map(({ reference, role }) => ({ reference, role: roles.get(reference) ?? role })), ...kept]
}

function linksFor(said: readonly NamedLink[], now: Pick<SessionState, 'links' | 'recordingUrl'>): readonly NamedLink[] {
  // JSON has no other place for the recording.
  const links = said.filter(({ url }) => !isSameAddress(url, now.recordingUrl))
  const shape = (list: readonly NamedLink[]) => canonical(list.map(({ url, title }) => [address(url), title]))
  return links.length === 0 || shape(links) === shape(now.links) ? now.links : links
}

function isSameAddress(said: string | null, now: string | null): boolean {
  return said === null || (now !== null && address(said) === address(now))
}

function address(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url
}

/** Minutes of a session that has a time, or is to have one. */
export function lengthOf({ times, minutes }: Pick<SessionState, 'times' | 'minutes'>): number {
  return times ? minutesBetween(instant(times.startsAt), instant(times.endsAt)) : (minutes ?? 0)
}

/** What the document said in its last version and says no longer is gone here too. */
export function cleared(state: SessionState, session: DocumentSession, base: DocumentSession): SessionState {
  const without = (text: LocalisedText, said: string, before: string): LocalisedText =>
    said !== '' || before === ''
      ? text
      : Object.fromEntries(Object.entries(text).filter(([, written]) => normaliseInput(written) !== before))
  const isGone = (said: unknown, before: unknown) => said === null && before !== null
  const isEmptied = (said: readonly unknown[], before: readonly unknown[]) => said.length === 0 && before.length > 0
  const times = isGone(session.startsLocal, base.startsLocal) ? null : state.times
  return {
    ...state,
    subtitle: without(state.subtitle, session.subtitle, base.subtitle),
    abstract: without(state.abstract, session.abstract, base.abstract),
    description: without(state.description, session.description, base.description),
    language: isGone(session.language, base.language) ? null : state.language,
    room: isGone(session.room, base.room) ? null : state.room,
    track: isGone(session.track, base.track) ? null : state.track,
    recordingUrl: isGone(session.recordingUrl, base.recordingUrl) ? null : state.recordingUrl,
    speakers: isEmptied(session.people, base.people) ? [] : state.speakers,
    links: isEmptied(session.links, base.links) ? [] : state.links,
    doNotRecord: base.doNotRecord && !session.doNotRecord ? false : state.doNotRecord,
    times,
    minutes: times === null ? session.minutes : null,
  }
}
