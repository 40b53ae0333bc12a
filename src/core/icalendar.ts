import ical, { type ICalCalendar, ICalCalendarMethod } from 'ical-generator'
import { checkFeed } from './icalendar/checks.ts'
import { finishEvent, generatorData, isWrittenInUtc } from './icalendar/event.ts'
import { cleanLine, fold, textValue, unfold, uriValue } from './icalendar/text.ts'
import type { CalendarEntry, CalendarFeed } from './icalendar/types.ts'
import { vtimezoneLines } from './icalendar/vtimezone.ts'

export type {
  CalendarAttendee,
  CalendarEntry,
  CalendarFeed,
  CalendarMethod,
  CalendarPosition,
  EntryStatus,
} from './icalendar/types.ts'

/**
 * Names the product, without its version: the same content must give the same bytes after an upgrade too, or every
 * subscriber would fetch every feed anew.
 */
const product = '//Pozvanka//Pozvanka//EN'

/**
 * Writes an iCalendar stream (RFC 5545, 7986, 5546): UTF-8 text with CRLF line ends, no line over 75 octets. The same
 * feed gives the same bytes on any server, in any time zone; entries stand in the order of start and uid. Texts may
 * hold anything; addresses other than http, https, mailto and tel are left out. Throws RangeError for what no text can
 * cause: an entry that ends before it starts, a uid twice, a message without its organiser.
 *
 * ical-generator writes the components; what it would get wrong (docs/time-zones.md) is not given to it, or is put
 * right on the way out: times, the order of properties, addresses, positions, people, folding and the last CRLF.
 */
export function writeCalendar(feed: CalendarFeed): string {
  checkFeed(feed)
  const entries = feed.entries.toSorted(byStart)
  const calendar = newCalendar(feed)
  return fold([
    ...unfold(calendar.toString()).filter(line => line !== 'END:VCALENDAR'),
    ...feedLines(feed),
    ...zonesOf(entries).flatMap(zone => vtimezoneLines(zone) ?? []),
    // One event at a time: the whole calendar would be folded by the generator, character by character, in vain.
    ...entries.flatMap(entry => finishEvent(calendar.createEvent(generatorData(entry)).toString(), entry, feed)),
    'END:VCALENDAR',
  ])
}

function byStart(one: CalendarEntry, other: CalendarEntry): number {
  return one.start.getTime() - other.start.getTime() || (one.uid < other.uid ? -1 : 1)
}

function newCalendar({ method, refreshMinutes }: CalendarFeed): ICalCalendar {
  const calendar = ical({ prodId: product, scale: 'GREGORIAN' })
  if (method) calendar.method(ICalCalendarMethod[method])
  if (refreshMinutes) calendar.ttl(refreshMinutes * 60)
  return calendar
}

function feedLines({ name, description, zone, sourceUrl, pageUrl, colour }: CalendarFeed): string[] {
  const url = uriValue(pageUrl)
  const source = uriValue(sourceUrl)
  const title = name && textValue(cleanLine(name))
  return [
    ...(title ? [`NAME:${title}`, `X-WR-CALNAME:${title}`] : []),
    ...(description ? [`DESCRIPTION:${textValue(description)}`, `X-WR-CALDESC:${textValue(description)}`] : []),
    ...(zone ? [`X-WR-TIMEZONE:${zone}`] : []),
    ...(url ? [`URL:${url}`] : []),
    ...(source ? [`SOURCE;VALUE=URI:${source}`] : []),
    ...(colour && /^[a-z]+$/.test(colour.name) ? [`COLOR:${colour.name}`] : []),
    ...(colour && /^#[0-9A-Fa-f]{6}$/.test(colour.hex) ? [`X-APPLE-CALENDAR-COLOR:${colour.hex.toUpperCase()}`] : []),
  ]
}

/** The zones that some time is written in, each once, in order of their names. */
function zonesOf(entries: readonly CalendarEntry[]): string[] {
  const used = entries.filter(
    ({ start, end, zone, allDay }) => !allDay && [start, end].some(time => !isWrittenInUtc(time, zone)),
  )
  return [...new Set(used.map(entry => entry.zone))].toSorted()
}
