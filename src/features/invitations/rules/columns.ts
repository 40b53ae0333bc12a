import type { Locale } from '../../../core/localised-text.ts'
import type { ListColumn } from '../types.ts'

/** Where each column stands in a row, counted from 0. */
export type Columns = ReadonlyMap<ListColumn, number>

/** What people write above their columns, without case, diacritics and punctuation. */
const headings: Readonly<Record<ListColumn, readonly string[]>> = {
  titleBefore: [
    'titul',
    'tituly',
    'titul pred',
    'titul pred jmenem',
    'tituly pred jmenem',
    'title',
    'academic title',
    'title before',
    'degree',
  ],
  givenName: ['jmeno', 'krestni jmeno', 'krestni', 'given name', 'first name', 'given names', 'firstname', 'forename'],
  familyName: ['prijmeni', 'family name', 'last name', 'surname', 'lastname'],
  fullName: [
    'jmeno a prijmeni',
    'prijmeni a jmeno',
    'cele jmeno',
    'jmeno prijmeni',
    'full name',
    'name',
    'ucastnik',
    'osoba',
    'person',
    'guest',
    'host',
  ],
  titleAfter: ['titul za', 'titul za jmenem', 'tituly za jmenem', 'title after', 'suffix'],
  email: [
    'e mail',
    'email',
    'mail',
    'e mailova adresa',
    'emailova adresa',
    'adresa',
    'email address',
    'e mail address',
    'mailova adresa',
  ],
  organisation: [
    'organizace',
    'instituce',
    'firma',
    'spolecnost',
    'zamestnavatel',
    'organisation',
    'organization',
    'company',
    'institution',
    'employer',
    'affiliation',
  ],
  country: ['zeme', 'stat', 'country'],
  language: ['jazyk', 'jazyk e mailu', 'language', 'lang'],
}

/** A heading or a word as it is compared: lower case, no diacritics, single spaces for everything between. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The columns that a header names, in Czech or English; the first of two that mean the same. */
export function recogniseColumns(header: readonly string[]): Columns {
  const found = new Map<ListColumn, number>()
  for (const [index, heading] of header.entries()) {
    const folded = fold(heading)
    const column = Object.entries(headings).find(([, names]) => names.includes(folded))?.[0] as ListColumn | undefined
    if (column !== undefined && !found.has(column)) found.set(column, index)
  }
  return found
}

/** Whether a list can be read at all: it says whom to write to, and what they are called. */
export function missingColumns(columns: Columns): ('email' | 'name')[] {
  const hasName = columns.has('fullName') || columns.has('familyName')
  return [...(columns.has('email') ? [] : ['email' as const]), ...(hasName ? [] : ['name' as const])]
}

/** A whole name in two: the last word is the family name, a name before a comma is one too ("Nováková, Jana"). */
export function splitName(name: string): { givenName: string; familyName: string } {
  const [before = '', after] = name.split(',').map(part => part.trim())
  if (after !== undefined && after !== '') return { givenName: after, familyName: before }
  const words = before.split(/\s+/)
  return { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' }
}

const languages: Readonly<Record<Locale, readonly string[]>> = {
  cs: ['cs', 'cz', 'cze', 'ces', 'cestina', 'cesky', 'czech'],
  en: ['en', 'eng', 'gb', 'uk', 'anglictina', 'anglicky', 'english'],
}

/** The language a cell names; undefined for one we do not write in. */
export function languageOf(cell: string): Locale | undefined {
  const folded = fold(cell)
  return (['cs', 'en'] as const).find(locale => languages[locale].includes(folded))
}

/** Whether a cell would be calculated by a spreadsheet: nobody is called so, and something went wrong in the list. */
export function isFormula(cell: string): boolean {
  return /^\s*[=＝@＠]/.test(cell) || /^\s*[+＋\-－]\s*[\w(]*[(!]/.test(cell)
}
