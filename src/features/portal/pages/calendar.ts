import { type CalendarWays, copyWays, feedWays, wholeDays } from '../../../core/http/calendar-ways.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { EventMatter } from './event.ts'

/** The programme to subscribe to once there is one, and the event itself to copy. */
export function eventWays(
  locale: Locale,
  baseUrl: string,
  { event, venue, release }: Pick<EventMatter, 'event' | 'venue' | 'release'>,
): CalendarWays {
  const { startsAt: start, endsAt: end, timeZone: zone } = event
  const title = readText(event.title, locale)
  const days = wholeDays(start, end, zone)
  const isTimed = event.hasTimes && days.first === days.last
  const place = [readText(venue?.name, locale), venue?.street, venue?.city ?? readText(event.city, locale)]
  const copy = copyWays(urls.calendarOverview(locale, event.slug), {
    title,
    start,
    end,
    zone,
    days: isTimed ? undefined : days,
    details: [readText(event.summary, locale), absolute(baseUrl, urls.event(locale, event.slug))].join('\n\n').trim(),
    location: place.filter(Boolean).join(', '),
  })
  if (release === undefined) return { follow: [], address: undefined, copy }
  return { ...feedWays(baseUrl, urls.calendarEvent(locale, event.slug), title), copy }
}
