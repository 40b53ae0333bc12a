import { typeset } from './typography.ts'

/** The languages of the interface and of what organisers write, in the order in which they are offered. */
export const locales = ['cs', 'en'] as const

/** A language of the interface: a BCP 47 tag. */
export type Locale = (typeof locales)[number]

/** Content written by people in one language or both; stored as `jsonb {"cs": …, "en": …}`. */
export interface LocalisedText {
  readonly cs?: string
  readonly en?: string
}

/** True for the tag of an interface language, as it stands in a URL. */
export function isLocale(text: unknown): text is Locale {
  return locales.some(locale => locale === text)
}

/** What to show to a reader of `locale`: that language, else the other one; typeset in its own language; '' when empty. */
export function readText(text: LocalisedText | null | undefined, locale: Locale): string {
  return textWithLanguage(text, locale).text
}

/** As `readText`, with the language for a `lang` attribute when the text is not in the language of the page. */
export function textWithLanguage(
  text: LocalisedText | null | undefined,
  locale: Locale,
): { text: string; lang: Locale | undefined } {
  const written = [locale, ...locales].find(candidate => filled(text?.[candidate]))
  if (!written) return { text: '', lang: undefined }
  return { text: typeset(text?.[written] ?? '', written), lang: written === locale ? undefined : written }
}

/** Exactly what was typed in that language, for a form field; '' when nothing was. */
export function rawText(text: LocalisedText | null | undefined, locale: Locale): string {
  return text?.[locale] ?? ''
}

/** True when no language holds anything but white space. */
export function isEmptyText(text: LocalisedText | null | undefined): boolean {
  return !locales.some(locale => filled(text?.[locale]))
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}

const conjunctions = new Map<Locale, Intl.ListFormat>()

/** Names in a sentence: `A, B a C`, `A, B and C`. */
export function listNames(names: readonly string[], locale: Locale): string {
  // British English: no comma before the last name.
  const tag = locale === 'en' ? 'en-GB' : locale
  const format = conjunctions.get(locale) ?? new Intl.ListFormat(tag, { type: 'conjunction' })
  conjunctions.set(locale, format)
  return format.format(names)
}
