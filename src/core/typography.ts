import type { Locale } from './localised-text.ts'

const noBreakSpace = '\u00A0'
const wordJoiner = '\u2060'

const monthsOf: Record<Locale, string> = {
  cs: 'led(?:na|en)|únor(?:a)?|březen|března|duben|dubna|květen|května|červen(?:ec|ce)?|června|července|srpen|srpna|září|říj(?:na|en)|listopadu?|prosinec|prosince',
  en: 'January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec',
}

const units = 'Kč|€|EUR|CZK|%|‰|°C|m²|m³|kB|MB|GB|km|cm|mm|kg|min|hod|tis|mil|mld|h|m|g|s'
const titles =
  'Bc|BcA|Ing|arch|Mgr|MgA|MUDr|MDDr|MVDr|JUDr|PhDr|RNDr|PharmDr|PaedDr|ThDr|ThLic|RSDr|doc|prof|Doc|Prof|Dr|h|c'
const titlesAfter = 'Ph\\.D|Th\\.D|CSc|DrSc|DSc|DiS|MBA|MPA|MSc|LL\\.M|DBA|BA\\b'
const abbreviations = 'č|čl|odst|str|ul|nám|sv|p|např|tzv|tj|mj|kap|obr|tab|příl'

type Rule = readonly [RegExp, string]

/**
 * Each rule turns spaces it has not turned yet, so that typesetting twice changes nothing. It begins with the sign it
 * turns and looks around from there: the engine then leaps from space to space instead of trying every letter, which is
 * five times the speed on a long text.
 */
const czechRules: readonly Rule[] = [
  // One-letter words never end a line: k s v z o u a i.
  [/ (?<=(?<![\p{L}\p{N}\p{M}'’.-])[ksvzouai] )(?=\S)/giu, noBreakSpace],
  // 13. září 2023, 13. 9. 2023; a number with a full stop at the start of a line alone may be a list in Markdown.
  [new RegExp(`\\. (?<=(?<![\\d.])\\d{1,2}\\. )(?=(?:${monthsOf.cs})(?!\\p{L}))`, 'gu'), `.${noBreakSpace}`],
  [/\. (?<=(?<!\d)\d{1,2}\. )(?=\d{1,2}\.(?!\d))/g, `.${noBreakSpace}`],
  [/\. (?<=\d{1,2}\.[ \u00A0]?\d{1,2}\. )(?=\d{4}(?!\d))/g, `.${noBreakSpace}`],
  [new RegExp(` (?=\\d{4}(?!\\d))(?<=(?<!\\p{L})(?:${monthsOf.cs}) )`, 'giu'), noBreakSpace],
  // 1 500 000, +420 475 657 111, 400 02
  [/ (?=\d{3}(?!\d))(?<=(?<!\d)\d{1,3} )/g, noBreakSpace],
  [/ (?=\d{2}(?!\d))(?<=(?<!\d)\d{3} )/g, noBreakSpace],
  // 1,5 místa, 9.00 hodin, 12 zemí; "#" stands for the number in a plural message.
  [new RegExp(` (?<=[\\d#] )(?=(?:${units})(?![\\p{L}\\d]))`, 'gu'), noBreakSpace],
  [/ (?<=(?:(?<![\d.,:])\d{1,3}|\d,\d{1,2}|#) )(?=\p{Ll}{2})/gu, noBreakSpace],
  [/ (?=hodin)(?<=\d[.:]\d\d )/g, noBreakSpace],
  // č. 1, § 5
  [new RegExp(`([.§]) (?<=(?<!\\p{L})(?:(?:${abbreviations})\\.|§) )(?=\\S)`, 'giu'), `$1${noBreakSpace}`],
  // Mgr. Jana Nováková, Ph.D.; J. Novák
  [new RegExp(`\\. (?<=(?<!\\p{L})(?:${titles})\\. )(?=\\p{Lu}|(?:${titles})\\.)`, 'gu'), `.${noBreakSpace}`],
  [new RegExp(`, (?=(?:${titlesAfter}))(?<=\\p{L}\\.?, )`, 'gu'), `,${noBreakSpace}`],
  [/\. (?<=(?<!\p{L})\p{Lu}\. )(?=\p{Lu}\p{Ll})/gu, `.${noBreakSpace}`],
  // 9.30–10.30, 2014–2021
  [/–(?=\d)(?<=\d\.?–)/g, `–${wordJoiner}`],
]

const englishRules: readonly Rule[] = [
  [new RegExp(` (?=(?:${monthsOf.en})(?!\\p{L}))(?<=(?<!\\d)\\d{1,2} )`, 'gu'), noBreakSpace],
  [new RegExp(` (?=\\d{1,4}(?!\\d))(?<=(?<!\\p{L})(?:${monthsOf.en}) )`, 'gu'), noBreakSpace],
]

const rulesOf: Record<Locale, readonly Rule[]> = { cs: czechRules, en: englishRules }

/**
 * Readies a text for the eye: non-breaking spaces where Czech typography (ČSN 01 6910) wants none broken, and no break
 * inside 9.30–10.30. Doing it twice changes nothing. Only spaces are replaced and word joiners (U+2060) added after a
 * dash between numbers; addresses hold neither and stay whole.
 */
export function typeset(text: string, locale: Locale): string {
  if (!/[ –]/.test(text)) return text
  if (text.length > longestKept) return setByRules(text, locale)
  const known = kept[locale].get(text)
  if (known !== undefined) return known
  if (kept[locale].size >= mostKept) kept[locale].clear()
  const set = setByRules(text, locale)
  kept[locale].set(text, set)
  return set
}

/** Titles, names and rooms come again on every page; setting a page of a large programme afresh takes milliseconds. */
const kept: Record<Locale, Map<string, string>> = { cs: new Map(), en: new Map() }
const mostKept = 10_000
const longestKept = 200

function setByRules(text: string, locale: Locale): string {
  return rulesOf[locale].reduce((set, [pattern, replacement]) => set.replace(pattern, replacement), text)
}

/**
 * Cleans what somebody typed or pasted before it is validated and stored: Unicode NFC, line ends as `\n`, no control,
 * bidirectional or zero-width characters, one space between words, none around the text. Line breaks and indentation
 * (nested lists in Markdown) survive.
 */
export function normaliseInput(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\p{Zs}]/gu, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .normalize('NFC')
    .replace(/(?<=\S) {2,}/g, ' ')
    .replace(/ +(?=\n)/g, '')
    .trim()
}

/** The beginning of a text: at most so many UTF-16 units, and no half of a sign (JSON in PostgreSQL takes none). */
export function beginning(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}

/** As `normaliseInput`, for a field of one line: breaks become spaces. */
export function normaliseLine(text: string): string {
  return normaliseInput(text).replace(/\s+/g, ' ')
}

const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
}

/** The key for searching and comparing without case and diacritics: "Růžička" and "RUZICKA" give the same. */
export function comparisonKey(text: string): string {
  return foldedText(normaliseLine(text))
}

/** As `comparisonKey`, of a text that was cleaned when it came in: a third of the work where thousands are searched. */
export function foldedText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßłđðøæœþı]/g, letter => plainLetters[letter] ?? letter)
}

/** A word as it is compared: no case, no diacritics, single spaces for everything between letters and digits. */
export function wordKey(text: string): string {
  return comparisonKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
