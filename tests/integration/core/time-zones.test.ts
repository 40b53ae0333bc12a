import { describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import { withDatabase } from '../../../bin/support/scratch-server.ts'
import { type Database, rows } from '../../../src/core/database.ts'
import { isWrittenInUtc } from '../../../src/core/icalendar/event.ts'
import { vtimezoneLines, vtimezoneOffset } from '../../../src/core/icalendar/vtimezone.ts'
import {
  addMinutes,
  instant,
  type Instant,
  isRepeated,
  offeredTimeZones,
  parseTimeZone,
  type TimeZone,
  toLocal,
  utcOffset,
  zonesWrittenInUtc,
} from '../../../src/core/time.ts'
import { testServer } from '../../support/server.ts'

const start = instant('2026-07-01T00:00:00Z')
// Three years; 26 hours, so that the samples walk through the day.
const stepMinutes = 26 * 60
const samples: Instant[] = Array.from({ length: 1010 }, (_, index) => addMinutes(start, index * stepMinutes))

/** What PostgreSQL shows on the wall at every sample. */
async function wallsOfPostgres(db: Database, zone: TimeZone): Promise<string[]> {
  const found = await rows<{ wall: string }>(
    db,
    `select to_char(at at time zone ?, 'YYYY-MM-DD"T"HH24:MI:SS') as wall
     from generate_series(?::timestamptz, ?::timestamptz, make_interval(mins => ?)) as at order by at`,
    [zone, start.toISOString(), samples.at(-1)?.toISOString() ?? '', stepMinutes],
  )
  return found.map(({ wall }) => wall)
}

function wallsOfIntl(zone: TimeZone): string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return samples.map(sample => format.format(sample).replace(' ', 'T'))
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
    const differing: string[] = []
    await withDatabase(testServer().connection, async db => {
      for (const zone of offeredTimeZones) {
        const ours = samples.map(sample => toLocal(sample, zone)).join()
        if (wallsOfIntl(zone).join() !== ours) differing.push(`Intl ${zone}`)
        if ((await wallsOfPostgres(db, zone)).join() !== ours) differing.push(`PostgreSQL ${zone}`)
      }
    })
    expect(differing).toEqual([])
  })

  it('give the same instants to a program that reads our calendars', () => {
    expect(offeredTimeZones.flatMap(misreadByIcal)).toEqual([])
  })

  it('disagree with the VTIMEZONE library only for the zones that are named', () => {
    const zones = Intl.supportedValuesOf('timeZone').flatMap(name => parseTimeZone(name) ?? [])
    const differing = zones.filter(zone =>
      samples.some(
        sample => !isRepeated(sample, zone) && vtimezoneOffset(zone, toLocal(sample, zone)) !== utcOffset(sample, zone),
      ),
    )
    expect(differing.filter(zone => !zonesWrittenInUtc.includes(zone))).toEqual([])
  })
})
