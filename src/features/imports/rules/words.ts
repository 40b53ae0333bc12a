import { countryCodes, countryName } from '../../../core/countries.ts'
import { locales } from '../../../core/localised-text.ts'
import { wordKey } from '../../../core/typography.ts'
import type { Attendance } from '../../registration/types/places.ts'

/** Names people use that are not those of the Unicode tables. */
const otherNames: Readonly<Record<string, string>> = {
  cr: 'CZ',
  'ceska republika': 'CZ',
  'czech republic': 'CZ',
  cze: 'CZ',
  sr: 'SK',
  'slovenska republika': 'SK',
  'slovak republic': 'SK',
  svk: 'SK',
  brd: 'DE',
  deutschland: 'DE',
  deu: 'DE',
  ger: 'DE',
  polska: 'PL',
  pol: 'PL',
  osterreich: 'AT',
  aut: 'AT',
  anglie: 'GB',
  'velka britanie': 'GB',
  'great britain': 'GB',
  england: 'GB',
  uk: 'GB',
  gbr: 'GB',
  usa: 'US',
  'spojene staty': 'US',
  holandsko: 'NL',
  holland: 'NL',
  bgr: 'BG',
  ita: 'IT',
  hun: 'HU',
  svn: 'SI',
  fra: 'FR',
}

let byName: ReadonlyMap<string, string> | undefined

function countries(): ReadonlyMap<string, string> {
  byName ??= new Map([
    ...Object.entries(otherNames),
    ...countryCodes.flatMap(code => [
      [wordKey(code), code] as const,
      ...locales.map(locale => [wordKey(countryName(code, locale)), code] as const),
    ]),
  ])
  return byName
}

/** The country a cell names, in Czech, English or as a code; undefined: none we know. */
export function countryOf(cell: string): string | undefined {
  return countries().get(wordKey(cell))
}

const ways: Readonly<Record<Attendance, readonly string[]>> = {
  on_site: ['na miste', 'osobne', 'prezencne', 'on site', 'onsite', 'in person', 'fyzicky', 'na mieste'],
  online: ['online', 'on line', 'vzdalene', 'distancne', 'remote', 'remotely', 'virtualne', 'virtual'],
}

/** How somebody takes part. */
export function attendanceOf(cell: string): Attendance | undefined {
  const key = wordKey(cell)
  return (['on_site', 'online'] as const).find(way => ways[way].includes(key))
}

const yes = ['ano', 'a', 'yes', 'y', 'true', 'pravda', '1', 'x', 'jo']
const no = ['ne', 'n', 'no', 'false', 'nepravda', '0']

/** Yes or no; undefined: neither. A mark that is no word (✓, -) counts too. */
export function yesOrNo(cell: string): boolean | undefined {
  const text = cell.trim()
  const key = wordKey(text)
  if (yes.includes(key) || /^[✓✔☑]$/u.test(text)) return true
  return no.includes(key) || /^[-–—✗✘☐]?$/u.test(text) ? false : undefined
}

/** Something a cell may name, in any language. */
export interface Named<Value> {
  readonly value: Value
  readonly names: readonly string[]
}

/**
 * What a cell names: the whole of it, or several names between semicolons, bars or lines, or else between commas.
 * `unknown` are the names that are none.
 */
export function namedIn<Value>(
  cell: string,
  things: readonly Named<Value>[],
): { readonly found: readonly Value[]; readonly unknown: readonly string[] } {
  const byKey = new Map(things.flatMap(({ value, names }) => names.map(name => [wordKey(name), value] as const)))
  byKey.delete('')
  const whole = byKey.get(wordKey(cell))
  if (whole !== undefined) return { found: [whole], unknown: [] }
  const found: Value[] = []
  const unknown: string[] = []
  for (const part of cell.split(/[;|\n]/).filter(name => wordKey(name) !== '')) {
    const thing = byKey.get(wordKey(part))
    const pieces = thing === undefined ? part.split(',').filter(name => wordKey(name) !== '') : [part]
    for (const piece of pieces) {
      const value = byKey.get(wordKey(piece))
      if (value === undefined) unknown.push(piece.trim())
      else if (!found.includes(value)) found.push(value)
    }
  }
  return { found, unknown }
}
