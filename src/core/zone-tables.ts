import { type Database, rows } from './database.ts'
import { isWrittenInUtc } from './icalendar/event.ts'
import { vtimezoneOffset } from './icalendar/vtimezone.ts'
import type { Log } from './log.ts'
import {
  addMinutes,
  type Instant,
  isRepeated,
  offeredTimeZones,
  parseTimeZone,
  type TimeZone,
  toLocal,
  utcOffset,
  zonesWrittenInUtc,
} from './time.ts'
import { digest } from './tokens.ts'

/** How often, over how long, the tables are asked. */
export interface Sampling {
  readonly from: Instant
  readonly stepMinutes: number
  readonly count: number
}

/** Where the tables of time zones disagree about the years ahead. */
export interface ZoneDisagreements {
  /** Node and the VTIMEZONE library: calendars carry the times in question in UTC. */
  readonly inCalendars: readonly TimeZone[]
  /** Node and PostgreSQL: what SQL says of the wall is wrong there, by one table or the other. */
  readonly inDatabase: readonly TimeZone[]
}

/** Three years, two days and an hour apart, so that the samples walk through the day: a sixth of a second. */
const threeYears = { stepMinutes: 49 * 60, count: 537 }

/**
 * Says at the start in which zones the tables of Node, PostgreSQL and the VTIMEZONE library disagree, among the zones a
 * form offers, those written in UTC anyway, and those `used`: each brings a tz database of its own age
 * (docs/time-zones.md).
 */
export async function reportZoneTables(db: Database, log: Log, from: Instant, used: readonly string[]): Promise<void> {
  const names = [...offeredTimeZones, ...zonesWrittenInUtc, ...used]
  const zones = [...new Set(names)].flatMap(name => parseTimeZone(name) ?? [])
  const found = await compareZoneTables(db, zones, { from, ...threeYears })
  const tables = { node: process.versions['tz'], writtenInUtc: zonesWrittenInUtc, ...found }
  const isExpected = Object.values(found)
    .flat()
    .every(zone => zonesWrittenInUtc.includes(zone))
  if (isExpected) log.info(tables, 'time zones: what their tables disagree about is written in UTC')
  else log.warn(tables, 'time zones: tables disagree about zones that were thought safe')
}

/** Compares the tables over the samples. One query. */
export async function compareZoneTables(
  db: Database,
  zones: readonly TimeZone[],
  sampling: Sampling,
): Promise<ZoneDisagreements> {
  const inPostgres = await wallsInPostgres(db, zones, sampling)
  const samples = samplesOf(sampling)
  return {
    inCalendars: zones.filter(zone => samples.some(sample => isMisread(sample, zone))),
    inDatabase: zones.filter(zone => inPostgres.get(zone) !== digestOfWalls(samples, zone)),
  }
}

/** The moments at which the tables are asked. */
export function samplesOf({ from, stepMinutes, count }: Sampling): Instant[] {
  return Array.from({ length: count }, (_, index) => addMinutes(from, index * stepMinutes))
}

/** Whether a reader of the VTIMEZONE would take the time on the wall for another moment. */
function isMisread(sample: Instant, zone: TimeZone): boolean {
  if (zone === 'UTC' || isRepeated(sample, zone)) return false
  return vtimezoneOffset(zone, toLocal(sample, zone)) !== utcOffset(sample, zone) && isWrittenInUtc(sample, zone)
}

function digestOfWalls(samples: readonly Instant[], zone: TimeZone): string {
  return digest(samples.map(sample => toLocal(sample, zone)).join())
}

/** Of what PostgreSQL shows on the wall, zone by zone: only digests travel. */
async function wallsInPostgres(
  db: Database,
  zones: readonly TimeZone[],
  { from, stepMinutes, count }: Sampling,
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ zone: string; walls: string }>(
    db,
    `select zone, string_agg(to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS'), ',' order by at) as walls
     from unnest(:zones::text[]) as zone,
       lateral (select :from::timestamptz + n * make_interval(mins => :step) as at from generate_series(0, :last) n) s
     group by zone`,
    { zones: [...zones], from, step: stepMinutes, last: count - 1 },
  )
  return new Map(found.map(({ zone, walls }) => [zone, digest(walls)]))
}
