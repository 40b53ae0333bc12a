import type { CalendarEntry, CalendarFeed } from './types.ts'

/**
 * Refuses what would become a broken calendar; throws RangeError. These are mistakes of the program, never of a person:
 * texts people write cannot cause one.
 */
export function checkFeed(feed: CalendarFeed): void {
  const uids = new Set<string>()
  for (const entry of feed.entries) {
    checkEntry(entry)
    if (uids.has(entry.uid)) throw new RangeError(`Calendar entry ${entry.uid} is there twice`)
    uids.add(entry.uid)
  }
  if (feed.method) checkMessage(feed)
}

function checkEntry({ uid, sequence, start, end, allDay, language, alarm }: CalendarEntry): void {
  // The generator writes a UID as it comes: a line break or a semicolon in it would be a line or an escape of its own.
  if (!/^[\w.@+=~-]{1,200}$/.test(uid)) throw new RangeError('Calendar entry with an unusable uid')
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 2 ** 31 - 1)
    throw new RangeError(`Calendar entry ${uid}: sequence ${sequence}`)
  if (!(start.getTime() <= end.getTime())) throw new RangeError(`Calendar entry ${uid} ends before it starts`)
  if (allDay && allDay.end < allDay.start) throw new RangeError(`Calendar entry ${uid} ends before its first day`)
  if (language && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))
    throw new RangeError(`Calendar entry ${uid}: language ${language}`)
  if (alarm && !(Number.isInteger(alarm.minutesBefore) && alarm.minutesBefore > 0))
    throw new RangeError(`Calendar entry ${uid}: alarm ${alarm.minutesBefore}`)
}

/** What a scheduling message must hold (RFC 5546 §3.2): one entry, its organiser, and exactly its recipient. */
function checkMessage({ method, entries }: CalendarFeed): void {
  if (entries.some(entry => !entry.organizer)) throw new RangeError(`${method} needs an organizer`)
  if (method === 'PUBLISH') return
  const [entry] = entries
  if (!entry || entries.length > 1) throw new RangeError(`${method} carries exactly one entry`)
  if (!entry.attendee) throw new RangeError(`${method} needs an attendee`)
  if ((method === 'CANCEL') !== (entry.status === 'CANCELLED'))
    throw new RangeError(`${method} with status ${entry.status}`)
}
