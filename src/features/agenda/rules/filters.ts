import { comparisonKey, foldedText } from '../../../core/typography.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { OutlineSession, ReleaseOutline } from '../types.ts'

/** What a reader wants of the programme; what is left out does not narrow it. */
export interface ProgrammeFilter {
  readonly track?: string | undefined
  readonly room?: string | undefined
  readonly language?: string | undefined
  /** As `typeOf` says it. */
  readonly type?: string | undefined
  /** Words to be found, in any order, without case and diacritics; '' finds everything. */
  readonly words?: string | undefined
}

/** The kind of a session as readers filter by it: in the words of the document it came from, else our own. */
export function typeOf({ typeLabel, kind }: Pick<OutlineSession, 'typeLabel' | 'kind'>): string {
  return typeLabel ?? kind
}

/** The sessions that pass the filter, in their order. */
export function filterSessions(
  content: ReleaseOutline,
  sessions: readonly OutlineSession[],
  filter: ProgrammeFilter,
): OutlineSession[] {
  const has = (asked: string | undefined, value: string | null) => asked === undefined || asked === value
  const words = comparisonKey(filter.words ?? '')
    .split(' ')
    .filter(word => word !== '')
  const keyOf = words.length === 0 ? () => '' : keyFinder(content)
  return sessions.filter(session => {
    const isAsked =
      has(filter.track, session.track) &&
      has(filter.room, session.room) &&
      has(filter.language, session.language) &&
      has(filter.type, typeOf(session))
    if (!isAsked || words.length === 0) return isAsked
    const key = keyOf(session)
    return words.every(word => key.includes(word))
  })
}

/** All that a search goes through: titles, names, institutions, room and track, in every language. */
function keyFinder(content: ReleaseOutline): (session: OutlineSession) => string {
  const speakers = new Map(
    content.speakers.map(one => [one.reference, [...textsOf(one.name), ...textsOf(one.affiliation)].join(' ')]),
  )
  const rooms = new Map(content.rooms.map(one => [one.reference, textsOf(one.name).join(' ')]))
  const tracks = new Map(content.tracks.map(one => [one.slug, textsOf(one.name).join(' ')]))
  return ({ title, subtitle, placeNote, speakers: appearing, room, track }) =>
    foldedText(
      [
        ...textsOf(title),
        ...textsOf(subtitle),
        ...textsOf(placeNote),
        ...appearing.map(one => speakers.get(one.reference) ?? ''),
        rooms.get(room ?? '') ?? '',
        tracks.get(track ?? '') ?? '',
      ].join(' '),
    )
}

function textsOf(text: LocalisedText): string[] {
  return Object.values(text)
}
