import { describe, expect, it } from '@jest/globals'
import { type CopiedEntry, copyWays, feedWays, wholeDays } from '../../../src/core/http/calendar-ways.ts'
import { addMinutes, instant, timeZone } from '../../../src/core/time.ts'
import { oneOfEach } from '../../../src/features/calendar/rules/parts.ts'
import { lastTurn, refreshMinutes } from '../../../src/features/calendar/rules/refresh.ts'

const entry: CopiedEntry = {
  title: 'Zahájení & úvod + káva',
  start: instant('2023-09-13T06:00:00Z'),
  end: instant('2023-09-13T09:30:00Z'),
  zone: timeZone('Europe/Sofia'),
  details: 'První den\nhttps://example.org/a?b=1&c',
  location: 'Sál B, Burgas',
}

/** Where a way leads, and its query. */
function opened(ways: readonly { readonly name: string; readonly href: string }[], name: string) {
  const href = ways.find(way => way.name === name)?.href ?? ''
  const { origin, pathname, searchParams } = new URL(href, 'https://example.org')
  return { href, address: origin + pathname, query: Object.fromEntries(searchParams) }
}

describe('ways to follow a feed', () => {
  const ways = feedWays('https://example.org', '/calendar/events/burgas.ics', 'Burgas & okolí')

  it('are webcal for programs, and the web calendars by their own addresses', () => {
    expect(ways.follow.map(way => way.name)).toEqual(['webcal', 'google', 'outlook', 'office'])
    expect(opened(ways.follow, 'webcal').href).toBe('webcal://example.org/calendar/events/burgas.ics')
    expect(opened(ways.follow, 'google')).toMatchObject({
      address: 'https://calendar.google.com/calendar/r',
      query: { cid: 'webcal://example.org/calendar/events/burgas.ics' },
    })
    // Outlook wants https, not webcal.
    const query = { url: 'https://example.org/calendar/events/burgas.ics', name: 'Burgas & okolí' }
    expect(opened(ways.follow, 'outlook')).toMatchObject({
      address: 'https://outlook.live.com/calendar/0/addfromweb',
      query,
    })
    expect(opened(ways.follow, 'office')).toMatchObject({
      address: 'https://outlook.office.com/calendar/0/addfromweb',
      query,
    })
  })

  it('and its file as it is now, whose address has no query', () => {
    expect(ways.copy).toEqual([{ name: 'file', href: '/calendar/events/burgas.ics' }])
    expect(ways.address).toBe('https://example.org/calendar/events/burgas.ics')
  })
})

describe('ways to copy an entry', () => {
  it('carry the moment in UTC, and the zone for Google; spaces are %20', () => {
    const ways = copyWays('/calendar/x.ics', entry)
    expect(opened(ways, 'google')).toMatchObject({
      address: 'https://calendar.google.com/calendar/render',
      query: {
        action: 'TEMPLATE',
        text: entry.title,
        dates: '20230913T060000Z/20230913T093000Z',
        ctz: 'Europe/Sofia',
        details: entry.details,
        location: entry.location,
      },
    })
    for (const name of ['outlook', 'office'])
      expect(opened(ways, name).query).toEqual({
        path: '/calendar/action/compose',
        rru: 'addevent',
        startdt: '2023-09-13T06:00:00Z',
        enddt: '2023-09-13T09:30:00Z',
        subject: entry.title,
        body: entry.details,
        location: entry.location,
      })
    expect(ways.map(way => way.href.includes('+'))).toEqual([false, false, false, false])
  })

  it('are whole days with the day after as their end', () => {
    const days = wholeDays(instant('2023-09-12T21:00:00Z'), instant('2023-09-15T21:00:00Z'), entry.zone)
    expect(days).toEqual({ first: '2023-09-13', last: '2023-09-15' })
    const ways = copyWays('/x.ics', { ...entry, days })
    expect(opened(ways, 'google').query['dates']).toBe('20230913/20230916')
    expect(opened(ways, 'outlook').query).toMatchObject({ startdt: '2023-09-13', enddt: '2023-09-16', allday: 'true' })
  })

  it('shorten a description to a thousand characters, and survive what is no text', () => {
    const ways = copyWays('/x.ics', { ...entry, details: '🌬️'.repeat(900), title: 'a\uD800b\u0007' })
    expect([...(opened(ways, 'google').query['details'] ?? '')]).toHaveLength(1_000)
    expect(opened(ways, 'google').query['text']).toBe('ab')
  })
})

describe('how often to ask', () => {
  const span = { startsAt: instant('2027-05-03T06:00:00Z'), endsAt: instant('2027-05-04T10:00:00Z') }
  const days = (from: Date, count: number) => addMinutes(from, count * 1_440)

  it.each([
    ['three days before', days(span.startsAt, -3), 60, undefined],
    ['two days before', days(span.startsAt, -2), 15, days(span.startsAt, -2)],
    ['while it runs', span.startsAt, 15, days(span.startsAt, -2)],
    ['two days after', addMinutes(days(span.endsAt, 2), -1), 15, days(span.startsAt, -2)],
    ['later', days(span.endsAt, 2), 60, days(span.endsAt, 2)],
  ])('%s', (_, at, minutes, turned) => {
    expect([refreshMinutes([span], at), lastTurn([span], at)]).toEqual([minutes, turned])
  })

  it('goes by whichever event is near', () => {
    const far = { startsAt: days(span.startsAt, 300), endsAt: days(span.endsAt, 300) }
    expect([refreshMinutes([far, span], span.startsAt), refreshMinutes([], span.startsAt)]).toEqual([15, 60])
  })
})

describe('one entry for each UID', () => {
  it('is the later one, with a sequence above both', () => {
    const at = instant('2027-01-01T08:00:00Z')
    const common = {
      uid: 'part-1@pozvanka',
      createdAt: at,
      start: at,
      end: at,
      zone: entry.zone,
      summary: 's',
      transparent: false,
    }
    const former = { ...common, sequence: 3, status: 'CANCELLED' as const, stampedAt: addMinutes(at, 9) }
    const present = { ...common, sequence: 1, status: 'CONFIRMED' as const, stampedAt: at }
    const other = { ...present, uid: 'part-2@pozvanka' }
    expect(oneOfEach([former, other, present])).toEqual([
      { ...present, sequence: 5, stampedAt: former.stampedAt },
      other,
    ])
  })
})
