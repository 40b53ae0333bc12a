import { afterEach, describe, expect, it } from '@jest/globals'
import * as time from '../../../src/core/time.ts'
import type { LocalTimeMeaning } from '../../../src/core/time.ts'

const { instant, timeZone } = time
const prague = timeZone('Europe/Prague')
const sofia = timeZone('Europe/Sofia')
const newYork = timeZone('America/New_York')

/** With ordinary spaces, for reading; where they must not break is tested apart. */
function plain(text: string): string {
  return text.replaceAll('\u00A0', ' ')
}

afterEach(() => time.useClock(undefined))

describe('the clock', () => {
  it('can be set, and given back', () => {
    time.useClock(() => instant('2023-09-13T07:25:00Z'))
    expect(time.now()).toEqual(instant('2023-09-13T07:25:00Z'))
    time.useClock(undefined)
    expect(Math.abs(time.now().getTime() - Date.now())).toBeLessThan(1000)
  })

  it('reads instants only with an offset', () => {
    expect(time.parseInstant('2023-09-13T09:00:00+03:00')).toEqual(instant('2023-09-13T06:00Z'))
    expect(time.parseInstant('2023-09-13T09:00:00')).toBeUndefined()
    expect(time.parseInstant('2023-13-13T09:00:00Z')).toBeUndefined()
    expect(() => instant('today')).toThrow(RangeError)
  })

  it('counts minutes', () => {
    expect(time.addMinutes(instant('2023-09-13T06:00:00Z'), -90)).toEqual(instant('2023-09-13T04:30:00Z'))
    expect(time.minutesBetween(instant('2023-09-13T06:00:00Z'), instant('2023-09-13T07:30:59Z'))).toBe(90)
  })
})

describe('days', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-01-01', -1, '2023-12-31'],
    ['2023-03-25', 2, '2023-03-27'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(time.addDays(date, days)).toBe(expected)
    expect(time.daysBetween(date, expected)).toBe(days)
  })

  it('lists the days of an event, both ends included', () => {
    expect(time.datesBetween('2023-09-13', '2023-09-15')).toEqual(['2023-09-13', '2023-09-14', '2023-09-15'])
    expect(time.datesBetween('2023-09-13', '2023-09-13')).toEqual(['2023-09-13'])
    expect(time.datesBetween('2023-09-13', '2023-09-12')).toEqual([])
  })

  it('shifts a time on the wall by whole days over a clock change', () => {
    expect(time.shiftDays('2026-03-28T09:00:00', 1)).toBe('2026-03-29T09:00:00')
  })

  it('knows the day of the week and its Monday', () => {
    expect(['2023-09-11', '2023-09-13', '2023-09-17', '1969-12-31'].map(time.weekday)).toEqual([1, 3, 7, 3])
    expect(['2023-09-11', '2023-09-17'].map(time.startOfWeek)).toEqual(['2023-09-11', '2023-09-11'])
  })

  it('refuses what is no day', () => {
    expect(['2023-02-29', '2023-2-1', '0023-02-01', '2023-02-01T', ''].filter(time.isLocalDate)).toEqual([])
    expect(() => time.addDays('tomorrow', 1)).toThrow(RangeError)
  })
})

describe('what people type', () => {
  it.each([
    ['13.9.2026', '2026-09-13'],
    ['13. 9. 2026', '2026-09-13'],
    ['13.\u00A009.\u00A02026', '2026-09-13'],
    [' 2026-09-13 ', '2026-09-13'],
    ['29.2.2024', '2024-02-29'],
    ['29.2.2023', undefined],
    ['31.4.2026', undefined],
    ['13.9.26', undefined],
    ['2026-9-13', undefined],
    ['zítra', undefined],
    ['', undefined],
  ])('date %j', (typed, expected) => {
    expect(time.parseLocalDate(typed)).toBe(expected)
  })

  it.each([
    ['9', '09:00'],
    ['9.00', '09:00'],
    ['9:00', '09:00'],
    ['09:00', '09:00'],
    ['0900', '09:00'],
    ['930', '09:30'],
    ['9.30 h', '09:30'],
    ['9.30 hod.', '09:30'],
    ['23:59', '23:59'],
    ['9:30:00', '09:30'],
    ['24:00', undefined],
    ['9.5', undefined],
    ['9.60', undefined],
    ['-1', undefined],
    ['devět', undefined],
    ['', undefined],
  ])('time %j', (typed, expected) => {
    expect(time.parseLocalTime(typed)).toBe(expected)
  })

  it('a date and a time together', () => {
    expect(time.parseLocalDateTime('13. 9. 2023', '9.00')).toBe('2023-09-13T09:00:00')
    expect(time.parseLocalDateTime('13. 9. 2023', '')).toBeUndefined()
  })
})

