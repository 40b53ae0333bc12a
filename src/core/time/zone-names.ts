import type { Locale } from '../localised-text.ts'
import type { Instant } from './clock.ts'
import { timeZone, type TimeZone } from './zones.ts'

/** Zones an organiser may choose: Europe whole, and the cities of the world where partners sit. Czech names beside. */
const offered: Readonly<Record<string, string>> = {
  'Europe/Prague': 'Praha',
  'Europe/Amsterdam': 'Amsterdam',
  'Europe/Andorra': 'Andorra',
  'Europe/Athens': 'Atény',
  'Europe/Belgrade': 'Bělehrad',
  'Europe/Berlin': 'Berlín',
  'Europe/Bratislava': 'Bratislava',
  'Europe/Brussels': 'Brusel',
  'Europe/Bucharest': 'Bukurešť',
  'Europe/Budapest': 'Budapešť',
  'Europe/Copenhagen': 'Kodaň',
  'Europe/Dublin': 'Dublin',
  'Europe/Helsinki': 'Helsinky',
  'Europe/Istanbul': 'Istanbul',
  'Europe/Kyiv': 'Kyjev',
  'Europe/Lisbon': 'Lisabon',
  'Europe/Ljubljana': 'Lublaň',
  'Europe/London': 'Londýn',
  'Europe/Luxembourg': 'Lucemburk',
  'Europe/Madrid': 'Madrid',
  'Europe/Malta': 'Malta',
  'Europe/Monaco': 'Monako',
  'Europe/Oslo': 'Oslo',
  'Europe/Paris': 'Paříž',
  'Europe/Podgorica': 'Podgorica',
  'Europe/Riga': 'Riga',
  'Europe/Rome': 'Řím',
  'Europe/San_Marino': 'San Marino',
  'Europe/Sarajevo': 'Sarajevo',
  'Europe/Skopje': 'Skopje',
  'Europe/Sofia': 'Sofie',
  'Europe/Stockholm': 'Stockholm',
  'Europe/Tallinn': 'Tallinn',
  'Europe/Tirane': 'Tirana',
  'Europe/Vaduz': 'Vaduz',
  'Europe/Vienna': 'Vídeň',
  'Europe/Vilnius': 'Vilnius',
  'Europe/Warsaw': 'Varšava',
  'Europe/Zagreb': 'Záhřeb',
  'Europe/Zurich': 'Curych',
  'Atlantic/Azores': 'Azory',
  'Atlantic/Canary': 'Kanárské ostrovy',
  'Atlantic/Reykjavik': 'Reykjavík',
  'Africa/Cairo': 'Káhira',
  'Africa/Johannesburg': 'Johannesburg',
  'Africa/Lagos': 'Lagos',
  'Africa/Nairobi': 'Nairobi',
  'Africa/Tunis': 'Tunis',
  'America/Argentina/Buenos_Aires': 'Buenos Aires',
  'America/Bogota': 'Bogotá',
  'America/Chicago': 'Chicago',
  'America/Denver': 'Denver',
  'America/Halifax': 'Halifax',
  'America/Los_Angeles': 'Los Angeles',
  'America/Mexico_City': 'México',
  'America/New_York': 'New York',
  'America/Sao_Paulo': 'São Paulo',
  'America/Toronto': 'Toronto',
  'Asia/Almaty': 'Almaty',
  'Asia/Baku': 'Baku',
  'Asia/Bangkok': 'Bangkok',
  'Asia/Dubai': 'Dubaj',
  'Asia/Hong_Kong': 'Hongkong',
  'Asia/Jakarta': 'Jakarta',
  'Asia/Kolkata': 'Kalkata',
  'Asia/Nicosia': 'Nikósie',
  'Asia/Seoul': 'Soul',
  'Asia/Shanghai': 'Šanghaj',
  'Asia/Singapore': 'Singapur',
  'Asia/Taipei': 'Tchaj-pej',
  'Asia/Tbilisi': 'Tbilisi',
  'Asia/Tokyo': 'Tokio',
  'Asia/Yerevan': 'Jerevan',
  'Australia/Sydney': 'Sydney',
  'Pacific/Auckland': 'Auckland',
  UTC: 'UTC',
}

/** The zones a form offers, all of which PostgreSQL and every calendar program understand as this server does. */
export const offeredTimeZones: readonly TimeZone[] = Object.keys(offered).map(timeZone)

/**
 * Zones for which the tables of Node, of PostgreSQL and of the VTIMEZONE library disagree about the years ahead (about
 * the hour of the change in Chisinau), or which no yearly rule describes (Morocco and Palestine follow Ramadan, Israel
 * the Friday before a Sunday): calendars carry their times
 * in UTC, and forms do not offer them. A test compares the tables and names the zone that belongs here
 * (docs/time-zones.md).
 */
export const zonesWrittenInUtc: readonly string[] = [
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'America/Edmonton',
  'America/Godthab',
  'America/Nuuk',
  'America/Santiago',
  'America/Scoresbysund',
  'America/Vancouver',
  'America/Yellowknife',
  'Asia/Gaza',
  'Asia/Hebron',
  'Asia/Jerusalem',
  'Asia/Tel_Aviv',
  'Canada/Mountain',
  'Canada/Pacific',
  'Europe/Chisinau',
]

/** The city a zone is named after: `Praha`, `Prague`; for a zone not offered the name in the database. */
export function zoneCity(zone: TimeZone, locale: Locale): string {
  const czech = locale === 'cs' ? offered[zone] : undefined
  return czech ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

const intlLocales: Record<Locale, string> = { cs: 'cs-CZ', en: 'en-GB' }
const formats = new Map<string, Intl.DateTimeFormat>()

/** `SELČ`, `CEST`; undefined where the language has no abbreviation of its own and Intl would answer `GMT+3`. */
export function abbreviationOf(instant: Instant, zone: TimeZone, locale: Locale): string | undefined {
  const key = `${locale} ${zone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(intlLocales[locale], { timeZone: zone, timeZoneName: 'short' })
    formats.set(key, format)
  }
  const name = format.formatToParts(instant).find(part => part.type === 'timeZoneName')?.value
  return name && !/\d/.test(name) ? name : undefined
}
