import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { formatLocalTime, instant, isoWithOffset, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { type Grid, layOutDay } from '../rules/grid.ts'
import type { ReleaseContent, ReleasedSession } from '../types.ts'
import { languageName } from './session-form.ts'

export interface ProgrammeItem {
  readonly classes: string
  readonly isPause: boolean
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly start: Clock
  readonly end: Clock
  /** Named over its column too, where rooms are columns. */
  readonly room: string
  /** What else is to be said of the place: `sraz v 18.45 u recepce`. */
  readonly note: string
  readonly who: string
  readonly track: { readonly name: string; readonly classes: string } | undefined
  readonly satellite: string | undefined
  readonly tags: readonly string[]
}

/** A time of day as it is read, and as machines read it. */
export interface Clock {
  readonly text: string
  readonly datetime: string
}

export interface ProgrammeSlot {
  readonly id: string
  readonly classes: string
  readonly time: Clock
  readonly items: readonly ProgrammeItem[]
}

/** Where the sessions of a day stand when rooms are columns. */
export function gridOf(content: ReleaseContent, sessions: readonly ReleasedSession[]): Grid {
  const placed = sessions.map(session => ({
    key: session.reference,
    start: instant(session.startsAt).getTime(),
    end: instant(session.endsAt).getTime(),
    room: session.room,
    isBreak: session.kind === 'break',
  }))
  return layOutDay(
    placed,
    content.rooms.map(room => room.reference),
  )
}

/** The sessions by the time they begin. */
export function slotsOf(
  context: FrameContext,
  source: ItemSource,
  sessions: readonly ReleasedSession[],
  grid: Grid,
): ProgrammeSlot[] {
  const byStart = new Map<string, ReleasedSession[]>()
  for (const session of sessions) byStart.set(session.startsAt, [...(byStart.get(session.startsAt) ?? []), session])
  return [...byStart.values()].flatMap((together, index) => {
    const [first] = together
    if (!first) return []
    const column = (session: ReleasedSession) => grid.places.get(session.reference)?.column ?? 0
    const items = together
      .toSorted((a, b) => column(a) - column(b))
      .map(session => itemOf(context, source, session, grid))
    const line = grid.places.get(first.reference)?.from ?? 2
    const time = clockOf(first.startsLocal, first.startsAt, source.event, context.locale)
    return [{ id: `t${index + 1}`, classes: grid.fits ? `from-${line}` : '', time, items }]
  })
}

/** What a session is drawn from. */
export interface ItemSource {
  readonly event: EventRow
  readonly content: ReleaseContent
  /** Titles of public satellite events, by slug. */
  readonly satellites: ReadonlyMap<string, EventRow>
}

function itemOf(context: FrameContext, source: ItemSource, session: ReleasedSession, grid: Grid): ProgrammeItem {
  const { t, locale } = context
  const { event, content } = source
  const { text, lang } = textWithLanguage(session.title, locale)
  const isPause = session.kind === 'break'
  const place = grid.places.get(session.reference)
  const track = content.tracks.find(one => one.slug === session.track)
  const classes = [
    isPause ? 'pause' : 'session',
    isPause && place?.column !== undefined ? 'in-room' : '',
    track ? `track-${track.colour}` : '',
    ...(grid.fits && place ? [`from-${place.from}`, `to-${place.to}`] : []),
    grid.fits && place?.column !== undefined ? `in-${place.column}` : '',
  ]
  const satellite = source.satellites.get(session.satellite ?? '')
  return {
    classes: classes.filter(one => one !== '').join(' '),
    isPause,
    title: text,
    lang,
    href: urls.session(locale, event.slug, session.reference),
    start: clockOf(session.startsLocal, session.startsAt, event, locale),
    end: clockOf(session.endsLocal, session.endsAt, event, locale),
    room: readText(content.rooms.find(one => one.reference === session.room)?.name, locale),
    note: readText(session.placeNote, locale),
    who: whoText(context, content, session),
    track: track && { name: readText(track.name, locale), classes: 'track' },
    satellite: satellite && t('agenda.satellite', { title: readText(satellite.title, locale) }),
    tags: tagsOf(context, content, session),
  }
}

/** Room and place note in one line. */
export function placeText(content: ReleaseContent, session: ReleasedSession, locale: Locale): string {
  const room = content.rooms.find(one => one.reference === session.room)
  return [readText(room?.name, locale), readText(session.placeNote, locale)].filter(text => text !== '').join('; ')
}

/** Who appears, the moderators named as such. */
export function whoText({ t, locale }: FrameContext, content: ReleaseContent, session: ReleasedSession): string {
  const named = (isModerator: boolean) =>
    session.speakers
      .filter(one => (one.role === 'moderator') === isModerator)
      .map(one => readText(content.speakers.find(({ reference }) => reference === one.reference)?.name, locale))
      .join(', ')
  const [names, moderators] = [named(false), named(true)]
  if (moderators === '') return names
  const moderated = t('agenda.moderatedBy', { names: moderators })
  return names === '' ? moderated : `${names}; ${moderated}`
}

/** The kind where it says something, and the language where the sessions of the programme are not all in one. */
function tagsOf({ t, locale }: FrameContext, content: ReleaseContent, { kind, language }: ReleasedSession): string[] {
  const says = kind !== 'talk' && kind !== 'break'
  const isMixed = content.sessions.some(one => one.kind !== 'break' && one.language !== language)
  const tongue = language && isMixed ? languageName(language, locale) : ''
  return [says ? t(`agenda.kind.${kind}`) : '', tongue].filter(tag => tag !== '')
}

/** A time on the wall, with the moment it is. */
export function clockOf(local: string, at: string, event: EventRow, locale: Locale): Clock {
  return { text: formatLocalTime(timeOf(local), locale), datetime: isoWithOffset(instant(at), event.timeZone) }
}