describe('zones', () => {
  it('are names of the tz database and nothing else', () => {
    expect(['Europe/Prague', 'UTC', 'America/Argentina/Buenos_Aires'].map(time.parseTimeZone)).toEqual([
      'Europe/Prague',
      'UTC',
      'America/Argentina/Buenos_Aires',
    ])
    const wrong = ['CET', '+02:00', 'europe/prague', 'Nope/Zone', 'Europe/Prague\r\nX:1', '', '../x', 'Etc'.repeat(30)]
    expect(wrong.filter(time.parseTimeZone)).toEqual([])
    expect(() => timeZone('Nope/Zone')).toThrow(RangeError)
  })

  it('are offered only where every table agrees', () => {
    expect(time.offeredTimeZones.filter(zone => time.zonesWrittenInUtc.includes(zone))).toEqual([])
    expect(time.offeredTimeZones).toContain('Europe/Sofia')
  })

  const changes: [string, string, LocalTimeMeaning][] = [
    // Prague: 29 March 2026 02:00 → 03:00, 25 October 2026 03:00 → 02:00
    ['Europe/Prague', '2026-03-29T01:59:00', exact('2026-03-29T00:59:00Z')],
    ['Europe/Prague', '2026-03-29T02:30:00', gap('2026-03-29T03:00:00', '2026-03-29T01:00:00Z')],
    ['Europe/Prague', '2026-03-29T03:00:00', exact('2026-03-29T01:00:00Z')],
    ['Europe/Prague', '2026-10-25T01:59:00', exact('2026-10-24T23:59:00Z')],
    ['Europe/Prague', '2026-10-25T02:30:00', twice('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z')],
    ['Europe/Prague', '2026-10-25T03:00:00', exact('2026-10-25T02:00:00Z')],
    ['Europe/Sofia', '2026-03-29T03:30:00', gap('2026-03-29T04:00:00', '2026-03-29T01:00:00Z')],
    ['Europe/Sofia', '2026-10-25T03:30:00', twice('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z')],
    ['Europe/London', '2027-10-31T01:30:00', twice('2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z')],
    ['Europe/Lisbon', '2027-03-28T01:30:00', gap('2027-03-28T02:00:00', '2027-03-28T01:00:00Z')],
    // Dublin: summer time is the standard one, winter the exception; the instants are the same.
    ['Europe/Dublin', '2027-10-31T01:30:00', twice('2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z')],
    ['Europe/Dublin', '2027-03-28T01:30:00', gap('2027-03-28T02:00:00', '2027-03-28T01:00:00Z')],
  ]
  it.each(changes)('%s %s', (zone, local, expected) => {
    expect(time.toInstant(local, timeZone(zone))).toEqual(expected)
  })

  it('take the occurrence that was meant', () => {
    expect(time.toInstant('2026-10-25T02:30:00', prague, 'earlier')).toEqual(exact('2026-10-25T00:30:00Z'))
    expect(time.toInstant('2026-10-25T02:30:00', prague, 'later')).toEqual(exact('2026-10-25T01:30:00Z'))
    expect(time.toInstant('2026-03-29T02:30:00', prague, 'later').kind).toBe('gap')
  })

  it('come back to the same wall through a year, and every quarter of an hour where clocks change', () => {
    const every = (minutes: number, from: string, count: number) =>
      Array.from({ length: count }, (_, index) => time.addMinutes(instant(from), index * minutes))
    const changing = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-04-04'].map(day => `${day}T00:00:00Z`)
    const moments = [every(7 * 60, '2026-01-01T00:15:00Z', 1250), ...changing.map(day => every(15, day, 96))].flat()
    for (const zone of [prague, newYork, timeZone('Australia/Sydney')])
      for (const moment of moments) {
        const meant = time.toInstant(time.toLocal(moment, zone), zone)
        expect(meant.kind).toBe(time.isRepeated(moment, zone) ? 'overlap' : 'instant')
        if (meant.kind === 'instant') expect(meant.instant).toEqual(moment)
      }
  })

  it('begin a day at the first time there is', () => {
    expect(time.startOfDay('2023-09-13', sofia)).toEqual(instant('2023-09-12T21:00:00Z'))
    // Beirut skips midnight.
    expect(time.startOfDay('2025-03-30', timeZone('Asia/Beirut'))).toEqual(instant('2025-03-29T22:00:00Z'))
  })

  it('say how far they are from one another and from UTC', () => {
    const moment = instant('2023-09-13T06:00:00Z')
    expect(time.zoneDifference(moment, sofia, prague)).toBe(-60)
    expect(time.dateIn(instant('2023-09-13T21:30:00Z'), sofia)).toBe('2023-09-14')
    expect(
      [sofia, newYork, timeZone('Asia/Kolkata'), timeZone('UTC')].map(zone => time.isoWithOffset(moment, zone)),
    ).toEqual(['2023-09-13T09:00+03:00', '2023-09-13T02:00-04:00', '2023-09-13T11:30+05:30', '2023-09-13T06:00+00:00'])
    expect([120, 0, -240, 330, -210].map(time.formatUtcOffset)).toEqual([
      'UTC+2',
      'UTC',
      'UTC−4',
      'UTC+5:30',
      'UTC−3:30',
    ])
  })
})

