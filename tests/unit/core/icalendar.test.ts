import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import { type CalendarEntry, type CalendarFeed, writeCalendar } from '../../../src/core/icalendar.ts'
import { cleanText } from '../../../src/core/icalendar/text.ts'
import { instant, timeZone } from '../../../src/core/time.ts'
import { lintCalendar } from '../../support/ical-lint.ts'

const organizer = { name: 'Pozvánka', email: 'kalendar@example.org' }
const attendee = { name: 'Jana "J" Nováková', email: 'jana+burgas@example.org', status: 'ACCEPTED' } as const

function entry(changes: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    uid: 'session-1@pozvanka.example',
    sequence: 2,
    stampedAt: instant('2023-08-01T10:00:00Z'),
    createdAt: instant('2023-07-01T10:00:00Z'),
    start: instant('2023-09-13T06:00:00Z'),
    end: instant('2023-09-13T09:30:00Z'),
    zone: timeZone('Europe/Sofia'),
    summary: 'Zahájení',
    status: 'CONFIRMED',
    transparent: false,
    ...changes,
  }
}

function write(changes: Partial<CalendarEntry> = {}, feed: Partial<CalendarFeed> = {}): string {
  return writeCalendar({ entries: [entry(changes)], ...feed })
}

/** Content lines as a calendar program sees them. */
function lines(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n')
}

function lint(text: string): string[] {
  return lintCalendar(Buffer.from(text, 'utf8'))
}

const full: CalendarEntry = entry({
  summary: 'Klastry; regiony, a \\ „vítr“ 🌬️',
  description: `Žluťoučký kůň\núpěl; ${'ďábelské ódy 🎻 '.repeat(40)}`,
  language: 'cs',
  location: 'Hlavní sál, Hotel Bulgaria\nBurgas',
  geo: { latitude: 42.4935, longitude: 27.4721, title: 'Hotel "Bulgaria"', address: 'ul. 21\nBurgas^8000' },
  url: 'https://example.org/cs/events/burgas?a=1,2;3',
  categories: ['Klastry a regiony', 'Panel, debata'],
  alarm: { minutesBefore: 15 },
})
const fullFeed: CalendarFeed = {
  name: 'Clusters meet Regions, Burgas',
  description: 'Program; tři dny',
  zone: timeZone('Europe/Sofia'),
  refreshMinutes: 15,
  sourceUrl: 'https://example.org/calendar/events/burgas.ics',
  pageUrl: 'https://example.org/cs/events/burgas',
  colour: { name: 'teal', hex: '#008080' },
  entries: [full],
}

