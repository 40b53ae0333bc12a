import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type RunningApp, startApp } from '../journeys/support/server.ts'
import { judge } from './support/oracles.ts'
import { publishedCalendars } from './support/published.ts'

describe('every calendar object of the demonstration', () => {
  let app: RunningApp
  let found = new Map<string, Buffer>()
  beforeAll(async () => {
    app = await startApp()
    found = await publishedCalendars(app.url)
  })
  afterAll(async () => app.stop())

  it('is there, of each kind and in both languages', () => {
    const kinds = ['events/[^/]+', 'events/[^/]+/overview', 'series/[^/]+', 'organisations/[^/]+']
    const parts = ['sessions', 'tracks', 'speakers'].map(part => `events/[^/]+/${part}/[^/]+`)
    const all = [...found.keys()]
    const missing = [...kinds, ...parts].flatMap(kind =>
      ['/calendar', '/calendar/en'].filter(
        prefix => !all.some(name => new RegExp(`^${prefix}/${kind}\\.ics$`).test(name)),
      ),
    )
    expect(missing).toEqual([])
    expect(all.filter(name => name.startsWith('/calendar/my/')).length).toBeGreaterThan(3)
    expect(all.filter(name => name.includes('text/calendar')).length).toBeGreaterThan(3)
    expect(all.length).toBeGreaterThan(200)
  })

  it('is accepted by libical, python-icalendar, vobject and our own linter', async () => {
    expect(await judge(found)).toEqual([])
  })
})

describe('the readers', () => {
  const good = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pozvánka//Oracle//EN',
    'BEGIN:VEVENT',
    'UID:oracle@example.org',
    'DTSTAMP:20270101T000000Z',
    'DTSTART:20270101T090000Z',
    'DTEND:20270101T100000Z',
    'SUMMARY:Zkouška',
    'STATUS:CONFIRMED',
    'SEQUENCE:0',
    'LAST-MODIFIED:20270101T000000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const broken: readonly (readonly [string, (lines: string[]) => string[], string])[] = [
    ['no organizer', lines => lines.toSpliced(2, 0, 'METHOD:REQUEST'), 'libical'],
    ['no stamp', lines => lines.filter(line => !line.startsWith('DTSTAMP')), 'icalendar'],
    ['two summaries', lines => lines.toSpliced(8, 0, 'SUMMARY:Dva'), 'vobject'],
    ['local stamp', lines => lines.map(line => line.replace('T000000Z', 'T000000')), 'own'],
  ]

  it('see what is wrong with calendars that are', async () => {
    const written = (lines: readonly string[]) => Buffer.from(`${lines.join('\r\n')}\r\n`)
    const files = broken.map(([name, damage]) => [name, written(damage([...good]))] as const)
    const findings = await judge(new Map([['good', written(good)], ...files]))
    expect(findings.filter(finding => finding.startsWith('good'))).toEqual([])
    for (const [name, , reader] of broken)
      expect(findings).toContainEqual(expect.stringMatching(`^${name}: ${reader}: `))
  })
})
