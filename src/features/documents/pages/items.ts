import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatLocalTimeRange, timeOf } from '../../../core/time.ts'
import { dayFinder } from '../../agenda/rules/days.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { OutlineSession, OutlineSpeaker, ReleasedRoom } from '../../agenda/types.ts'
import type { DocumentMatter } from '../queries.ts'
import type { PaperItem, PaperTrack } from '../types.ts'
import { type PaperContext, tracksOf, wordsOf } from './paper.ts'

/** What sessions are printed from, looked up once. */
export interface ItemPrinter {
  print(session: OutlineSession): PaperItem
}

/** Makes sessions of a programme into what documents carry. */
export function itemPrinter(context: PaperContext, matter: DocumentMatter): ItemPrinter {
  const { content } = matter.release
  const rooms = new Map(content.rooms.map(room => [room.reference, room]))
  const speakers = new Map(content.speakers.map(speaker => [speaker.reference, speaker]))
  const tracks = tracksOf(content, context.locale)
  const languages = new Set(content.sessions.flatMap(one => (one.kind === 'break' ? [] : (one.language ?? []))))
  const isMixed = languages.size > 1
  return { print: session => itemOf(context, matter, session, { rooms, speakers, tracks, isMixed }) }
}

interface Known {
  readonly rooms: ReadonlyMap<string, ReleasedRoom>
  readonly speakers: ReadonlyMap<string, OutlineSpeaker>
  readonly tracks: ReadonlyMap<string, PaperTrack>
  /** The sessions are not all in one language, so each says its own. */
  readonly isMixed: boolean
}

function itemOf(
  context: PaperContext,
  { event, satellites }: DocumentMatter,
  session: OutlineSession,
  { rooms, speakers, tracks, isMixed }: Known,
): PaperItem {
  const { t, locale, baseUrl } = context
  const note = readText(session.placeNote, locale)
  const room = readText(rooms.get(session.room ?? '')?.name, locale)
  const satellite = satellites.get(session.satellite ?? '')
  const tags = [
    session.kind === 'talk' || session.kind === 'break' ? '' : (session.typeLabel ?? t(`agenda.kind.${session.kind}`)),
    isMixed && session.language ? languageName(session.language, context) : '',
    satellite ? t('agenda.satellite', { title: readText(satellite.title, locale) }) : '',
  ]
  return {
    time: formatLocalTimeRange(timeOf(session.startsLocal), timeOf(session.endsLocal), locale),
    title: wordsOf(session.title, locale),
    subtitle: wordsOf(session.subtitle, locale),
    isPause: session.kind === 'break',
    href: absolute(baseUrl, urls.session(locale, event.slug, session.reference)),
    who: whoOf(context, session, speakers),
    place: [room, note].filter(part => part !== '').join('; '),
    note,
    track: tracks.get(session.track ?? '') ?? null,
    tags: tags.filter(tag => tag !== ''),
  }
}

/** Who appears, the moderators named as such. */
function whoOf({ t, locale }: PaperContext, session: OutlineSession, speakers: Known['speakers']): string {
  const named = (isModerator: boolean) =>
    session.speakers
      .filter(({ role }) => (role === 'moderator') === isModerator)
      .flatMap(({ reference }) => speakers.get(reference) ?? [])
      .map(speaker => speakerName(speaker, locale))
      .join(', ')
  const [names, moderators] = [named(false), named(true)]
  const moderated = moderators === '' ? '' : t('agenda.moderatedBy', { names: moderators })
  return [names, moderated].filter(part => part !== '').join('; ')
}

const languageNames = new Map<string, Intl.DisplayNames>()

function languageName(code: string, { locale }: PaperContext): string {
  const names = languageNames.get(locale) ?? new Intl.DisplayNames(locale, { type: 'language' })
  languageNames.set(locale, names)
  return names.of(code) ?? code
}

/** The sessions that take place, by the day they stand under; those past midnight end the evening before. */
export function sessionsByDay({ release }: DocumentMatter): Map<string, OutlineSession[]> {
  const active = release.content.sessions.filter(session => !session.isCancelled)
  const dayOf = dayFinder(active)
  const days = new Map<string, OutlineSession[]>()
  for (const session of active) {
    const together = days.get(dayOf(session))
    if (together) together.push(session)
    else days.set(dayOf(session), [session])
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)))
}