describe('a whole calendar', () => {
  it('reads so', () => {
    const text = write({ language: 'cs' }, { name: 'Burgas', refreshMinutes: 60, zone: timeZone('Europe/Sofia') })
    expect(text.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Pozvanka//Pozvanka//EN',
      'CALSCALE:GREGORIAN',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'NAME:Burgas',
      'X-WR-CALNAME:Burgas',
      'X-WR-TIMEZONE:Europe/Sofia',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Sofia',
      'X-LIC-LOCATION:Europe/Sofia',
      expect.stringMatching(/^LAST-MODIFIED:\d{8}T\d{6}Z$/),
      'BEGIN:DAYLIGHT',
      'TZNAME:EEST',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0300',
      'DTSTART:19700329T030000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'TZNAME:EET',
      'TZOFFSETFROM:+0300',
      'TZOFFSETTO:+0200',
      'DTSTART:19701025T040000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:session-1@pozvanka.example',
      'SEQUENCE:2',
      'DTSTAMP:20230801T100000Z',
      'DTSTART;TZID=Europe/Sofia:20230913T090000',
      'DTEND;TZID=Europe/Sofia:20230913T123000',
      'SUMMARY;LANGUAGE=cs:Zahájení',
      'TRANSP:OPAQUE',
      'STATUS:CONFIRMED',
      'CREATED:20230701T100000Z',
      'LAST-MODIFIED:20230801T100000Z',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  it('has no finding, with everything in it or nothing', () => {
    expect(lint(writeCalendar(fullFeed))).toEqual([])
    expect(lint(writeCalendar({ entries: [] }))).toEqual([])
  })
})

describe('rules of the stream', () => {
  const bytes = Buffer.from(writeCalendar(fullFeed), 'utf8')
  const text = bytes.toString('utf8')

  it('C1: UTF-8 without BOM, CRLF everywhere, also at the end (G10)', () => {
    expect(bytes.subarray(0, 15).toString('latin1')).toBe('BEGIN:VCALENDAR')
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(bytes.subarray(-17).toString('latin1')).toBe('\r\nEND:VCALENDAR\r\n')
  })

  it('C2: no line over 75 octets, none cut inside a character; what was folded unfolds to the same', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for (let length = 60; length < 90; length += 1) {
      const summary = 'x'.repeat(length) + '🌬️řž'.repeat(20)
      const written = Buffer.from(write({ summary }), 'utf8')
      for (const line of written.toString('latin1').split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(75)
        expect(() => decoder.decode(Buffer.from(line, 'latin1'))).not.toThrow()
      }
      expect(lines(written.toString('utf8'))).toContain(`SUMMARY:${summary}`)
    }
  })

  it('C3: control characters are gone, every line break is \\n', () => {
    const description = 'a\u0000b\u0007c\u001Bd\u007Fe\u009Ff\uD800g\r\nh\ri\u2028j\u2029k\u0085l\tm'
    expect(lines(write({ description }))).toContain('DESCRIPTION:abcdefg\\nh\\ni\\nj\\nk\\nl\tm')
    expect(lines(write({ summary: 'a\u2028b\r\nc' }))).toContain('SUMMARY:a b c')
    expect(lines(write({ location: 'Sál A,\nBurgas' }))).toContain('LOCATION:Sál A\\,\\, Burgas')
  })

  it('C4: text is escaped, addresses are not', () => {
    expect(lines(text)).toContain('SUMMARY;LANGUAGE=cs:Klastry\\; regiony\\, a \\\\ „vítr“ 🌬️')
    expect(lines(text)).toContain('CATEGORIES:Klastry a regiony,Panel\\, debata')
    expect(lines(text)).toContain('URL:https://example.org/cs/events/burgas?a=1,2;3')
    expect(lines(text)).toContain('SOURCE;VALUE=URI:https://example.org/calendar/events/burgas.ics')
  })

  it('C5: parameters are quoted and encoded', () => {
    expect(lines(text)).toContain(
      'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="ul. 21, Burgas^^8000";X-APPLE-RADIUS=100;' +
        `X-TITLE="Hotel ^'Bulgaria^'":geo:42.4935,27.4721`,
    )
  })

  it('C6: every property comes before the components (G9)', () => {
    const names = lines(text).map(line => line.replace(/[;:].*/s, ''))
    const body = lines(text)
    expect(body.indexOf('BEGIN:VTIMEZONE')).toBeGreaterThan(names.indexOf('X-APPLE-CALENDAR-COLOR'))
    expect(body.indexOf('BEGIN:VEVENT')).toBeGreaterThan(body.indexOf('END:VTIMEZONE'))
    const event = body.slice(body.indexOf('BEGIN:VEVENT'))
    expect(event.slice(event.indexOf('BEGIN:VALARM'))).toEqual([
      'BEGIN:VALARM',
      'UID:alarm-session-1@pozvanka.example',
      'ACTION:DISPLAY',
      'TRIGGER:-PT15M',
      'DESCRIPTION:Klastry\\; regiony\\, a \\\\ „vítr“ 🌬️',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  it('C7: one VTIMEZONE for each zone used, under its own name, and none besides', () => {
    const zones = ['Europe/Bratislava', 'Europe/Amsterdam', 'Europe/Stockholm', 'Europe/Zagreb', 'Europe/Bratislava']
    const entries = zones.map((zone, index) => entry({ uid: `s-${index}`, zone: timeZone(zone) }))
    const written = writeCalendar({ entries, zone: timeZone('Europe/Prague') })
    const found = lines(written).filter(line => line.startsWith('TZID:') || line.startsWith('X-LIC-LOCATION:'))
    expect(found).toEqual([...new Set(zones)].toSorted().flatMap(zone => [`TZID:${zone}`, `X-LIC-LOCATION:${zone}`]))
    expect(lint(written)).toEqual([])
    expect(write({ zone: timeZone('UTC') })).not.toContain('VTIMEZONE')
  })

  it('C8: stamps are UTC', () => {
    for (const name of ['DTSTAMP', 'CREATED', 'LAST-MODIFIED'])
      expect(lines(text).filter(line => line.startsWith(`${name}:`) && !/:\d{8}T\d{6}Z$/.test(line))).toEqual([])
  })

  it('C9: no time floats (G1), whatever the zone', () => {
    for (const zone of ['Europe/Sofia', 'UTC', 'Africa/Casablanca', 'Asia/Kathmandu'])
      for (const line of lines(write({ zone: timeZone(zone) })).filter(each => /^DT(START|END)/.test(each)))
        expect(line.startsWith('DTSTART:19') || /;TZID=[^:]+:\d{8}T\d{6}$|:\d{8}T\d{6}Z$/.test(line)).toBe(true)
  })

  it('C10: the same content gives the same bytes, in whatever order it came', () => {
    const entries = ['b', 'a', 'c'].map(uid => entry({ uid }))
    const earlier = entry({ uid: 'z', start: instant('2023-09-13T05:00:00Z') })
    const written = writeCalendar({ entries: [...entries, earlier] })
    expect(writeCalendar({ entries: [earlier, ...entries.toReversed()] })).toBe(written)
    expect(lines(written).filter(line => line.startsWith('UID:'))).toEqual(['UID:z', 'UID:a', 'UID:b', 'UID:c'])
  })
})

describe('times', () => {
  it('are the same bytes on a server anywhere (G2, G3, G4)', () => {
    const script = `
      import { writeCalendar } from './src/core/icalendar.ts'
      import { instant, timeZone } from './src/core/time.ts'
      const at = instant('2023-09-13T22:30:00Z')
      const entry = { uid: 'a', sequence: 0, stampedAt: at, createdAt: at, start: at, end: instant('2023-09-14T01:00:00Z'),
        zone: timeZone('Europe/Prague'), summary: 's', status: 'CONFIRMED', transparent: false }
      const days = { ...entry, uid: 'b', allDay: { start: '2023-09-13', end: '2023-09-15' } }
      process.stdout.write(writeCalendar({ entries: [entry, days] }))`
    const run = (zone: string) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
      })
    const utc = run('UTC')
    expect(run('America/New_York').equals(utc)).toBe(true)
    expect(run('Pacific/Kiritimati').equals(utc)).toBe(true)
    expect(lines(utc.toString())).toContain('DTSTART;TZID=Europe/Prague:20230914T003000')
    expect(lintCalendar(utc)).toEqual([])
  })

  it('of whole days end on the day after', () => {
    const written = write({ allDay: { start: '2023-09-13', end: '2023-09-15' }, transparent: true })
    expect(lines(written)).toEqual(expect.arrayContaining(['DTSTART;VALUE=DATE:20230913', 'DTEND;VALUE=DATE:20230916']))
    expect(written).not.toContain('VTIMEZONE')
    expect(lint(written)).toEqual([])
  })

  it('that occur twice on the wall are UTC, each by itself', () => {
    const zone = timeZone('Europe/Prague')
    const both = write({ zone, start: instant('2026-10-25T00:30:00Z'), end: instant('2026-10-25T01:30:00Z') })
    expect(lines(both)).toEqual(expect.arrayContaining(['DTSTART:20261025T003000Z', 'DTEND:20261025T013000Z']))
    expect(both).not.toContain('VTIMEZONE')
    const one = write({ zone, start: instant('2026-10-25T01:30:00Z'), end: instant('2026-10-25T02:00:00Z') })
    expect(lines(one)).toEqual(
      expect.arrayContaining(['DTSTART:20261025T013000Z', 'DTEND;TZID=Europe/Prague:20261025T030000']),
    )
    expect([both, one].flatMap(lint)).toEqual([])
  })

  it('that the rules of today would misread are UTC: irregular zones and years with other rules', () => {
    expect(lines(write({ zone: timeZone('Africa/Casablanca') }))).toContain('DTSTART:20230913T060000Z')
    const moscow = { zone: timeZone('Europe/Moscow'), end: instant('2023-09-13T09:30:00Z') }
    expect(lines(write(moscow))).toContain('DTSTART;TZID=Europe/Moscow:20230913T090000')
    expect(lines(write({ ...moscow, start: instant('2011-09-13T06:00:00Z') }))).toContain('DTSTART:20110913T060000Z')
  })

  it('without length have no end', () => {
    const written = write({ end: instant('2023-09-13T06:00:00Z') })
    expect(written).not.toContain('DTEND')
    expect(lint(written)).toEqual([])
  })
})

describe('what no text may cause is refused', () => {
  it.each<[string, Partial<CalendarEntry>]>([
    ['end before start (G6)', { end: instant('2023-09-13T05:00:00Z') }],
    ['last day before the first', { allDay: { start: '2023-09-15', end: '2023-09-13' } }],
    ['a uid with a line break (G7)', { uid: 'a\r\nMETHOD:CANCEL' }],
    ['an empty uid', { uid: '' }],
    ['a negative sequence', { sequence: -1 }],
    ['a sequence that is a timestamp', { sequence: 1_690_000_000_000 }],
    ['a language that is none', { language: 'cs:x\r\n' }],
    ['an alarm after the start', { alarm: { minutesBefore: -5 } }],
  ])('%s', (_, changes) => {
    expect(() => write(changes)).toThrow(RangeError)
  })

  it('the same uid twice', () => {
    expect(() => writeCalendar({ entries: [entry(), entry()] })).toThrow(RangeError)
  })

  it('a zone that does not exist (G5) has no type to come in', () => {
    expect(() => timeZone('Nope/Zone')).toThrow(RangeError)
  })
})

describe('hostile texts', () => {
  it('cannot begin a line of their own, in any field (G7)', () => {
    const attack = 'x\r\nMETHOD:CANCEL\nATTACH:https://evil.example\u2028BEGIN:VEVENT\u0085END:VCALENDAR'
    const written = writeCalendar({
      name: attack,
      description: attack,
      sourceUrl: `https://example.org/${attack}`,
      pageUrl: attack,
      colour: { name: attack, hex: attack },
      entries: [
        entry({
          summary: attack,
          description: attack,
          location: attack,
          url: `https://example.org/${attack}`,
          categories: [attack, 'b'],
          geo: { latitude: 1, longitude: 1, title: attack, address: attack },
          alarm: { minutesBefore: 5 },
        }),
      ],
    })
    const names = lines(written).map(line => line.replace(/[;:].*/s, ''))
    expect(names.filter(name => /^(METHOD|ATTACH)$/.test(name))).toEqual([])
    expect(lines(written).filter(line => line.startsWith('BEGIN:'))).toEqual(
      ['VCALENDAR', 'VTIMEZONE', 'DAYLIGHT', 'STANDARD', 'VEVENT', 'VALARM'].map(name => `BEGIN:${name}`),
    )
    expect(lint(written)).toEqual([])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//x', 'x', 'http://', ''])(
    'address %j is left out (G8)',
    url => {
      expect(write({ url }, { pageUrl: url, sourceUrl: url })).not.toMatch(/URL|SOURCE/)
    },
  )

  it('people are quoted', () => {
    const name = 'Nov"ák; :,^\r\nX:1'
    const written = write({ organizer: { ...organizer, name }, attendee: { ...attendee, name } }, { method: 'REQUEST' })
    expect(lines(written)).toContain(`ORGANIZER;CN="Nov^'ák; :,^^, X:1":mailto:kalendar@example.org`)
    expect(lint(written)).toEqual([])
    const broken = { organizer: { name: 'x', email: 'a@b.cz\r\nX:1' } }
    expect(() => write(broken, { method: 'PUBLISH' })).toThrow(RangeError)
  })

  it('categories lose trailing backslashes, which ical.js misreads, and empty ones vanish', () => {
    const written = write({ categories: ['Panel\\', 'a\\b', '\\', ' ', 'Vítr, voda\\\\'] })
    expect(lines(written)).toContain('CATEGORIES:Panel,a\\\\b,Vítr\\, voda')
    const event = new ICAL.Component(ICAL.parse(written)).getFirstSubcomponent('vevent')
    expect(event?.getFirstProperty('categories')?.getValues()).toEqual(['Panel', 'a\\b', 'Vítr, voda'])
  })

  it('come back whole from ical.js, fifteen hundred of them, three to an entry', () => {
    const random = sequence(20230913)
    for (let round = 0; round < 500; round += 1) {
      const [summary, description, location] = [hostile(random), hostile(random), hostile(random)]
      const written = write({ summary, description, location, categories: [hostile(random)] })
      expect(lint(written)).toEqual([])
      const event = new ICAL.Component(ICAL.parse(written)).getFirstSubcomponent('vevent')
      expect(event?.getFirstPropertyValue('description') ?? '').toBe(cleanText(description).trim())
      expect(event?.getFirstPropertyValue('summary')).toBe(oneLine(summary, ' '))
      expect(event?.getFirstPropertyValue('location') ?? '').toBe(oneLine(location, ', '))
    }
  })
})

describe('what the generator leaves out', () => {
  it('G11: colour, language, source', () => {
    const written = lines(writeCalendar(fullFeed))
    expect(written).toEqual(expect.arrayContaining(['COLOR:teal', 'X-APPLE-CALENDAR-COLOR:#008080']))
    expect(written.filter(line => line.includes(';LANGUAGE=cs:'))).toHaveLength(3)
  })

  it('G12: a position at 0°, and no TIMEZONE-ID', () => {
    const geo = { latitude: 0, longitude: 0, title: 'Ostrov', address: 'Guinejský záliv' }
    const written = write({ geo }, { zone: timeZone('Europe/London') })
    expect(lines(written)).toContain('GEO:0;0')
    expect(written).toContain('X-APPLE-STRUCTURED-LOCATION')
    expect(written).not.toContain('TIMEZONE-ID')
    expect(write({ geo: { ...geo, latitude: Number.NaN } })).not.toContain('GEO')
    expect(write({ geo: { ...geo, longitude: 200 } })).not.toContain('GEO')
  })

  it('no UID on the calendar, which would make one event of the feed for vdirsyncer', () => {
    const head = lines(writeCalendar(fullFeed))
    expect(head.slice(0, head.indexOf('BEGIN:VEVENT')).filter(line => line.startsWith('UID'))).toEqual([])
  })
})

describe('messages', () => {
  it('a feed names nobody', () => {
    expect(write({ organizer, attendee })).not.toMatch(/ORGANIZER|ATTENDEE|METHOD/)
  })

  it('PUBLISH has an organiser and no attendee', () => {
    const written = write({ organizer, attendee }, { method: 'PUBLISH' })
    expect(written).not.toContain('ATTENDEE')
    expect(lint(written)).toEqual([])
  })

  it('REQUEST has both', () => {
    const written = write({ organizer, attendee }, { method: 'REQUEST' })
    expect(lines(written)).toEqual(
      expect.arrayContaining([
        'METHOD:REQUEST',
        'ORGANIZER;CN="Pozvánka":mailto:kalendar@example.org',
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;' +
          `CN="Jana ^'J^' Nováková":mailto:jana+burgas@example.org`,
        'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
      ]),
    )
    expect(lint(written)).toEqual([])
  })

  it('CANCEL is cancelled and has no position', () => {
    const cancelled = { ...full, organizer, attendee, status: 'CANCELLED', transparent: true } as const
    const written = writeCalendar({ method: 'CANCEL', entries: [cancelled] })
    expect(lines(written)).toEqual(expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'TRANSP:TRANSPARENT']))
    expect(written).not.toContain('GEO')
    expect(lint(written)).toEqual([])
  })

  it.each<[string, CalendarFeed]>([
    ['no organiser', { method: 'PUBLISH', entries: [entry()] }],
    ['no attendee', { method: 'REQUEST', entries: [entry({ organizer })] }],
    ['two entries', { method: 'REQUEST', entries: ['a', 'b'].map(uid => entry({ uid, organizer, attendee })) }],
    ['CANCEL of what stands', { method: 'CANCEL', entries: [entry({ organizer, attendee })] }],
  ])('%s is refused', (_, feed) => {
    expect(() => writeCalendar(feed)).toThrow(RangeError)
  })
})

describe('the linter', () => {
  const good = writeCalendar({ method: 'REQUEST', entries: [{ ...full, organizer, attendee }] })
  const swap = (from: string | RegExp, to: string) => Buffer.from(good.replace(from, to), 'utf8')
  const dropped = (name: string) => swap(new RegExp(`(?<=BEGIN:VEVENT[^]*)\r\n${name}[^]*?(?=\r\n[A-Z])`), '')

  it('finds nothing in the good one', () => {
    expect(lint(good)).toEqual([])
  })

  it.each<[string, Buffer]>([
    ['LF only', swap(/\r\n/g, '\n')],
    ['a BOM', swap(/^/, '\uFEFF')],
    ['no DTSTAMP', dropped('DTSTAMP')],
    ['no UID', dropped('UID')],
    ['local DTSTAMP', swap(/(DTSTAMP:\d{8}T\d{6})Z/, '$1')],
    ['TZID without VTIMEZONE', swap(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE\r\n/, '')],
    ['VTIMEZONE unused', swap(/;TZID=Europe\/Sofia:(\d{8}T\d{6})/g, ':$1Z')],
    ['a line over 75', swap('SUMMARY;', `X-LONG:${'x'.repeat(80)}\r\nSUMMARY;`)],
    ['latin1', Buffer.from(good.replaceAll(/[^\x20-\x7E\r\n]/g, 'é'), 'latin1')],
    ['a raw newline', swap('\\n', '\r\n')],
    ['DTEND before DTSTART', swap(/(DTEND[^:]*:2023)09/, '$108')],
    ['DTEND and DURATION', swap('STATUS:', 'DURATION:PT1H\r\nSTATUS:')],
    ['the same UID twice', swap(/BEGIN:VEVENT[^]*END:VEVENT\r\n/, '$&$&')],
    ['no organiser', dropped('ORGANIZER')],
    ['STATUS:CANCELED', swap('STATUS:CONFIRMED', 'STATUS:CANCELED')],
    ['property after the alarm', swap('END:VALARM\r\n', 'END:VALARM\r\nX-A:1\r\n')],
    ['property after the zone', swap('END:VTIMEZONE\r\n', 'END:VTIMEZONE\r\nX-A:1\r\n')],
    ['VEVENT not closed', swap('END:VEVENT\r\n', '')],
    ['TZID and Z', swap(/(DTSTART;TZID=[^\r]*)/, '$1Z')],
    ['wrong offset in VTIMEZONE', swap('TZOFFSETTO:+0300', 'TZOFFSETTO:+0400')],
    ['mixed types', swap(/DTEND;TZID=[^\r]*/, 'DTEND;VALUE=DATE:20230914')],
    ['no PRODID', swap(/PRODID[^\r]*\r\n/, '')],
    ['alarm without trigger', swap(/TRIGGER[^\r]*\r\n/, '')],
    ['a control character', swap('SUMMARY;LANGUAGE=cs:', 'SUMMARY;LANGUAGE=cs:\u0007')],
    ['two summaries', swap('SUMMARY;', 'SUMMARY:x\r\nSUMMARY;')],
    ['a time in the gap', swap(/(DTSTART;TZID=[^:]*:)[^\r]*/, '$120230326T033000')],
    ['a time that occurs twice', swap(/(DTEND;TZID=[^:]*:)[^\r]*/, '$120231029T033000')],
    ['a floating time', swap(/DTSTART;TZID=[^:]*:/, 'DTSTART:')],
    ['an escaped URL', swap('?a=1,2;3', '?a=1\\,2\\;3')],
    ['an impossible date', swap(/(DTEND;TZID=[^:]*:)[^\r]*/, '$120230231T090000')],
    ['no DTSTART', dropped('DTSTART')],
    ['no final CRLF', swap(/\r\n$/, '')],
    ['CANCEL of what stands', swap('METHOD:REQUEST', 'METHOD:CANCEL')],
    ['an unquoted parameter', swap(/CN="Pozv[^"]*"/, 'CN=a:b')],
    ['GEO with a comma', swap(/GEO:([^;]*);/, 'GEO:$1,')],
    ['UID on the calendar', swap('METHOD:', 'UID:1\r\nMETHOD:')],
    ['TIMEZONE-ID', swap('METHOD:', 'TIMEZONE-ID:Europe/Sofia\r\nMETHOD:')],
    ['two attendees', swap(/ATTENDEE[^]*?(?=\r\n[A-Z])/, '$&\r\n$&')],
    ['text not escaped', swap('Klastry\\;', 'Klastry;')],
  ])('catches %s', (_, broken) => {
    expect(broken.equals(Buffer.from(good, 'utf8'))).toBe(false)
    expect(lintCalendar(broken)).not.toEqual([])
  })
})

function oneLine(text: string, separator: string): string {
  return cleanText(text)
    .split(/\s*\n\s*/)
    .filter(part => part !== '')
    .join(separator)
    .trim()
}

/** Numbers from 0 to 1 that are the same in every run. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
}

const alphabet = [...'aZ9 \t\\,;:"^=řž„“–&<>%{}\r\n\u2028\u0000\u0007\u0085\u00A0\u200F\u2060\uFEFF'].concat([
  '\uD800',
  '\r\n',
  '🌬️',
  '\\n',
  '\\,',
  '\r\nBEGIN:VEVENT',
  '\r\n X',
  'END:VCALENDAR',
  '=0D=0A',
  '^n',
  '%0D%0A',
])

function hostile(random: () => number): string {
  return Array.from({ length: Math.floor(random() * 60) }, () => alphabet[Math.floor(random() * alphabet.length)]).join(
    '',
  )
}