describe('formats', () => {
  const start = instant('2023-09-13T06:00:00Z')
  const end = instant('2023-09-13T09:30:00Z')

  it.each([
    ['2023-09-13', '2023-09-15', '13.–15. září 2023', '13–15 September 2023'],
    ['2023-09-30', '2023-10-02', '30. září – 2. října 2023', '30 September – 2 October 2023'],
    ['2023-12-31', '2024-01-02', '31. prosince 2023 – 2. ledna 2024', '31 December 2023 – 2 January 2024'],
    ['2022-03-30', '2022-03-30', '30. března 2022', '30 March 2022'],
  ])('range %s to %s', (from, to, czech, english) => {
    expect(plain(time.formatDateRange(from, to, 'cs'))).toBe(czech)
    expect(plain(time.formatDateRange(from, to, 'en'))).toBe(english)
  })

  it.each([
    ['2023-09-13', '2023-09-15', '13.–15. | září 2023', '13–15 | September 2023'],
    ['2022-03-30', '2022-03-30', '30. | března 2022', '30 | March 2022'],
    ['2023-09-30', '2023-10-02', '30. 9. – 2. 10. | 2023', '30 Sep – 2 Oct | 2023'],
    ['2023-12-31', '2024-01-02', '31. 12. – 2. 1. | 2023–2024', '31 Dec – 2 Jan | 2023–2024'],
  ])('cover %s to %s', (from, to, czech, english) => {
    const lines = (locale: 'cs' | 'en') => Object.values(time.formatDayRangeShort(from, to, locale)).join(' | ')
    expect(plain(lines('cs'))).toBe(czech)
    expect(plain(lines('en'))).toBe(english)
  })

  it('days, in both languages', () => {
    const all = (locale: 'cs' | 'en') =>
      [
        time.formatDate,
        time.formatShortDate,
        time.formatDayAndMonth,
        time.formatWeekday,
        time.formatDay,
        time.formatLongDate,
        time.formatMonth,
      ].map(format => plain(format('2023-10-05', locale)))
    expect(all('cs')).toEqual([
      '5. října 2023',
      '5. 10. 2023',
      '5. 10.',
      'čtvrtek',
      'Čtvrtek 5. října',
      'čtvrtek 5. října 2023',
      'říjen 2023',
    ])
    expect(all('en')).toEqual([
      '5 October 2023',
      '5 Oct 2023',
      '5 Oct',
      'Thursday',
      'Thursday 5 October',
      'Thursday 5 October 2023',
      'October 2023',
    ])
  })

  it('times, in the zone given, in both languages', () => {
    expect([time.formatTime(start, sofia, 'cs'), time.formatTime(start, sofia, 'en')]).toEqual(['9.00', '9:00'])
    expect(time.formatTime(start, prague, 'cs')).toBe('8.00')
    expect(time.formatTimeRange(start, end, sofia, 'cs')).toBe('9.00–12.30')
    expect(time.formatTimeRange(start, end, sofia, 'en')).toBe('9:00–12:30')
    expect(time.formatLocalTimeRange('09:00', '09:00', 'cs')).toBe('9.00')
    expect(time.formatLocalTime('00:05', 'cs')).toBe('0.05')
    expect(plain(time.formatDateTime(start, sofia, 'cs'))).toBe('13. září 2023, 9.00')
    expect(plain(time.formatShortDateTime(instant('2023-08-22T07:41:00Z'), prague, 'cs'))).toBe('22. 8. 9.41')
    expect(plain(time.formatShortDateTime(instant('2023-08-22T07:41:00Z'), prague, 'en'))).toBe('22 Aug 9:41')
    expect(plain(time.formatDateTimeRange(start, end, sofia, 'cs'))).toBe('středa 13. září 2023, 9.00–12.30')
    expect(plain(time.formatDateTimeRange(start, time.addMinutes(end, 2880), sofia, 'en'))).toBe(
      'Wednesday 13 September 2023, 9:00 – Friday 15 September 2023, 12:30',
    )
  })

  it('the zone with its offset', () => {
    expect(time.formatZone(start, prague, 'cs')).toBe('Praha (SELČ, UTC+2)')
    expect(time.formatZone(start, prague, 'en')).toBe('Prague (CEST, UTC+2)')
    expect(time.formatZone(instant('2023-01-13T06:00:00Z'), prague, 'cs')).toBe('Praha (SEČ, UTC+1)')
    expect(time.formatZone(start, sofia, 'cs')).toBe('Sofie (UTC+3)')
    expect(time.formatZone(start, sofia, 'en')).toBe('Sofia (EEST, UTC+3)')
    expect(time.formatZone(start, newYork, 'en')).toBe('New York (UTC−4)')
    expect(time.formatZone(start, timeZone('UTC'), 'cs')).toBe('UTC')
  })

  it('never break inside a date', () => {
    expect(time.formatDate('2023-09-13', 'cs')).toBe('13.\u00A0září\u00A02023')
    expect(time.formatDateRange('2023-09-30', '2023-10-02', 'cs')).toBe('30.\u00A0září\u00A0– 2.\u00A0října\u00A02023')
    expect(time.formatShortDate('2023-09-13', 'cs')).toBe('13.\u00A09.\u00A02023')
  })
})

