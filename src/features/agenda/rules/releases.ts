import type { LocalisedText } from '../../../core/localised-text.ts'
import type {
  AgendaChange,
  Draft,
  DraftSession,
  OutlineSession,
  OutlineSpeaker,
  ReleaseContent,
  ReleasedSession,
  ReleasedSpeaker,
  ReleaseOutline,
  UnnumberedContent,
  UnnumberedSession,
} from '../types.ts'
import { canonical } from './changes.ts'

type SessionAtTime = Pick<UnnumberedSession, 'startsAt' | 'reference'>

/**
 * The draft as a release would show it: only rooms, tracks and speakers that its sessions name. A session released
 * before and gone from the draft stays, cancelled, with all it named; one cancelled before anybody saw it is left out.
 */
export function contentOf(draft: Draft, previous: ReleaseContent | undefined): UnnumberedContent {
  const known = new Set(previous?.sessions.map(({ reference }) => reference))
  const hidden = new Set(draft.speakers.filter(({ isPublic }) => !isPublic).map(({ reference }) => reference))
  const current = draft.sessions
    .filter(session => !session.isCancelled || known.has(session.reference))
    .map(session => withoutThem(withoutIds(session), hidden))
  const present = new Set(current.map(({ reference }) => reference))
  const gone = (previous?.sessions ?? [])
    .filter(({ reference }) => !present.has(reference))
    .map(session => ({ ...withoutNumbers(session), isCancelled: true }))
  const sessions = [...current, ...gone].toSorted(byStart)
  const used = (pick: (session: UnnumberedSession) => readonly (string | null)[]) => new Set(sessions.flatMap(pick))
  const rooms = used(session => [session.room])
  const tracks = used(session => [session.track])
  const speakers = used(session => session.speakers.map(({ reference }) => reference))
  return {
    rooms: merged(draft.rooms, previous?.rooms, room => room.reference, rooms).map(
      ({ reference, name, note, capacity, isExclusive }) => ({ reference, name, note, capacity, isExclusive }),
    ),
    tracks: merged(draft.tracks, previous?.tracks, track => track.slug, tracks).map(({ slug, name, colour }) => ({
      slug,
      name,
      colour,
    })),
    sessions,
    speakers: merged(draft.speakers, previous?.speakers, speaker => speaker.reference, speakers).map(publicSpeaker),
  }
}

function publicSpeaker(speaker: ReleasedSpeaker): ReleasedSpeaker {
  const { reference, name, titleBefore, titleAfter, sortName, affiliation, biography, links, isCollective } = speaker
  const { photograph } = speaker
  return {
    reference,
    name,
    titleBefore,
    titleAfter,
    sortName,
    affiliation,
    biography,
    links,
    isCollective,
    photograph,
  }
}

/** The programme without these people: they withdrew their consent, or never gave it. */
export function withoutPeople<Content extends ReleaseOutline>(content: Content, hidden: ReadonlySet<string>): Content {
  if (hidden.size === 0) return content
  return {
    ...content,
    sessions: content.sessions.map(session => withoutThem(session, hidden)),
    speakers: content.speakers.filter(({ reference }) => !hidden.has(reference)),
  }
}

/** The programme with the photographs that still exist, and no others. */
export function withPhotographs<Content extends ReleaseOutline>(
  content: Content,
  existing: ReadonlySet<string>,
): Content {
  const isLost = ({ photograph }: OutlineSpeaker) => photograph !== null && !existing.has(photograph)
  if (!content.speakers.some(isLost)) return content
  const speakers = content.speakers.map(speaker => (isLost(speaker) ? { ...speaker, photograph: null } : speaker))
  return { ...content, speakers }
}

/** Changes that name nobody of them: their names stand in the history of releases too. */
export function changesWithoutPeople(
  changes: readonly AgendaChange[],
  names: readonly LocalisedText[],
): readonly AgendaChange[] {
  if (names.length === 0) return changes
  const hidden = new Set(names.map(canonical))
  const shown = (list: readonly LocalisedText[]) => list.filter(name => !hidden.has(canonical(name)))
  return changes.flatMap((change): AgendaChange[] => {
    if (change.kind === 'speaker') return hidden.has(canonical(change.name)) ? [] : [change]
    if (change.kind !== 'speakers') return [change]
    const [added, removed] = [shown(change.added), shown(change.removed)]
    return added.length + removed.length === 0 ? [] : [{ ...change, added, removed }]
  })
}

