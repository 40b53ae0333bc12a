import { hexOf } from '../../../core/colour.ts'
import { type LocalisedText, type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import type { Setting } from '../../../core/typesetting.ts'
import { formatDateTimeRange, instant } from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { OutlineSession, ReleaseOutline } from '../../agenda/types.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventHost, EventRow } from '../../events/types.ts'
import type { VenueRow } from '../../venues/types.ts'
import type { SharePicture, Words } from '../types.ts'

/** Longer texts could not be read beside a link; the picture shortens them at a word. */
const longest = { title: 180, line: 130 } as const

function wordsOf(text: LocalisedText, locale: Locale, most: number): Words {
  const { text: read, lang } = textWithLanguage(text, locale)
  return { text: shortened(read, most), lang: lang ?? null }
}

/** At most that many characters, cut between words where there are any. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  const end = cut.search(/\s\S*$/)
  return `${(end > most / 2 ? cut.slice(0, end) : cut).trimEnd()}…`
}

/** The picture of an event: who invites, to what, when and where. */
export function eventPicture(
  context: FrameContext,
  event: EventRow,
  venue: VenueRow | undefined,
  hosts: readonly EventHost[],
): Setting {
  const { locale } = context
  const inviting = hosts.filter(({ role }) => role === 'host' || role === 'co_organiser')
  const names = inviting.map(host => readText(host.name, locale))
  const voice = names.length === 0 ? '' : `${listNames(names, locale)} ${readText(event.kindOfInvitation, locale)}`
  const when = eventWhen(context, event, venue)
  return pictureOf(context, event, {
    above: { text: shortened(voice.trim(), longest.line), lang: null },
    title: wordsOf(event.title, locale, longest.title),
    below: wordsOf(event.subtitle, locale, longest.line),
    when: [when.dates, when.times].filter(part => part !== undefined).join(', '),
    place: shortened([readText(venue?.name, locale), when.place].filter(part => part !== '').join(', '), 70),
    isCancelled: event.cancelledAt !== null,
  })
}

/** The picture of a session: of which event, what, who, when and where. */
export function sessionPicture(
  context: FrameContext,
  event: EventRow,
  content: ReleaseOutline,
  session: OutlineSession,
): Setting {
  const { locale } = context
  const names = session.speakers.flatMap(({ reference }) => {
    const speaker = content.speakers.find(one => one.reference === reference)
    return speaker ? [speakerName(speaker, locale)] : []
  })
  const room = content.rooms.find(({ reference }) => reference === session.room)
  const place = [readText(room?.name, locale), eventWhen(context, event).place].filter(part => part !== '')
  return pictureOf(context, event, {
    above: wordsOf(event.title, locale, longest.line),
    title: wordsOf(session.title, locale, longest.title),
    below: { text: shortened(names.join(', '), longest.line), lang: null },
    when: formatDateTimeRange(instant(session.startsAt), instant(session.endsAt), event.timeZone, locale),
    place: shortened(place.join(', '), 70),
    isCancelled: session.isCancelled || event.cancelledAt !== null,
  })
}

type Said = Pick<SharePicture, 'above' | 'title' | 'below' | 'when' | 'place'> & { readonly isCancelled: boolean }

function pictureOf({ t, locale }: FrameContext, { hue }: EventRow, { isCancelled, ...said }: Said): Setting {
  const shade = (l: number, c: number, h = hue) => hexOf({ l, c, h })
  const colours = {
    ink: shade(0.21, 0.018),
    brand: shade(0.43, 0.105),
    cover: shade(0.315, 0.068),
    onCover: shade(0.985, 0.008),
    onCoverQuiet: shade(0.87, 0.035),
    paper: shade(0.992, 0.002),
    bad: shade(0.47, 0.17, 27),
  }
  const state = isCancelled ? t('sharing.cancelled') : ''
  const data: SharePicture = { ...said, locale, state, brand: t('core.product'), colours }
  return { template: 'sharing/share', data }
}