describe('a stored span', () => {
  const span = (startsLocal: string, endsLocal: string, startsAt: string, endsAt: string) => {
    return { startsLocal, endsLocal, startsAt: instant(startsAt), endsAt: instant(endsAt) }
  }
  const night = (startsAt: string, endsAt: string) =>
    span('2026-10-25T02:30:00', '2026-10-25T03:30:00', startsAt, endsAt)

  it('holds while its instants read as its wall times, also the second of two equal times', () => {
    const later = night('2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z')
    expect(time.realigned(later, prague)).toEqual(later)
    const earlier = night('2026-10-25T00:30:00Z', '2026-10-25T02:30:00Z')
    expect(time.realigned(earlier, prague)).toEqual(earlier)
  })

  it('keeps the wall where the instants were derived by other tables', () => {
    const stale = span('2026-10-24T10:00:00', '2026-10-25T10:00:00', '2026-10-24T07:00:00Z', '2026-10-25T09:00:00Z')
    const right = { ...stale, startsAt: instant('2026-10-24T08:00:00Z') }
    expect(time.realigned(stale, prague)).toEqual(right)
    expect(time.isSameTime(stale, right)).toBe(false)
    expect(time.isSameTime(right, time.realigned(right, prague))).toBe(true)
    expect(time.realigned(night('2026-10-24T22:30:00Z', '2026-10-25T02:30:00Z'), prague).startsAt).toEqual(
      instant('2026-10-25T00:30:00Z'),
    )
  })

  it('goes to the first time after a gap, and holds where all of it fell into one', () => {
    const part = span('2026-03-29T02:30:00', '2026-03-29T04:00:00', '2026-03-29T00:30:00Z', '2026-03-29T02:00:00Z')
    const moved = time.realigned(part, prague)
    expect(moved).toMatchObject({ startsLocal: part.startsLocal, startsAt: instant('2026-03-29T01:00:00Z') })
    expect(time.realigned(moved, prague)).toEqual(moved)
    const whole = span('2026-03-29T02:15:00', '2026-03-29T02:45:00', '2026-03-29T00:15:00Z', '2026-03-29T00:45:00Z')
    expect(time.realigned(whole, prague)).toEqual(whole)
  })
})

function exact(text: string): LocalTimeMeaning {
  return { kind: 'instant', instant: instant(text) }
}

function gap(nearest: string, nearestInstant: string): LocalTimeMeaning {
  return { kind: 'gap', nearest, nearestInstant: instant(nearestInstant) }
}

function twice(earlier: string, later: string): LocalTimeMeaning {
  return { kind: 'overlap', earlier: instant(earlier), later: instant(later) }
}
