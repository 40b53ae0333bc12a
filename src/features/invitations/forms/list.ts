import { z } from 'zod'
import { countryCodes, countryName } from '../../../core/countries.ts'
import { email, oneOf, optionalLine, optionalText } from '../../../core/http/forms.ts'
import { type Locale, locales } from '../../../core/localised-text.ts'
import { longest } from '../../registration/types.ts'
import { type Columns, fold, isFormula, languageOf, splitName } from '../rules/columns.ts'
import { type Invited, type ListColumn, longestMessage } from '../types.ts'

/** Whom to invite and how; the list itself is read by `readInvited`. */
export const inviteForm = z.object({
  category: optionalLine(16),
  locale: oneOf(locales),
  'message.cs': optionalText(longestMessage),
  'message.en': optionalText(longestMessage),
  list: z.string().default(''),
  step: z.enum(['check', 'send']).default('check').catch('check'),
  /** Fingerprint of the list that was shown, and how many of it were to be invited. */
  agreed: z.string().max(100).default('').catch(''),
})

/** Somebody of the list and the row they stand in; the header is row 1. */
export interface InvitedInRow extends Invited {
  readonly row: number
}

/** What is wrong in a row; the message is a key below `invitations.problems`. */
export interface RowProblem {
  readonly row: number
  readonly column: ListColumn
  readonly problem: RowFault
}
export type RowFault = 'missing' | 'too-long' | 'email' | 'country' | 'language' | 'formula'

/** A list, read; `people` are whole when there are no problems. */
export interface InvitedList {
  readonly people: readonly InvitedInRow[]
  /** Rows whose address stands higher up already; they are invited once. */
  readonly doubled: readonly { readonly row: number; readonly email: string }[]
  readonly problems: readonly RowProblem[]
}

const limits: Readonly<Partial<Record<ListColumn, number>>> = {
  titleBefore: longest.title,
  givenName: longest.name,
  familyName: longest.name,
  titleAfter: longest.title,
  organisation: longest.organisation,
}

const address = email()

/** Reads the rows of a list by its columns. Languages that are not said are `usual`. */
export function readInvited(rows: readonly (readonly string[])[], columns: Columns, usual: Locale): InvitedList {
  const people: InvitedInRow[] = []
  const doubled: { row: number; email: string }[] = []
  const problems: RowProblem[] = []
  const seen = new Set<string>()
  for (const [index, cells] of rows.entries()) {
    const row = index + 2
    const { person, faults } = readRow(cells, columns, usual)
    problems.push(...faults.map(([column, problem]) => ({ row, column, problem })))
    const key = person.email.toLowerCase()
    if (faults.length > 0) continue
    if (seen.has(key)) doubled.push({ row, email: person.email })
    else people.push({ ...person, row })
    seen.add(key)
  }
  return { people, doubled, problems }
}

type Fault = readonly [ListColumn, RowFault]

function readRow(
  cells: readonly string[],
  columns: Columns,
  usual: Locale,
): { person: Invited; faults: readonly Fault[] } {
  const cell = (column: ListColumn) => (cells[columns.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim()
  const name = cell('familyName') === '' ? splitName(cell('fullName')) : undefined
  const texts = {
    titleBefore: cell('titleBefore'),
    givenName: cell('givenName') || (name?.givenName ?? ''),
    familyName: name?.familyName ?? cell('familyName'),
    titleAfter: cell('titleAfter'),
    organisation: cell('organisation'),
  }
  const country = countryOf(cell('country'))
  const locale = cell('language') === '' ? usual : languageOf(cell('language'))
  const faults: Fault[] = Object.entries(texts).flatMap(([column, text]) => faultOf(column as ListColumn, text))
  if (texts.familyName === '') faults.push([columns.has('familyName') ? 'familyName' : 'fullName', 'missing'])
  if (cell('email') === '') faults.push(['email', 'missing'])
  else if (!address.safeParse(cell('email')).success || isFormula(cell('email'))) faults.push(['email', 'email'])
  if (country === undefined) faults.push(['country', 'country'])
  if (locale === undefined) faults.push(['language', 'language'])
  const person = { ...texts, email: cell('email'), country: country ?? null, locale: locale ?? usual }
  return { person, faults }
}

function faultOf(column: ListColumn, text: string): Fault[] {
  if (isFormula(text)) return [[column, 'formula']]
  return text.length > (limits[column] ?? Number.POSITIVE_INFINITY) ? [[column, 'too-long']] : []
}

let countries: ReadonlyMap<string, string> | undefined

/** The code of a country by its code or its name in either language; null for none said, undefined for an unknown one. */
function countryOf(cell: string): string | null | undefined {
  if (cell === '') return null
  countries ??= new Map(countryCodes.flatMap(code => namesOf(code).map(name => [name, code])))
  return countries.get(fold(cell))
}

/** What people call countries besides their names in the two languages. */
const shortNames: Readonly<Record<string, readonly string[]>> = {
  CZ: ['cr', 'ceska republika', 'czech republic'],
  SK: ['sr', 'slovenska republika'],
  GB: ['uk', 'great britain', 'velka britanie', 'anglie'],
  US: ['usa', 'spojene staty', 'spojene staty americke'],
}

function namesOf(code: string): string[] {
  const names = locales.map(locale => countryName(code, locale))
  return [code, ...names].map(fold).concat(shortNames[code] ?? [])
}

/** The table as text that can be read again: cells between tabs. */
export function toTabs(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const line = text.replace(/\s+/g, ' ')
    return line.includes('"') ? `"${line.replaceAll('"', '""')}"` : line
  }
  return rows.map(row => row.map(cell).join('\t')).join('\n')
}
