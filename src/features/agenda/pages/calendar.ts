import { type CalendarWays, copyWays, feedWays } from '../../../core/http/calendar-ways.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import { instant } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import type { OutlineSession, ReleaseOutline, ReleasedSpeaker } from '../types.ts'
import { speakerName } from '../rules/names.ts'
import { namedIn, placeText } from './named.ts'

interface Asker {
  readonly baseUrl: string
  readonly locale: Locale
  readonly event: EventRow
}

/** The programme to subscribe to; the track alone where the page shows one. */
export function programmeWays({ baseUrl, locale, event }: Asker, content: ReleaseOutline, track: string): CalendarWays {
  const title = readText(event.title, locale)
  const chosen = content.tracks.find(one => one.slug === track)
  if (chosen === undefined) return feedWays(baseUrl, urls.calendarEvent(locale, event.slug), title)
  const name = `${title}: ${readText(chosen.name, locale)}`
  return feedWays(baseUrl, urls.calendarTrack(locale, event.slug, chosen.slug), name)
}

/** The sessions of one speaker to subscribe to. */
export function speakerWays({ baseUrl, locale, event }: Asker, speaker: ReleasedSpeaker): CalendarWays {
  const name = `${readText(event.title, locale)}: ${speakerName(speaker, locale)}`
  return feedWays(baseUrl, urls.calendarSpeaker(locale, event.slug, speaker.reference), name)
}

/** One session to copy: whoever wants changes to arrive by themselves subscribes to the programme. */
export function sessionWays(asker: Asker, content: ReleaseOutline, session: OutlineSession): CalendarWays {
  const { baseUrl, locale, event } = asker
  const path = urls.calendarSession(locale, event.slug, session.reference)
  const entry = {
    title: readText(session.title, locale),
    start: instant(session.startsAt),
    end: instant(session.endsAt),
    zone: event.timeZone,
    details: `${readText(event.title, locale)}\n\n${absolute(baseUrl, urls.session(locale, event.slug, session.reference))}`,
    location: [placeText(namedIn(content), session, locale), readText(event.city, locale)].filter(Boolean).join(', '),
  }
  // Only the file can take an entry back: a program knows it again by its UID.
  const copy = copyWays(path, entry).filter(way => way.name === 'file' || !session.isCancelled)
  return { follow: [], address: undefined, copy }
}
