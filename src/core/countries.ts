import type { Locale } from './localised-text.ts'

/** ISO 3166-1 alpha-2: every country a person may come from. */
export const countryCodes = (
  'AD AE AF AG AI AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ ' +
  'DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP ' +
  'KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ ' +
  'OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ ' +
  'UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW'
).split(' ')

/** Those most of our guests come from, offered first. */
const near = ['CZ', 'SK', 'DE', 'PL', 'AT', 'BG', 'IT', 'SI', 'HU', 'FR', 'ES', 'NL', 'NO']

const names = new Map<Locale, Intl.DisplayNames>()

/** The name of a country in a language: “Česko”, “Czechia”. Unknown codes are returned as they are. */
export function countryName(code: string, locale: Locale): string {
  const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' })
  names.set(locale, known)
  return /^[A-Z]{2}$/.test(code) ? (known.of(code) ?? code) : code
}

const sorted = new Map<Locale, readonly { readonly value: string; readonly label: string }[]>()

/** Options of a country field: near countries first, then all, in the order of the language's alphabet. */
export function countryOptions(locale: Locale): readonly { readonly value: string; readonly label: string }[] {
  const known = sorted.get(locale)
  if (known) return known
  const option = (value: string) => ({ value, label: countryName(value, locale) })
  const rest = countryCodes.filter(code => !near.includes(code)).map(option)
  rest.sort((a, b) => a.label.localeCompare(b.label, locale))
  const options = [...near.map(option), ...rest]
  sorted.set(locale, options)
  return options
}
