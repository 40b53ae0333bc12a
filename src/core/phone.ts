import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A telephone number as people write it, in E.164 (`+420475657111`). A number without an international prefix is read
 * as one of `country` (ISO 3166-1 alpha-2). undefined when no such number can exist, or when it carries an extension.
 */
export function parsePhone(text: string, country: string): string | undefined {
  // The longest number has 15 digits (E.164); the rest is room for spaces and brackets.
  if (text.length > 40) return undefined
  const home = isSupportedCountry(country) ? country : 'CZ'
  const number = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false })
  return number?.isValid() && number.ext === undefined ? number.number : undefined
}

/** The international way of writing an E.164 number: `+420 475 657 111`. */
export function formatPhone(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number
}
