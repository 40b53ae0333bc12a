import ICAL from 'ical.js'
import { instantFromMillis, type Instant } from '../../../core/time.ts'

/** What somebody's calendar says about an entry it was sent (RFC 5546 §3.2). */
export interface CalendarReply {
  /** `REPLY`, `COUNTER`, `REFRESH`… */
  readonly method: string
  readonly uid: string
  /** Of the one ATTENDEE: all addresses it is known by, in lower case. */
  readonly attendees: readonly string[]
  /** `ACCEPTED`, `DECLINED`… in upper case; `''` for none. */
  readonly decision: string
  readonly sequence: number
  /** DTSTAMP: when it was written, by its own clock. */
  readonly stamp: Instant | undefined
}

/** Longer is no answer about one entry. */
const longest = 64 * 1024

/**
 * Reads a calendar message about exactly one entry with exactly one ATTENDEE. Nothing in it is expanded: recurrences
 * and time zones are not looked at. undefined for anything else.
 */
export function readCalendarReply(text: string): CalendarReply | undefined {
  if (text.length > longest) return undefined
  const calendar = parse(text)
  const entries = calendar?.getAllSubcomponents('vevent') ?? []
  const [entry] = entries
  if (calendar === undefined || entry === undefined || entries.length > 1) return undefined
  const people = entry.getAllProperties('attendee')
  const [person] = people
  if (person === undefined || people.length > 1 || entry.getFirstProperty('recurrence-id') !== null) return undefined
  return {
    method: textOf(calendar, 'method').toUpperCase(),
    uid: textOf(entry, 'uid'),
    attendees: addressesOf(person),
    decision: (person.getFirstParameter('partstat') ?? '').toUpperCase(),
    sequence: sequenceOf(entry),
    stamp: stampOf(entry),
  }
}

function parse(text: string): ICAL.Component | undefined {
  try {
    // Several calendars in one text come as a list of them, which makes no component.
    const read: unknown = ICAL.parse(text)
    if (!Array.isArray(read) || read[0] !== 'vcalendar') return undefined
    return new ICAL.Component(read)
  } catch {
    return undefined
  }
}

function textOf(component: ICAL.Component, name: string): string {
  return String(component.getFirstPropertyValue(name) ?? '').trim()
}

/** iCloud writes another URI as the value and the address into a parameter EMAIL. */
function addressesOf(person: ICAL.Property): string[] {
  const value = String(person.getFirstValue() ?? '')
  const email = person.getFirstParameter('email')
  return [/^mailto:/i.test(value) ? value.slice(7) : '', typeof email === 'string' ? email : '']
    .map(address => address.trim().toLowerCase())
    .filter(address => address !== '')
}

function sequenceOf(entry: ICAL.Component): number {
  const value = Number(textOf(entry, 'sequence') || 0)
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31 ? value : 0
}

function stampOf(entry: ICAL.Component): Instant | undefined {
  try {
    const value = entry.getFirstPropertyValue('dtstamp')
    return value instanceof ICAL.Time ? instantFromMillis(value.toUnixTime() * 1000) : undefined
  } catch {
    return undefined
  }
}
