import { describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import { withDatabase } from '../../../bin/support/scratch-server.ts'
import { isWrittenInUtc } from '../../../src/core/icalendar/event.ts'
import { vtimezoneLines, vtimezoneOffset } from '../../../src/core/icalendar/vtimezone.ts'
import type { Log } from '../../../src/core/log.ts'
import {
  instant,
  isRepeated,
  offeredTimeZones,
  parseTimeZone,
  type TimeZone,
  timeZone,
  toLocal,
  utcOffset,
  zonesWrittenInUtc,
} from '../../../src/core/time.ts'
import { digest } from '../../../src/core/tokens.ts'
import { compareZoneTables, reportZoneTables, samplesOf } from '../../../src/core/zone-tables.ts'
import { testServer } from '../../support/server.ts'
import { useWorld } from '../../support/world.ts'

// T7: three years in steps of 6.5 hours.
const sampling = { from: instant('2026-07-01T00:00:00Z'), stepMinutes: 390, count: Math.ceil((3 * 365.25 * 24) / 6.5) }
const samples = samplesOf(sampling)

function wallsOfIntl(zone: TimeZone): string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return samples.map(sample => format.format(sample).replace(' ', 'T'))
}

/** One zone of each kind: Prague, Berlin and thirty more have the same rules in every table. */
function kindsOf(zones: readonly TimeZone[]): TimeZone[] {
  const nameless = (zone: TimeZone) => vtimezoneLines(zone)?.filter(line => !/^(TZID|X-LIC-LOCATION):/.test(line)) ?? []
  const kind = (zone: TimeZone) => digest(...nameless(zone), ...samples.map(at => toLocal(at, zone)))
  return [...new Map(zones.map(zone => [kind(zone), zone])).values()]
}

/** Samples whose wall time a calendar program reads from our VTIMEZONE as another instant. */
function misreadByIcal(zone: TimeZone): string[] {
  const block = vtimezoneLines(zone)
  if (!block) return zone === 'UTC' ? [] : ['no VTIMEZONE']
  const timezone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(block.join('\r\n'))))
  return samples
    .filter(sample => !isWrittenInUtc(sample, zone))
    .filter(sample => {
      const wall = ICAL.Time.fromDateTimeString(toLocal(sample, zone))
      return timezone.utcOffset(wall) / 60 !== utcOffset(sample, zone)
    })
    .map(sample => `${zone} ${sample.toISOString()}`)
}

describe('the tables of time zones', () => {
  it('of Node and PostgreSQL agree with core/time about every zone offered', async () => {
    expect(
      offeredTimeZones.filter(zone => wallsOfIntl(zone).join() !== samples.map(at => toLocal(at, zone)).join()),
    ).toEqual([])
    await withDatabase(testServer().connection, async db => {
      expect(await compareZoneTables(db, offeredTimeZones, sampling)).toEqual({ inCalendars: [], inDatabase: [] })
    })
  }, 60_000)

  it('give the same instants to a program that reads our calendars', () => {
    const kinds = kindsOf(offeredTimeZones)
    expect(kinds.length).toBeGreaterThan(25)
    expect(kinds.flatMap(misreadByIcal)).toEqual([])
  }, 60_000)

  it('disagree with the VTIMEZONE library only for the zones that are named', () => {
    const zones = Intl.supportedValuesOf('timeZone').flatMap(name => parseTimeZone(name) ?? [])
    const coarse = samplesOf({ ...sampling, stepMinutes: 26 * 60, count: 1_010 })
    const differing = zones.filter(zone =>
      coarse.some(
        sample => !isRepeated(sample, zone) && vtimezoneOffset(zone, toLocal(sample, zone)) !== utcOffset(sample, zone),
      ),
    )
    expect(differing.filter(zone => !zonesWrittenInUtc.includes(zone))).toEqual([])
    expect(differing).toContain('Africa/Casablanca')
  })
})

describe('at the start', () => {
  const world = useWorld()

  function listening() {
    const said: { level: 'info' | 'warn'; tables: unknown }[] = []
    const hear = (level: 'info' | 'warn') => (tables: unknown) => void said.push({ level, tables })
    const log = { ...world.services.log, info: hear('info'), warn: hear('warn') } as Log
    return { said, log }
  }

  it('it is said which zones are written in UTC', async () => {
    const { said, log } = listening()
    await reportZoneTables(world.db, log, sampling.from, ['Asia/Kathmandu'])
    expect(said).toMatchObject([{ level: 'info' }])
    expect(JSON.stringify(said)).toContain('Africa/Casablanca')
  })

  it('a zone that differs and was not known to is a warning', async () => {
    const found = await compareZoneTables(world.db, [timeZone('Europe/Prague'), timeZone('Asia/Gaza')], sampling)
    expect(found).toEqual({ inCalendars: ['Asia/Gaza'], inDatabase: expect.not.arrayContaining(['Europe/Prague']) })
  })
})
