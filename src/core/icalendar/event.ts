import { ICalAlarmType, type ICalEventData, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addDays, type Instant, isRepeated, type TimeZone, toLocal, utcOffset, zonesWrittenInUtc } from '../time.ts'
import { cleanLine, cleanText, mailAddress, parameterValue, uriValue } from './text.ts'
import type { CalendarEntry, CalendarFeed, CalendarPosition } from './types.ts'
import { vtimezoneOffset } from './vtimezone.ts'

/**
 * What the generator is given. It works in UTC only, because with a zone it reads Dates in the zone of the server, and
 * it gets neither addresses nor positions nor people, because it would escape them as text or drop them at 0°.
 */
export function generatorData(entry: CalendarEntry): ICalEventData {
  const { description, location, categories, alarm } = entry
  return {
    id: entry.uid,
    sequence: entry.sequence,
    stamp: entry.stampedAt,
    created: entry.createdAt,
    lastModified: entry.stampedAt,
    start: entry.start,
    summary: cleanLine(entry.summary),
    status: ICalEventStatus[entry.status],
    transparency: entry.transparent ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    categories: cleanCategories(categories ?? []).map(name => ({ name })),
    ...(description?.trim() && { description: cleanText(description).trim() }),
    ...(location && { location: cleanLine(location, ', ') }),
    ...(alarm && { alarms: [{ type: ICalAlarmType.display, trigger: alarm.minutesBefore * 60 }] }),
  }
}

/** ical.js joins two categories when the first ends with a backslash, so none does. */
function cleanCategories(categories: readonly string[]): string[] {
  return categories.map(name => cleanLine(name).replace(/[\\\s]+$/, '')).filter(name => name !== '')
}

/** The VEVENT the generator has written, as it goes out: times in the zone of the event, what the generator cannot write, alarms last. */
export function finishEvent(written: string, entry: CalendarEntry, feed: CalendarFeed): string[] {
  const lines = written.split('\r\n')
  const alarmStart = lines.indexOf('BEGIN:VALARM')
  const alarmEnd = lines.indexOf('END:VALARM') + 1
  const alarm = alarmStart < 0 ? [] : lines.splice(alarmStart, alarmEnd - alarmStart)
  const properties = lines.slice(1, lines.indexOf('END:VEVENT'))
  return [
    'BEGIN:VEVENT',
    ...properties.flatMap(line => (line.startsWith('DTSTART:') ? timeLines(entry) : [withLanguage(line, entry)])),
    ...positionLines(feed.method === 'CANCEL' ? undefined : entry.geo),
    ...urlLines(entry),
    ...schedulingLines(entry, feed),
    ...alarm.flatMap(line => (line === 'BEGIN:VALARM' ? [line, `UID:alarm-${entry.uid}`] : [line])),
    'END:VEVENT',
  ]
}

function withLanguage(line: string, { language }: CalendarEntry): string {
  return language ? line.replace(/^(SUMMARY|DESCRIPTION|LOCATION):/, `$1;LANGUAGE=${language}:`) : line
}

function timeLines({ start, end, zone, allDay }: CalendarEntry): string[] {
  if (allDay)
    return [`DTSTART;VALUE=DATE:${digits(allDay.start)}`, `DTEND;VALUE=DATE:${digits(addDays(allDay.end, 1))}`]
  // An end that equals the start is not allowed; without one the entry ends when it starts (RFC 5545 §3.6.1).
  const until = utcTime(end) > utcTime(start) ? [`DTEND${timeValue(end, zone)}`] : []
  return [`DTSTART${timeValue(start, zone)}`, ...until]
}

function timeValue(instant: Instant, zone: TimeZone): string {
  return isWrittenInUtc(instant, zone) ? `:${utcTime(instant)}` : `;TZID=${zone}:${digits(toLocal(instant, zone))}`
}

/** True when a time on the wall would be read wrongly: it occurs twice, or the tables do not agree about it. */
export function isWrittenInUtc(instant: Instant, zone: TimeZone): boolean {
  if (zone === 'UTC' || zonesWrittenInUtc.includes(zone) || isRepeated(instant, zone)) return true
  return vtimezoneOffset(zone, toLocal(instant, zone)) !== utcOffset(instant, zone)
}

function utcTime(instant: Instant): string {
  return `${digits(instant.toISOString().slice(0, 19))}Z`
}

function digits(time: string): string {
  return time.replaceAll(/[-:]/g, '')
}

function positionLines(geo: CalendarPosition | undefined): string[] {
  if (!geo || !(Math.abs(geo.latitude) <= 90) || !(Math.abs(geo.longitude) <= 180)) return []
  const [latitude, longitude] = [geo.latitude, geo.longitude].map(degrees => String(Number(degrees.toFixed(6))))
  const address = `X-ADDRESS=${parameterValue(geo.address)};X-APPLE-RADIUS=100;X-TITLE=${parameterValue(geo.title)}`
  return [
    `GEO:${latitude};${longitude}`,
    `X-APPLE-STRUCTURED-LOCATION;VALUE=URI;${address}:geo:${latitude},${longitude}`,
  ]
}

function urlLines(entry: CalendarEntry): string[] {
  const url = uriValue(entry.url)
  return url ? [`URL:${url}`] : []
}

/** Organiser and recipient, in messages only: in a feed they would make somebody else's meeting of it (RFC 5546). */
function schedulingLines(entry: CalendarEntry, { method }: CalendarFeed): string[] {
  const { organizer, attendee } = entry
  if (!method || !organizer) return []
  const lines = [`ORGANIZER;CN=${parameterValue(organizer.name)}:${mailAddress(organizer.email)}`]
  if (method === 'PUBLISH' || !attendee) return lines
  const role = `CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${attendee.status};RSVP=FALSE`
  lines.push(`ATTENDEE;${role};CN=${parameterValue(attendee.name)}:${mailAddress(attendee.email)}`)
  lines.push('X-MICROSOFT-DISALLOW-COUNTER:TRUE', `X-MICROSOFT-CDO-BUSYSTATUS:${busyStatus(entry)}`)
  return lines
}

function busyStatus({ transparent, status }: CalendarEntry): string {
  if (transparent) return 'FREE'
  return status === 'TENTATIVE' ? 'TENTATIVE' : 'BUSY'
}