function withoutThem<Session extends Pick<OutlineSession, 'speakers'>>(
  session: Session,
  hidden: ReadonlySet<string>,
): Session {
  if (!session.speakers.some(({ reference }) => hidden.has(reference))) return session
  return { ...session, speakers: session.speakers.filter(({ reference }) => !hidden.has(reference)) }
}

/** The content without its long texts: what the pages of the programme read. */
export function outlineOf(content: ReleaseContent): ReleaseOutline {
  return {
    rooms: content.rooms,
    tracks: content.tracks,
    sessions: content.sessions.map(
      ({ abstract: _abstract, description: _description, links: _links, recordingUrl: _recording, ...session }) =>
        session,
    ),
    speakers: content.speakers.map(({ biography: _biography, links: _links, ...speaker }) => speaker),
  }
}

/** What is used, from the draft as it is now, and what only a former release still knows, after it. */
function merged<Item>(
  now: readonly Item[],
  before: readonly Item[] | undefined,
  key: (item: Item) => string,
  used: ReadonlySet<string | null>,
): Item[] {
  const present = new Set(now.map(key))
  return [...now, ...(before ?? []).filter(item => !present.has(key(item)))].filter(item => used.has(key(item)))
}

/** As readers see it: nothing of how the draft keeps it. */
function withoutIds(session: DraftSession): UnnumberedSession {
  const {
    id: _id,
    lockVersion: _lockVersion,
    clashAccepted: _accepted,
    importKey: _key,
    signedUp: _signedUp,
    ...rest
  } = session
  return rest
}

function withoutNumbers({
  calendarSequence: _sequence,
  contentUpdatedAt: _updated,
  ...session
}: ReleasedSession): UnnumberedSession {
  return session
}

/** The order of sessions in a release. */
export function byStart(a: SessionAtTime, b: SessionAtTime): number {
  if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1
  return a.reference < b.reference ? -1 : 1
}

/**
 * The content with the numbers calendars go by (RFC 5545 §3.8.7.4, RFC 5546 §2.1.4): SEQUENCE is 0 at first and rises
 * by one exactly when time, room or status changed since the last release; any change a reader sees, also of the name
 * of its room, track or speakers, sets the time of the content. `at` is the instant of the release, ISO 8601 UTC.
 */
export function numbered(content: UnnumberedContent, previous: ReleaseContent | undefined, at: string): ReleaseContent {
  const before = new Map(previous?.sessions.map(session => [session.reference, session]))
  const sessions = content.sessions.map((session): ReleasedSession => {
    const former = before.get(session.reference)
    if (!former || !previous) return { ...session, calendarSequence: 0, contentUpdatedAt: at }
    const rises = movesCalendars(former, session)
    const same = seenOf(former, previous) === seenOf(session, content)
    return {
      ...session,
      calendarSequence: former.calendarSequence + (rises ? 1 : 0),
      contentUpdatedAt: same ? former.contentUpdatedAt : at,
    }
  })
  return { ...content, sessions }
}

function movesCalendars(former: UnnumberedSession, session: UnnumberedSession): boolean {
  return (
    former.startsAt !== session.startsAt ||
    former.endsAt !== session.endsAt ||
    former.room !== session.room ||
    former.isCancelled !== session.isCancelled
  )
}

/** Everything a reader sees of a session, names looked up, as one text to compare. */
function seenOf(session: UnnumberedSession, content: UnnumberedContent): string {
  const room = content.rooms.find(({ reference }) => reference === session.room)
  const track = content.tracks.find(({ slug }) => slug === session.track)
  const speakers = session.speakers.map(({ reference, role }) => {
    const speaker = content.speakers.find(one => one.reference === reference)
    return [role, speaker?.name, speaker?.titleBefore, speaker?.titleAfter, speaker?.affiliation]
  })
  const { createdAt: _createdAt, speakers: _speakers, room: _room, track: _track, ...own } = withoutExtras(session)
  return canonical([own, room?.name, track?.name, speakers])
}

function withoutExtras(session: UnnumberedSession): UnnumberedSession {
  const {
    calendarSequence: _sequence,
    contentUpdatedAt: _updated,
    ...rest
  } = session as Partial<ReleasedSession> & UnnumberedSession
  return rest
}
